"""Agreements, partners and indicators can be taken away whole, in one file each, now or as published on a past day."""

import json
from datetime import date

import pytest

from tests.factories import make_partner
from tests.listings.reading import text_of
from tests.moments import Clock

pytestmark = pytest.mark.django_db
NAMES = {"vereinbarungen": "agreements", "partner": "partners", "indikatoren": "indicators"}


def ask(client, name: str, query: str = "") -> dict:
    response = client.get(f"/{name}.json?{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json; charset=utf-8")
    return json.loads(text_of(response))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_holds_all_that_the_interface_gives_page_by_page(client, catalogue, name):
    found, rows, number = ask(client, name), [], 1
    while number:
        page = json.loads(client.get(f"/api/v1/{NAMES[name]}/?per_page=100&page={number}").content)
        rows += page[NAMES[name]]
        number = number + 1 if page["next"] else 0
    told = [{field: row[field] for field in rows[0]} for row in found[NAMES[name]]]
    assert told == rows
    assert found["count"] == len(rows) > 2
    assert {key: found[key] for key in ("view", "filter", "revision", "licence")} == {
        key: page[key] for key in ("view", "filter", "revision", "licence")
    }


def test_indicators_come_with_their_values(client, catalogue):
    rows = ask(client, "indikatoren")["indicators"]
    one = json.loads(client.get(f"/api/v1/indicators/{rows[0]['key']}/").content)["indicator"]
    assert rows[0] == one
    assert sum(len(row["values"]) for row in rows) > 100


def test_partners_can_be_asked_for_as_published_on_a_past_day(client, monkeypatch):
    clock = Clock(monkeypatch, date(2026, 5, 4))
    make_partner("dgb")
    clock.go(date(2026, 5, 6))
    make_partner("zdh")
    found = ask(client, "partner", "fassung=2026-05-05")
    assert (found["view"], found["count"]) == ({"kind": "fassung", "day": "2026-05-05"}, 1)
    assert [row["key"] for row in found["partners"]] == ["dgb"]
    assert ask(client, "partner")["count"] == 2


@pytest.mark.parametrize("query", ["fassung=2999-01-01", "erfunden=1", "q=" + "x" * 5000])
def test_what_it_cannot_do_is_a_problem(client, catalogue, query):
    for name in NAMES:
        response = client.get(f"/{name}.json?{query}")
        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json; charset=utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_number_of_queries_does_not_grow_with_the_rows(client, catalogue, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        ask(client, name)
