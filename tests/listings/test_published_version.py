"""`fassung` shows the table as it was published on a past day, by the same filters, counts and order as today's."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_agreement, make_commitment, make_fact, record_change
from tests.listings.reading import ask_csv, ask_json, codes_of, counts_on, heading, page, plain, rows_on_all_pages
from tests.listings.test_page_and_files_agree import NAMES, combination
from tests.moments import Clock
from tracker import days, workflow

pytestmark = pytest.mark.django_db

YEARS = "alle"


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch, date(2026, 3, 1))


@pytest.fixture
def tomorrow(monkeypatch):
    """Return today, and what lets a day pass."""
    today = days.today()
    return today, lambda: monkeypatch.setattr(days, "today", lambda: today + timedelta(days=1))


def test_the_version_of_a_day_is_the_table_of_that_day(client, catalogue, tomorrow):
    today, let_a_day_pass = tomorrow
    chance = random.Random(5)
    first = page(client)
    values = {name: [value for value, number in counts_on(first, name).items() if number] for name in NAMES}
    asked = [
        {},
        {"partner": "dgb", "gemeinsam": "ja"},
        {"partner": "gewerkschaften", "bezug": ["selbst", "mitglieder"]},
    ]
    while len(asked) < 20:
        filters = combination(chance, values)
        filters.pop("stand", None)
        asked.append(filters)
    asked += [{"q": "Ausbildung Länder"}, {"faellig_von": "2020-01-01", "sort": "due_on"}, {"meldung": "not_asked"}]
    then = [(ask_json(client, filters)["commitments"], page(client, filters)) for filters in asked]
    let_a_day_pass()
    filled = 0
    for filters, (rows, live) in zip(asked, then, strict=True):
        wanted = {**filters, "fassung": today.isoformat()}
        data = ask_json(client, wanted)
        assert data["commitments"] == rows, filters
        assert (data["count"], data["view"]) == (len(rows), {"kind": "fassung", "day": today.isoformat()})
        codes = [row["code"] for row in rows]
        assert rows_on_all_pages(client, wanted) == codes, filters
        assert [line["code"] for line in ask_csv(client, wanted)] == codes, filters
        past = page(client, wanted)
        for name in (*NAMES, "bezug", "gemeinsam"):
            assert counts_on(past, name) == counts_on(live, name), (filters, name)
        filled += bool(codes)
    assert filled > 10


def test_texts_status_and_deadline_are_those_published_then(client, clock):
    commitment = make_commitment(make_agreement(), title="Alter Titel", due_on=date(2026, 4, 30))
    clock.go(date(2026, 6, 1))
    make_fact(commitment, "completed", as_of=date(2026, 2, 1))
    actor = workflow.system_actor()
    workflow.correct_wording(commitment, texts={"title": "Neuer Titel"}, reason="Klarer", actor=actor)
    clock.go(date(2026, 6, 2))
    then = ask_json(client, {"fassung": "2026-05-31"})["commitments"][0]
    assert (then["title"], then["status"], then["schedule"], then["days_overdue"]) == (
        "Alter Titel",
        "unknown",
        "overdue",
        31,
    )
    later = ask_json(client, {"fassung": "2026-06-01"})["commitments"][0]
    assert (later["title"], later["status"], later["schedule"]) == ("Neuer Titel", "completed", "closed")
    assert (then["changed_on"], later["changed_on"]) == ("2026-03-01", "2026-06-01")
    assert codes_of(client, {"fassung": "2026-05-31", "status": "completed"}) == []
    assert codes_of(client, {"fassung": "2026-05-31", "q": "alter titel"}) == [commitment.code]


def test_what_was_published_later_is_not_in_it(client, clock):
    first = make_commitment()
    clock.go(date(2026, 4, 1))
    make_commitment(first.agreement)
    clock.go(date(2026, 5, 1))
    assert codes_of(client, {"fassung": "2026-03-31"}) == [first.code]
    assert len(codes_of(client, {"fassung": "2026-04-01"})) == 2


def test_an_answer_stays_the_same_when_the_record_goes_on(client, clock):
    commitment = make_commitment(make_agreement(fields=["Erstes Feld"]))
    clock.go(date(2026, 4, 1))
    before = ask_json(client, {"fassung": "2026-03-15"})
    with record_change() as change:
        agreement = commitment.agreement
        agreement.short_title = "Umbenannt"
        agreement.effective_end = agreement.term_end = date(2025, 1, 1)
        agreement.save()
        change.touch(agreement)
        change.touch(commitment)
    partner = commitment.contributions.get().partner
    with record_change() as change:
        partner.name = "Anderer Name"
        partner.save()
        change.touch(partner)
    clock.go(date(2027, 4, 1))
    after = ask_json(client, {"fassung": "2026-03-15"})
    assert after["commitments"] == before["commitments"]
    assert ask_json(client)["commitments"] != before["commitments"]


def test_the_day_changes_at_midnight_in_berlin(client, clock):
    clock.go(date(2026, 3, 31), hour=23, minute=59)
    commitment = make_commitment()
    clock.go(date(2026, 4, 1), hour=0, minute=1)
    make_commitment(commitment.agreement)
    clock.go(date(2026, 4, 2))
    assert codes_of(client, {"fassung": "2026-03-31"}) == [commitment.code]


@pytest.mark.parametrize(
    ("day", "sentence", "nearest"),
    [
        ("2026-02-28", "bis dahin war hier nichts veröffentlicht", "1. März 2026"),
        ("2026-05-01", "nur ein vergangener tag", "30. April 2026"),
        ("2030-01-01", "nur ein vergangener tag", "30. April 2026"),
    ],
)
def test_a_day_without_a_version_is_refused_with_the_nearest_one(client, clock, day, sentence, nearest):
    make_commitment()
    clock.go(date(2026, 5, 1))
    shown = plain(page(client, {"fassung": day}).content.decode())
    assert sentence in shown.lower()
    assert nearest in shown
    for path in ("/massnahmen.json", "/massnahmen.csv"):
        answer = client.get(f"{path}?fassung={day}")
        assert answer.status_code == 400
        assert "fassung" in answer.content.decode()
        assert "2026-03-01" in answer.content.decode()


def test_stand_and_fassung_exclude_each_other(client, clock):
    make_commitment()
    clock.go(date(2026, 5, 1))
    answer = client.get("/massnahmen.json?fassung=2026-04-01&stand=2026-04-01")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "fassung"


def test_the_page_says_what_it_shows_and_leads_back_to_today(client, clock):
    make_commitment()
    clock.go(date(2026, 5, 1))
    response = page(client, {"fassung": "2026-04-01", "art": "measure"})
    source = response.content.decode()
    assert heading(response).endswith("veröffentlicht am 1. April 2026")
    assert "wie sie am 1. April 2026 veröffentlicht war" in plain(source)
    assert 'href="/massnahmen/?art=measure#ergebnis"' in source
    assert 'href="/massnahmen.json?art=measure&amp;fassung=2026-04-01"' in source


def test_a_hundred_rows_ask_the_database_no_more_than_ten(client, clock):
    agreement = make_agreement()

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page(client, {"fassung": "2026-03-01"})
        return len(queries)

    for _number in range(3):
        make_fact(make_commitment(agreement), "in_progress")
    clock.go(date(2026, 3, 2))
    few = asked()
    clock.go(date(2026, 3, 1))
    for _number in range(12):
        make_fact(make_commitment(agreement), "in_progress")
    clock.go(date(2026, 3, 2))
    assert asked() == few
    assert few <= 30
