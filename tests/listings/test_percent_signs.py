"""A value with a percent sign is named like any other: it is never taken for a place to fill in."""

import json

import pytest

from tests.listings.reading import page

pytestmark = pytest.mark.django_db

# Free words are searched for, whatever they are.
REFUSING = [
    "status",
    "vereinbarung",
    "handlungsfeld",
    "grund",
    "frist",
    "meldung",
    "partner",
    "bezug",
    "gemeinsam",
    "rolle",
    "zielgruppe",
    "instrument",
    "art",
    "verbindlichkeit",
    "pruefbar",
    "allgemein",
    "teil",
    "beleg",
    "faellig_von",
    "faellig_bis",
    "geaendert_seit",
    "sort",
    "page",
    "per_page",
    "stand",
]


@pytest.mark.parametrize("value", ["%25", "%25s", "%25(value)s"])
@pytest.mark.parametrize("name", REFUSING)
def test_it_is_named_on_the_page_and_in_the_file(client, catalogue, name, value):
    assert "error-summary" in page(client, f"{name}={value}").content.decode()
    response = client.get(f"/massnahmen.json?{name}={value}")
    assert response.status_code == 400
    assert any("%" in error["value"] for error in json.loads(response.content)["errors"])


@pytest.mark.parametrize("value", ["%25", "100%25"])
def test_it_can_be_searched_for(client, catalogue, value):
    assert page(client, f"q={value}").status_code == 200
