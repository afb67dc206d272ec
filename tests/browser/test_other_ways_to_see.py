"""In every room nothing is lost at 400 %, with large or widely spaced text, without colours or motion, on paper; and
everything is large enough to be hit.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import shapes
from tests.browser.rooms import NOBODY, PARTNER, STAFF, Rooms
from tests.browser.test_larger_text import WIDE_SPACES, read_with_large_text
from tests.browser.visitor import OPEN_ALL

pytestmark = pytest.mark.browser

NARROW, PAPER = {"width": 320, "height": 256}, {"width": 680, "height": 960}
"""1280 by 1024 px at a zoom of 400 %; what a sheet of A4 shows."""


def every_page(rooms: Rooms, browser: Browser, look: Callable[[Page], list[str]], **options: object) -> list[str]:
    """What is found on the pages of all rooms, unfolded."""
    found = []
    for who in (NOBODY, PARTNER, STAFF):
        with rooms.window(browser, who, **options) as page:
            for address in rooms.pages(who):
                page.goto(rooms.root + address)
                page.evaluate(OPEN_ALL)
                found += [f"{address} {fault}" for fault in look(page)]
    return found


def at_400_percent(page: Page) -> list[str]:
    """Nothing scrolls sideways but tables in boxes of their own, which have a name and take the focus."""
    found: list[str] = page.evaluate(shapes.SCROLL_BOXES)
    found += [f"target {fault}" for fault in page.evaluate(shapes.TARGETS)]
    page.evaluate(WIDE_SPACES)
    return [*found, *(f"spaced {fault}" for fault in page.evaluate(shapes.LOST))]


def wide(page: Page) -> list[str]:
    """Targets, motion, colours, paper, wide spaces and large text, one after the other on the same page."""
    found = [f"target {fault}" for fault in page.evaluate(shapes.TARGETS)]
    found += [f"moves {fault}" for fault in page.evaluate(shapes.MOVING)]
    page.emulate_media(forced_colors="active")
    found += [f"forced colours {fault}" for fault in page.evaluate(shapes.BORDERLESS)]
    page.emulate_media(forced_colors="none", media="print")
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    found += [f"printed {fault}" for fault in page.evaluate(shapes.ON_PAPER)]
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(WIDE_SPACES)
    return found + [f"spaced {fault}" for fault in page.evaluate(shapes.LOST)]


def large(page: Page) -> list[str]:
    """Text at 200 %."""
    read_with_large_text(page)
    return [f"large {fault}" for fault in page.evaluate(shapes.LOST)]


@pytest.mark.parametrize(("look", "options"), [(at_400_percent, {"viewport": NARROW}), (wide, {}), (large, {})])
def test_nothing_is_lost(look: Callable[[Page], list[str]], options: dict, rooms: Rooms, browser: Browser):
    found = every_page(rooms, browser, look, **options)
    assert found == [], "\n" + "\n".join(found)
