"""Everything can be reached and used with the keyboard alone, and one always sees where one is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.visitor import visitor

pytestmark = pytest.mark.browser

FOCUS = """
() => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    const box = element.getClientRects()[0], style = getComputedStyle(element);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
    const top = box && document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 20) / 2);
    const name = element.id || element.textContent.trim() || element.name;
    return {
        name: `${element.tagName.toLowerCase()} ${name.slice(0, 40)}`,
        ring, first: document.querySelector("a") === element,
        shown: box && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
            && (!top || element.contains(top) || top.contains(element) || !!element.labels?.[0]?.contains(top)),
    };
}
"""
STOPS = """
() => {
    const groups = new Set();
    return [...document.querySelectorAll("a[href], summary, input:not([type=hidden]), select, textarea, button")]
        .filter(element => element.checkVisibility({visibilityProperty: true}))
        .filter(element => element.tabIndex >= 0 && !element.disabled)
        .filter(element => element.type !== "radio" || !groups.has(element.name) && groups.add(element.name))
        .length;
}
"""
PAGES = (
    "/",
    "/massnahmen/?status=unknown&per_page=25",
    "/massnahmen/AAW-2019-2.27/",
    "/vereinbarungen/allianz-2019-2021/",
    "/fehler-melden/",
)


def through(page: Page) -> list[dict]:
    """Press the tabulator until the page is left, and return every stop."""
    stops: list[dict] = []
    for _press in range(page.evaluate(STOPS) + 5):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or (stops and stop["first"]):
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize("width", [1280, 320], ids=["wide", "narrow"])
def test_the_tabulator_leads_through_all_and_out_again_and_one_sees_where_one_is(
    width: int, live_site: str, browser: Browser
):
    with visitor(browser, width=width) as person:
        for address in PAGES:
            person.page.goto(live_site + address)
            expected = person.page.evaluate(STOPS)
            stops = through(person.page)
            assert len(stops) == expected, address
            assert [stop["name"] for stop in stops if not stop["ring"]] == [], address
            assert [stop["name"] for stop in stops if not stop["shown"]] == [], address


def test_the_first_stop_leads_past_head_and_menu(live_site: str, browser: Browser):
    with visitor(browser) as person:
        page = person.page
        page.goto(live_site + "/massnahmen/")
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert skip.inner_text() == "Zum Inhalt springen"
        assert skip.bounding_box()["y"] >= 0
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_menu_of_a_narrow_page_opens_by_key_and_leads_on(live_site: str, browser: Browser):
    with visitor(browser, width=320) as person:
        page = person.page
        page.goto(live_site + "/")
        menu = page.locator("details.menu")
        menu.locator("summary").focus()
        page.keyboard.press("Enter")
        assert menu.get_attribute("open") is not None
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Maßnahmen und Ziele"
        page.keyboard.press("Enter")
        page.wait_for_url("**/massnahmen/")


def test_filters_are_chosen_and_applied_by_key(live_site: str, browser: Browser):
    with visitor(browser) as person:
        page = person.page
        page.goto(live_site + "/massnahmen/")
        page.get_by_label("Suche", exact=True).focus()
        page.keyboard.type("Ausbildung")
        for _stop in range(20):
            page.keyboard.press("Tab")
            if page.locator(":focus").get_attribute("value") == "allianz-2019-2021":
                break
        page.keyboard.press("Space")
        assert page.locator(":focus").is_checked()
        page.keyboard.press("Enter")
        page.wait_for_url("**/massnahmen/?*#ergebnis")
        assert "q=Ausbildung" in page.url and "vereinbarung=allianz-2019-2021" in page.url
        assert "Allianz 2019–2021" in page.locator("h1").inner_text()


def test_what_is_folded_opens_and_closes_by_key(live_site: str, browser: Browser):
    with visitor(browser) as person:
        page = person.page
        page.goto(live_site + "/methode/")
        examples = page.locator("main details").first
        examples.locator("summary").focus()
        page.keyboard.press("Enter")
        assert examples.get_attribute("open") is not None
        page.keyboard.press("Space")
        assert examples.get_attribute("open") is None
