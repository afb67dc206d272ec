"""What cannot be used is named: on the page with a way on and no rows, in files as 400 with the allowed values."""

import json

import pytest

from tests.listings.reading import heading, page, rows_on
from tracker.listings.filters import CommitmentFilter

pytestmark = pytest.mark.django_db

BAD = {
    "status": "status=nix",
    "vereinbarung": "vereinbarung=allianz-1999",
    "handlungsfeld": "handlungsfeld=2019-99",
    "grund": "grund=faul",
    "frist": "frist=overdu",
    "meldung": "meldung=returned",
    "partner": "partner=niemand",
    "bezug": "partner=dgb&bezug=fremd",
    "gemeinsam": "partner=dgb&gemeinsam=vielleicht",
    "rolle": "rolle=chef",
    "land": "land=XX",
    "zielgruppe": "zielgruppe=marsmenschen",
    "instrument": "instrument=zauberstab",
    "art": "art=wunder",
    "verbindlichkeit": "verbindlichkeit=sehr",
    "pruefbar": "pruefbar=ja",
    "allgemein": "allgemein=yes",
    "teil": "teil=1",
    "beleg": "beleg=foto",
    "faellig_von": "faellig_von=2020-02-30",
    "faellig_bis": "faellig_von=2021-01-01&faellig_bis=2020-01-01",
    "geaendert_seit": "geaendert_seit=gestern",
    "q": "q=%00",
    "sort": "sort=-nix",
    "page": "page=0",
    "per_page": "per_page=100000",
    "stand": "stand=2999-01-01",
    "fassung": "fassung=2026-01-01",
}


@pytest.mark.parametrize("name", BAD)
def test_the_page_names_it_and_shows_no_rows(client, catalogue, name):
    response = page(client, BAD[name])
    text = response.content.decode()
    assert response.status_code == 200
    assert "error-summary" in text
    assert rows_on(response) == []
    assert "Alles anzeigen" in text
    assert heading(response) == "Maßnahmen und Ziele"


@pytest.mark.parametrize("name", BAD)
def test_the_json_file_names_it_with_what_is_allowed(client, catalogue, name):
    response = client.get(f"/massnahmen.json?{BAD[name]}")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("application/problem+json")
    problem = json.loads(response.content)
    assert problem["status"] == 400
    assert [error["parameter"] for error in problem["errors"]] == [name]
    assert set(problem["errors"][0]) == {"parameter", "value", "message", "allowed"}
    assert problem["errors"][0]["message"]
    if name not in {"faellig_von", "faellig_bis", "geaendert_seit", "q", "page", "fassung"}:
        assert problem["errors"][0]["allowed"]


def test_several_mistakes_are_all_named(client, catalogue):
    errors = json.loads(client.get("/massnahmen.json?status=a&status=b&art=c").content)["errors"]
    assert [(error["parameter"], error["value"]) for error in errors] == [
        ("art", "c"),
        ("status", "a"),
        ("status", "b"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 201,
        "status=" + "x" * 3000,
        "x" * 5000,
        "&".join(["a=1"] * 1500),
        "q=%ff%fe",
        "status=%00",
        "partner=" + "%F0%9F%98%80" * 50,
        "page=-1",
        "page=1e3",
        "page=99999999999999999999",
        "stand=0001-01-01",
        "stand=2020-13-45",
        "per_page=25&per_page=50",
        "stand=2020-01-01&stand=2021-01-01",
        "sort=code&sort=due_on",
        "bezug=selbst",
        "gemeinsam=ja",
        "stand=2020-01-01&meldung=due",
    ],
)
def test_nothing_makes_the_server_fail_or_shows_rows(client, catalogue, query):
    response = page(client, query)
    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    assert "\0" not in response.content.decode()
    assert client.get(f"/massnahmen.json?{query}").status_code == 400
    assert client.get(f"/massnahmen.csv?{query}").status_code == 400


def test_a_page_after_the_last_one_says_which_is_the_last(client, catalogue):
    response = page(client, {"page": "99"})
    assert "die letzte ist Seite 6" in response.content.decode()
    assert rows_on(response) == []


def test_a_day_to_come_names_the_latest_possible_day(client, catalogue):
    error = json.loads(client.get("/massnahmen.json?stand=2999-01-01").content)["errors"][0]
    assert error["allowed"][0] == "2014-12-12"
    assert "Der späteste mögliche Tag ist heute" in error["message"]


def test_unknown_names_are_noted_on_the_page_and_refused_by_files(client, catalogue):
    response = page(client, "farbe=rot&status=unknown")
    assert "„farbe“" in response.content.decode()
    assert rows_on(response)
    refused = client.get("/massnahmen.json?farbe=rot")
    assert refused.status_code == 400
    assert json.loads(refused.content)["errors"][0]["parameter"] == "farbe"


def test_names_of_campaigns_are_nobodys_mistake(client, catalogue):
    assert "nicht beachtet" not in page(client, "utm_source=brief").content.decode()
    assert client.get("/massnahmen.json?utm_source=brief").status_code == 200


def test_empty_values_are_no_filters(client, catalogue):
    assert heading(page(client, "q=&frist=&partner=&stand=")).startswith("146 ")


def test_the_way_on_keeps_what_can_be_used(client, catalogue):
    text = page(client, "status=nix&art=target&partner=niemand&bezug=selbst").content.decode()
    assert 'href="/massnahmen/?art=target#ergebnis"' in text


def test_a_field_asked_of_the_filters_themselves_changes_no_listing(client, catalogue):
    """Whoever describes the parameters reads the fields of the class; its copies must not inherit their choices."""
    for item in CommitmentFilter.base_filters.values():
        assert item.field is not None
    assert client.get("/massnahmen.json?vereinbarung=allianz-2019-2021").status_code == 200
