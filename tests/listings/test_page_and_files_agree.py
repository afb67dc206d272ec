"""Page, CSV and JSON show the same rows in the same order, whatever combination of filters is asked for."""

import random

import pytest

from tests.listings.reading import Query, ask_csv, ask_json, counts_on, heading, page, rows_on_all_pages

pytestmark = pytest.mark.django_db

NAMES = [
    *("vereinbarung", "status", "frist", "grund", "partner", "handlungsfeld", "rolle", "zielgruppe", "instrument"),
    *("art", "verbindlichkeit", "pruefbar", "allgemein", "teil", "beleg"),
]


def combination(chance: random.Random, values: dict[str, list[str]]) -> Query:
    """Return some filters with some values, sometimes for a past day, in some order."""
    filters: Query = {
        name: chance.sample(values[name], k=min(2, len(values[name]))) for name in chance.sample(NAMES, 2)
    }
    if "partner" in filters and chance.random() < 0.5:
        filters["gemeinsam"] = "ja"
    if chance.random() < 0.3:
        filters["stand"] = chance.choice(["2016-12-31", "2020-02-29", "2022-12-31", "2024-06-30"])
    if chance.random() < 0.3:
        filters["q"] = chance.choice(["ausbildung", "Länder", "digital"])
    filters["sort"] = chance.choice(["code", "-code", "as_of", "-as_of", "due_on", "-due_on"])
    return filters


def test_random_combinations_agree(client, catalogue):
    chance = random.Random(20261122)
    first = page(client)
    values = {name: [value for value, number in counts_on(first, name).items() if number] for name in NAMES}
    filled = 0
    for _turn in range(25):
        filters = combination(chance, values)
        data = ask_json(client, filters)
        codes = [row["code"] for row in data["commitments"]]
        assert data["count"] == len(codes), filters
        assert [line["code"] for line in ask_csv(client, filters)] == codes, filters
        assert rows_on_all_pages(client, filters) == codes, filters
        said = heading(page(client, filters))
        assert said.startswith(f"{len(codes)} " if codes else "Kein Treffer"), filters
        filled += bool(codes)
    assert filled > 8


@pytest.mark.parametrize(
    ("sort", "column"),
    [("as_of", "newest_fact"), ("-as_of", "newest_fact"), ("due_on", "due_on"), ("-due_on", "due_on")],
)
def test_rows_without_the_day_come_last(client, catalogue, sort, column):
    rows = ask_json(client, {"sort": sort})["commitments"]
    known = [bool(row["due_on"] if column == "due_on" else row["facts_count"]) for row in rows]
    assert known == sorted(known, reverse=True)
    assert not all(known)


def test_codes_sort_as_people_count(client, catalogue):
    codes = [row["code"] for row in ask_json(client, {"handlungsfeld": "2019-1"})["commitments"]]
    assert codes.index("AAW-2019-1.09") < codes.index("AAW-2019-1.10")
    assert [row["code"] for row in ask_json(client, {"handlungsfeld": "2019-1", "sort": "-code"})["commitments"]] == (
        codes[::-1]
    )


def test_files_hold_all_rows_whatever_the_page(client, catalogue):
    everything = ask_json(client)
    assert ask_json(client, {"page": "2", "per_page": "25"})["commitments"] == everything["commitments"]


def test_the_links_to_the_files_carry_the_filters(client, catalogue):
    text = page(client, {"status": "unknown", "page": "2", "per_page": "25"}).content.decode()
    assert 'href="/massnahmen.csv?status=unknown"' in text
    assert 'href="/massnahmen.json?status=unknown"' in text
