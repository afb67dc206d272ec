"""Yesterday's version of the real record says what the page said yesterday: the same words, the same counts."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_agreement, make_commitment, make_fact, make_partner
from tests.moments import Clock
from tests.public.records import html, section, words
from tracker import days

pytestmark = pytest.mark.django_db


def linked_as_today(source, day):
    """Return a piece of a page of the past with the links it would have today."""
    return re.sub(rf"(\?|&amp;)(?:fassung|stand)={day}(?=[\"#])", "", source).replace(f"?fassung={day}&amp;", "?")


@pytest.fixture
def yesterday(catalogue, client, monkeypatch):
    """Return what asks for a page as it was yesterday and for the same page as of yesterday."""
    today = days.today()

    def ask(path):
        before = html(client, path)
        with monkeypatch.context() as patch:
            patch.setattr(days, "today", lambda: today + timedelta(days=1))
            after = html(client, f"{path}?fassung={today.isoformat()}")
        return before, linked_as_today(after, today.isoformat())

    return ask


def test_the_overview_has_the_same_sentences_and_tables(yesterday):
    before, after = yesterday("/")
    for piece in (r'<p class="lead">(.*?)</p>', r'<table class="data data--tight totals">.*?<tbody>(.*?)</tbody>'):
        told = [words(found) for found in re.findall(piece, before, re.DOTALL)]
        assert [words(found) for found in re.findall(piece, after, re.DOTALL)] == told != []
    for place in ("felder-allianz-2019-2021", "partner-allianz-2019-2021"):
        assert words(section(after, place)) == words(section(before, place))


@pytest.mark.parametrize("code", ["AAW-2019-1.40", "AAW-2019-1.02", "AAW-2019-1.37", "AAW-2023-09", "AAW-2015-09"])
def test_a_commitment_has_the_same_state_course_and_parts(yesterday, code):
    before, after = yesterday(f"/massnahmen/{code}/")
    for place in ("verlauf", "beitraege", "fundstelle", "vorher"):
        assert words(section(after, place)) == words(section(before, place))
    states = [re.search(r'<dl class="state.*?</dl>', source, re.DOTALL) for source in (before, after)]
    if states[0]:
        # What was known at the end of the term is said without "as known today".
        assert words(states[1][0]) == words(states[0][0]).replace(" Nach heutigem Kenntnisstand.", "").replace(
            " Entwicklung in Zahlen", ""
        )


@pytest.mark.parametrize("slug", ["allianz-2015-2018", "allianz-2019-2021", "allianz-2023-2026"])
def test_an_agreement_has_the_same_counts_fields_and_followers(yesterday, slug):
    before, after = yesterday(f"/vereinbarungen/{slug}/")
    recorded = words(section(before, "erfasst"))
    assert words(section(after, "erfasst")) == recorded
    assert [words(item) for item in re.findall(r"<h3.*?</h3>", section(after, "nachfolge"))] == [
        words(item) for item in re.findall(r"<h3.*?</h3>", section(before, "nachfolge"))
    ]


@pytest.mark.parametrize("key", ["dgb", "wirtschaft", "ba", "bund"])
def test_a_partner_has_the_same_lists(yesterday, key):
    before, after = yesterday(f"/partner/{key}/")
    for place in ("zusagen", "selbst", "mitglieder", "gruppen", "gemeinsam"):
        if f'id="{place}"' in before:
            assert words(section(after, place)) == words(section(before, place))


def test_much_is_asked_of_the_database_as_often_as_little(client, monkeypatch):
    clock = Clock(monkeypatch, days.today() - timedelta(days=2))
    agreement, partner = make_agreement("gross", fields=["Eins"]), make_partner("verband")
    day = clock.day.isoformat()

    def grow(times):
        for _number in range(times):
            make_fact(make_commitment(agreement, leads=[partner]), "in_progress", as_of=clock.day - timedelta(days=9))

    def asked():
        counts = []
        for path in ("/", f"/massnahmen/{code}/", "/vereinbarungen/gross/", "/partner/verband/"):
            for query in (f"fassung={day}", f"stand={day}"):
                with CaptureQueriesContext(connection) as queries:
                    html(client, f"{path}?{query}")
                counts.append(len(queries))
        return counts

    code = make_commitment(agreement, leads=[partner]).code
    grow(2)
    clock.go(clock.day + timedelta(days=1))
    few = asked()
    clock.go(clock.day - timedelta(days=1))
    grow(8)
    clock.go(clock.day + timedelta(days=1))
    assert asked() == few
    assert max(few) <= 45
