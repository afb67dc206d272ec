"""`stand` shows a past day as known today: status of then, schedule of then, only agreements signed by then."""

from datetime import date

import pytest

from tests.factories import make_agreement, make_commitment, make_fact
from tests.listings.reading import ask_csv, ask_json, codes_of, counts_on, heading, page, plain
from tracker.models import Commitment
from tracker.vocabulary import Kind

pytestmark = pytest.mark.django_db


def test_only_agreements_signed_by_then(client, catalogue):
    rows = ask_json(client, {"stand": "2019-08-25"})["commitments"]
    assert {row["agreement"] for row in rows} == {"allianz-2015-2018"}
    assert "allianz-2019-2021" in {row["agreement"] for row in ask_json(client, {"stand": "2019-08-26"})["commitments"]}


def test_status_and_schedule_are_those_of_the_day(client):
    commitment = make_commitment(make_agreement(), due_on=date(2024, 12, 31))
    make_fact(commitment, "in_progress", as_of=date(2024, 3, 1))
    make_fact(commitment, "completed", as_of=date(2025, 3, 1))
    then = ask_json(client, {"stand": "2024-06-30"})["commitments"][0]
    assert (then["status"], then["schedule"], then["facts_count"]) == ("in_progress", "open", 1)
    later = ask_json(client, {"stand": "2025-02-01"})["commitments"][0]
    assert (later["schedule"], later["days_overdue"]) == ("overdue", 32)
    assert ask_json(client)["commitments"][0]["schedule"] == "closed_late"
    assert codes_of(client, {"stand": "2024-06-30", "status": "in_progress", "frist": "open"}) == [commitment.code]
    assert codes_of(client, {"stand": "2024-06-30", "status": "completed"}) == []


def test_counts_of_a_past_day_equal_the_periods_of_that_day(client, catalogue):
    for day in (date(2016, 6, 30), date(2022, 12, 31)):
        counts = counts_on(page(client, {"stand": day.isoformat(), "art": "measure"}), "status")
        expected: dict[str, int] = {}
        for commitment in Commitment.objects.filter(kind=Kind.MEASURE, agreement__signed_on__lte=day):
            period = [item for item in commitment.periods.order_by("start") if item.start <= day][-1]
            expected[period.status] = expected.get(period.status, 0) + 1
        assert {value: number for value, number in counts.items() if number} == expected


def test_the_status_at_the_end_of_the_term_is_told_only_once_the_term_has_ended(client, catalogue):
    running = ask_json(client, {"stand": "2022-12-31", "vereinbarung": "allianz-2019-2021"})["commitments"]
    assert {row["status_at_term_end"] for row in running} == {None}
    ended = ask_json(client, {"stand": "2023-01-01", "vereinbarung": "allianz-2019-2021", "art": "measure"})
    assert all(row["status_at_term_end"] for row in ended["commitments"])


def test_at_the_end_of_the_term_the_status_is_that_of_the_end(client, catalogue):
    rows = ask_json(client, {"stand": "2022-12-31", "vereinbarung": "allianz-2019-2021"})["commitments"]
    today = {row["code"]: row for row in ask_json(client)["commitments"]}
    assert rows
    assert all(row["status"] == today[row["code"]]["status_at_term_end"] for row in rows)


def test_the_files_name_the_day(client, catalogue):
    assert ask_json(client, {"stand": "2020-02-29"})["view"] == {"kind": "stand", "day": "2020-02-29"}
    assert {line["as_of"] for line in ask_csv(client, {"stand": "2020-02-29"})} == {"2020-02-29"}


def test_the_page_says_which_day_it_shows(client, catalogue):
    response = page(client, {"stand": "2020-02-29"})
    assert heading(response).endswith("Sachstand am 29. Februar 2020")
    assert "nach heutigem Kenntnisstand" in plain(response.content.decode())


def test_a_declaration_counts_the_facts_known_by_then(client, catalogue):
    today = {row["code"]: row["facts_count"] for row in ask_json(client, {"art": "position"})["commitments"]}
    then = {
        row["code"]: row["facts_count"]
        for row in ask_json(client, {"art": "position", "stand": "2019-08-26"})["commitments"]
    }
    assert sum(today.values()) > sum(then.values())
    assert all(then[code] <= number for code, number in today.items())
