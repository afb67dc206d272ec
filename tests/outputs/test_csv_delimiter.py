"""CSV comes with semicolons or, by parameter, with commas; the rows are the same."""

import csv
import io
import json

import pytest

from tests.listings.reading import ask_csv, text_of
from tracker.listings.columns import CHANGES

pytestmark = pytest.mark.django_db


def test_with_commas_it_says_the_same(client, catalogue):
    text = text_of(client.get("/massnahmen.csv?trenner=komma&status=unknown"))
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=","))
    assert lines == ask_csv(client, "trenner=semikolon&status=unknown") == ask_csv(client, "status=unknown")


def test_the_changes_come_with_commas_too(client, catalogue):
    def lines(query: str, delimiter: str) -> list[list[str]]:
        text = text_of(client.get(f"/aenderungen.csv?{query}")).removeprefix("\ufeff")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))

    told = lines("vereinbarung=allianz-2015-2018&trenner=komma", ",")
    assert told == lines("vereinbarung=allianz-2015-2018", ";")
    assert {len(line) for line in told} == {len(CHANGES)}


@pytest.mark.parametrize("file", ["massnahmen", "aenderungen"])
@pytest.mark.parametrize("query", ["trenner=tab", "trenner=komma&trenner=semikolon", "trenner="])
def test_another_one_is_named_with_the_allowed_ones(client, catalogue, file, query):
    response = client.get(f"/{file}.csv?{query}")
    assert response.status_code == 400
    (error,) = json.loads(response.content)["errors"]
    assert (error["parameter"], error["allowed"]) == ("trenner", ["semikolon", "komma"])


def test_other_files_have_no_such_parameter(client, catalogue):
    assert client.get("/massnahmen.json?trenner=komma").status_code == 400
