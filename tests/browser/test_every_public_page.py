"""Every public page in a browser, wide and narrow, light and dark, folded and unfolded: nothing to complain of.

The addresses come from the table of all URL names; on top come records of every kind, the table under filters, with
mistakes and without rows, and the answers to what is not there.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from tests.browser.visitor import Visitor, visitor
from tests.test_every_address_is_visited import Kind, visits

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 320
"""A narrow page of 320 px is also what 1280 px show at a zoom of 400 %."""

CODES = ("AAW-2019-1.40", "AAW-2019-2.27", "AAW-2019-1.02", "AAW-2019-1.37", "AAW-2023-09", "AAW-2015-09")
"""A stated and a derived deadline, a target with series, a declaration, a measure still running, a target reached."""

MORE = {
    "records": [
        *(f"/massnahmen/{code}/" for code in CODES),
        "/en/massnahmen/AAW-2019-1.02/",
    ],
    "agreements, partners and Laender": [
        "/vereinbarungen/allianz-2015-2018/",
        "/vereinbarungen/allianz-2023-2026/",
        "/partner/allianz/",
        "/partner/ba/",
        "/partner/wirtschaft/",
        "/partner/biaj/",
        "/laender/DE-ST/",
        "/laender/DE-BY/",
    ],
    "the table": [
        "/massnahmen/?vereinbarung=allianz-2019-2021&art=measure&sort=-angabe&page=2",
        "/massnahmen/?partner=zdh&gemeinsam=ja&per_page=50",
        "/massnahmen/?stand=2021-06-30&status=in_progress",
        "/massnahmen/?status=erfunden&stand=gestern&q=x",
        "/massnahmen/?vereinbarung=allianz-2015-2018&status=missed",
    ],
}
MISSING = ("/gibt-es-nicht/", "/massnahmen/AAW-9999-1/", "/en/partner/nobody/")


def pages(language: str) -> list[str]:
    """Return the addresses of the table of all URL names in one language."""
    return [address for address, spoken in visits(Kind.PAGE, Kind.FORM) if spoken == language]


GROUPS = {"every name in German": pages("de"), "every name in English": pages("en"), **MORE}
WALKS = [
    (group, width)
    for group in GROUPS
    for width in (WIDE, NARROW)
    # the same templates as in German: wide they have been seen, narrow other words may not fit
    if (group, width) != ("every name in English", WIDE)
]


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def person(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Visitor]:
    """Somebody with a window of one width."""
    with visitor(browser, width=request.param) as someone:
        yield someone


@pytest.mark.parametrize(("group", "width"), WALKS)
def test_every_page_is_whole_quiet_and_open_to_everybody(group: str, width: int, live_site: str, browser: Browser):
    with visitor(browser, width=width) as someone:
        for address in GROUPS[group]:
            someone.visit(live_site + address)
    assert someone.faults == []
    assert len(set(someone.visited)) == len(GROUPS[group])


def test_the_walks_see_as_many_pages_as_we_think():
    assert len({address for group, _width in WALKS for address in GROUPS[group]}) >= 65


def test_an_address_that_is_not_there_is_answered_by_a_whole_page(live_site: str, person: Visitor):
    for address in MISSING:
        person.visit(live_site + address, status=404)
    assert person.faults == []


@pytest.mark.parametrize("form", ["report_barrier", "report_error"])
def test_a_form_with_mistakes_is_whole_and_says_them(form: str, live_site: str, person: Visitor):
    person.page.goto(live_site + reverse(f"public:{form}"))
    person.page.locator("[name=reply_to]").fill("keine Adresse")
    person.page.get_by_role("button", name="Absenden").click()
    assert person.page.locator("main [role=alert]").is_visible()
    person.look()
    assert person.faults == []


def test_the_style_guide_with_every_part_is_whole(live_site: str, person: Visitor, settings):
    settings.DEBUG = True
    person.visit(live_site + reverse("public:style"))
    assert person.faults == []
