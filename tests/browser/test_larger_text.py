"""Nothing is lost for whoever reads with larger text or wider spaces (WCAG 1.4.4, 1.4.12)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.visitor import OPEN_ALL, visitor

pytestmark = pytest.mark.browser

WIDE_SPACES = """
() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
        p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
}
"""
"""The spaces that a page must bear, set as a reader's own tool sets them; a style in the page would be refused."""

LOST = """
() => {
    const lost = [];
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) lost.push(`${wide} px too wide`);
    for (const element of document.querySelectorAll("body *")) {
        const style = getComputedStyle(element);
        if (!element.checkVisibility() || element.closest("svg, .kern-sr-only, .trap")) continue;
        const text = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        const cut = style.overflow !== "visible" && !/^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName)
            && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
        if (text && cut) lost.push(`cut: ${element.textContent.trim().slice(0, 40)}`);
        const box = element.getBoundingClientRect();
        if (text && box.right > innerWidth + 1) lost.push(`outside: ${element.textContent.trim().slice(0, 40)}`);
    }
    return lost;
}
"""
PAGES = (
    "/",
    "/massnahmen/?vereinbarung=allianz-2019-2021",
    "/massnahmen/AAW-2019-2.27/",
    "/vereinbarungen/allianz-2019-2021/",
    "/partner/biaj/",
    "/laender/",
    "/methode/",
    "/fehler-melden/",
)


def read_with_wide_spaces(page: Page) -> None:
    """Space the open page as somebody does who else cannot read it."""
    page.evaluate(WIDE_SPACES)


def read_with_large_text(page: Page) -> None:
    """Double the size of text in the settings of the browser."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"


@pytest.mark.parametrize(
    ("read", "width"),
    [
        (read_with_wide_spaces, 1280),
        (read_with_wide_spaces, 320),
        (read_with_large_text, 1280),
        (read_with_large_text, 640),
    ],
)
def test_no_word_is_cut_or_pushed_out(read: Callable[[Page], None], width: int, live_site: str, browser: Browser):
    lost = []
    with visitor(browser, width=width) as person:
        for address in PAGES:
            person.page.goto(live_site + address)
            read(person.page)
            person.page.evaluate(OPEN_ALL)
            lost += [f"{address} {loss}" for loss in person.page.evaluate(LOST)]
    assert lost == []
