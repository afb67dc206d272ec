"""Names, roles, headings, landmarks and tables in every room, as the accessibility tree tells them to aids."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser import tree
from tests.browser.rooms import NOBODY, PARTNER, STAFF, Rooms
from tests.browser.visitor import OPEN_ALL

pytestmark = pytest.mark.browser


def test_every_control_has_the_name_one_sees_and_every_page_its_order(rooms: Rooms, browser: Browser):
    found, controls = [], 0
    for who in (NOBODY, PARTNER, STAFF):
        with rooms.window(browser, who) as page:
            session = page.context.new_cdp_session(page)
            for address in rooms.pages(who):
                page.goto(rooms.root + address)
                page.evaluate(OPEN_ALL)
                nodes = tree.read(page, session)
                controls += sum(node.role in tree.CONTROLS for node, _above in tree.walk(nodes))
                found += [f"{address} {fault}" for fault in tree.faults(nodes)]
    assert found == [], "\n" + "\n".join(found)
    assert controls > 1000
