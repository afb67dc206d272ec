"""Everybody follows every link and sends every form that only asks: no page is broken, no link leads to nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.access.taken import take_away, text_of
from tests.access.test_who_may_open_what import client_of, invite_somebody, state
from tests.cast import Cast, planted
from tests.fuzz.crawling import crawl
from tracker.vocabulary import Reporting

pytestmark = pytest.mark.django_db
HOMES = dict.fromkeys(("reporter_of_a", "reader_of_a", "reporter_of_b", "member"), "/portal/") | dict.fromkeys(
    ("editor", "reviewer", "administrator"), "/verwaltung/"
)
FEWEST = {"/portal/": 15, "/verwaltung/": 80}
"""How many pages somebody finds at least; a crawler that stops at the door would find nothing wrong."""


@pytest.fixture
def world(the_cast: Cast, settings) -> Cast:
    settings.API_LIMIT = 100_000
    invite_somebody(the_cast)
    take_away(the_cast)
    return the_cast


def broken(seen) -> list[str]:
    return [f"{one.status} {one.address} on {one.found_on}" for one in seen if one.status >= 400]


@pytest.mark.usefixtures("catalogue")
def test_a_visitor_finds_no_broken_page_and_no_secret(world):
    code = world.of[Reporting.CURRENT].commitment.code
    seen = list(crawl(Client(), ["/", "/en/", "/sitemap.xml", f"/massnahmen/{code}/"]))
    assert broken(seen) == []
    assert [(one.address, word) for one in seen for word in planted(text_of(one.body) + one.headers)] == []
    assert len(seen) > 80


@pytest.mark.usefixtures("catalogue")
def test_whoever_is_signed_in_finds_no_broken_page(world):
    before = state()
    seen = {
        name: list(crawl(client_of(world, name), [home], inside=("/portal/", "/verwaltung/", "/konto/")))
        for name, home in HOMES.items()
    }
    assert {name: broken(found) for name, found in seen.items() if broken(found)} == {}
    assert {name: len(found) for name, found in seen.items() if len(found) <= FEWEST[HOMES[name]]} == {}
    assert state() == before, "a form that only asks has changed something"
