"""`massnahmen.csv` opens in a German spreadsheet, says the same as JSON, and runs nothing."""

import pytest

from tests.factories import make_commitment
from tests.listings.reading import ask_csv, ask_json, text_of
from tracker.listings.rows import COLUMNS, FIELDS
from tracker.outputs.cells import defused
from tracker.site import site

pytestmark = pytest.mark.django_db


def as_cell(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "|".join(value) if isinstance(value, list) else str(value)


def test_it_begins_with_the_mark_and_one_line_of_names(client, catalogue):
    response = client.get("/massnahmen.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="massnahmen.csv"'
    text = text_of(response)
    assert text.startswith("\ufeffcode;title;description;")
    assert text.split("\r\n")[0].lstrip("\ufeff").split(";") == [column.name for column in COLUMNS]
    assert len(ask_csv(client)) == 146


def test_its_cells_say_what_json_says(client, catalogue):
    plain = [field.name for field in FIELDS if not field.inner]
    for row, line in zip(ask_json(client)["commitments"], ask_csv(client), strict=True):
        assert {name: line[name] for name in plain} == {name: defused(as_cell(row[name])) for name in plain}
        assert line["partner_keys"] == "|".join(partner["key"] for partner in row["partners"])
        assert line["partner_leads"] == "|".join(item["key"] for item in row["partners"] if item["role"] == "lead")
        assert line["parts_total"] == ("" if row["parts"] is None else str(row["parts"]["total"]))
        assert line["passage_paragraph"] == as_cell(row["passage"]["paragraph"])


def test_codes_have_their_words_beside_them(client, catalogue):
    line = ask_csv(client, "q=AAW-2019-3.08")[0]
    assert (line["status"], line["status_label"]) == ("completed", "abgeschlossen")
    assert (line["schedule"], line["schedule_label"]) == ("closed", "Abgeschlossen, ohne eigene Frist")
    assert (line["agreement"], line["agreement_label"]) == ("allianz-2019-2021", "Allianz 2019–2021")


def test_every_line_ends_with_day_licence_and_source(client, catalogue):
    assert [column.name for column in COLUMNS[-3:]] == ["as_of", "licence", "source"]
    sources = {(line["licence"], line["source"]) for line in ask_csv(client, "status=unknown&page=3")}
    assert sources == {(site().licence, f"{site().name}, {site().url}/massnahmen/?status=unknown")}


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-1", "@import", "\tx", "\rx"])
def test_a_cell_that_begins_like_a_formula_is_defused(text):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "1=1", "a-b", "Maßnahme", "'=1"])
def test_other_cells_stay_as_they_are(text):
    assert defused(text) == text


def test_a_title_like_a_formula_arrives_as_text(client):
    make_commitment(title='=HYPERLINK("http://example.org")', description="-1; zwei\nZeilen")
    line = ask_csv(client)[0]
    assert line["title"] == '\'=HYPERLINK("http://example.org")'
    assert line["description"] == "'-1; zwei\nZeilen"


def test_every_column_is_explained_once(client):
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names)
    assert all(str(column.meaning) for column in COLUMNS)
