"""In every room the focus is seen at every stop, goes as one reads, and comes out again; the first stop skips on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser import focus
from tests.browser.rooms import NOBODY, PARTNER, STAFF, Rooms

pytestmark = pytest.mark.browser

LOOKS = {
    NOBODY: ({"color_scheme": "light"}, {"color_scheme": "dark", "viewport": {"width": 320, "height": 900}}),
    PARTNER: ({"color_scheme": "dark"}, {"forced_colors": "active"}),
    STAFF: ({"color_scheme": "light"}, {"color_scheme": "dark"}),
}
"""Each room is walked twice, in looks in which a ring may get lost."""
SKIPPED = """
() => {
    const link = document.activeElement, target = document.querySelector(link.getAttribute("href"));
    const box = link.getBoundingClientRect();
    return link.matches("a[href^='#']") && box.top >= 0 && box.bottom <= innerHeight && !!target?.closest("main, #main")
}
"""


@pytest.mark.parametrize("who", LOOKS)
def test_one_sees_where_one_is_and_goes_on_as_one_reads(who: str, rooms: Rooms, browser: Browser):
    found, seen = [], 0
    for number, look in enumerate(LOOKS[who]):
        with rooms.window(browser, who, **look) as page:
            for address in rooms.pages(who)[:: 1 if number == 0 else 2]:
                page.goto(rooms.root + address)
                stops = focus.through(page)
                seen += len(stops)
                found += [f"{address} {look} {fault}" for fault in focus.faults(stops)]
    assert found == [], "\n" + "\n".join(found)
    assert seen > 200


def test_the_first_stop_of_every_page_skips_to_its_content(rooms: Rooms, browser: Browser):
    left = []
    for who in LOOKS:
        with rooms.window(browser, who) as page:
            for address in rooms.pages(who)[:6]:
                page.goto(rooms.root + address)
                page.keyboard.press("Tab")
                left += [] if page.evaluate(SKIPPED) else [f"{address}: no way to skip"]
                page.keyboard.press("Enter")
                page.keyboard.press("Tab")
                inside = page.evaluate("!!document.activeElement.closest('main, #main')")
                left += [] if inside else [f"{address}: the next stop is not in the content"]
    assert left == []
