"""`massnahmen.xlsx` opens in a spreadsheet with days as days, says the same as CSV, and runs nothing."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from tests.factories import make_commitment
from tests.listings.reading import ask_csv, body_of, query_of
from tracker.listings.rows import COLUMNS, DAY, NUMBER, TRUTH
from tracker.models import Revision
from tracker.outputs.tables import TYPE
from tracker.site import site

pytestmark = pytest.mark.django_db


def workbook(client, filters="") -> openpyxl.Workbook:
    response = client.get(f"/massnahmen.xlsx?{query_of(filters)}")
    assert (response.status_code, response["Content-Type"]) == (200, TYPE)
    return openpyxl.load_workbook(io.BytesIO(body_of(response)))


def rows_of(book: openpyxl.Workbook) -> list[dict]:
    names, *lines = book.worksheets[1].iter_rows(values_only=True)
    return [dict(zip(names, line, strict=True)) for line in lines]


def as_text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


def test_it_is_a_download_with_two_sheets(client, catalogue):
    response = client.get("/massnahmen.xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="massnahmen.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(body_of(response)))
    assert book.sheetnames == ["Hinweise", "Zeilen"]


def test_its_cells_say_what_csv_says(client, catalogue):
    filters = "sort=-as_of&status=unknown&status=completed"
    rows, lines = rows_of(workbook(client, filters)), ask_csv(client, filters)
    assert [{name: as_text(value) for name, value in row.items()} for row in rows] == lines
    assert len(lines) > 50


def test_days_numbers_and_truths_are_no_texts(client, catalogue):
    types = {DAY: datetime, NUMBER: int, TRUTH: bool}
    found = dict.fromkeys(types, 0)
    for row in rows_of(workbook(client)):
        for column in COLUMNS:
            if column.type in types and row[column.name] is not None:
                assert type(row[column.name]) is types[column.type], column.name
                found[column.type] += 1
    assert min(found.values()) > 100


def test_sheet_1_says_filter_day_licence_and_contact_and_explains_every_column(client, catalogue, settings):
    settings.CONTACT_EMAIL = "redaktion@example.org"
    sheet = workbook(client, "status=unknown&q=digital&stand=2022-12-31").worksheets[0]
    said = [tuple(cell for cell in line if cell is not None) for line in sheet.iter_rows(values_only=True)]
    assert ("Stand", datetime(2022, 12, 31)) in said
    assert ("Revision", Revision.current()) in said
    assert ("Filter", "Status: Status nicht bekannt") in said
    assert ("Filter", "Suche: digital") in said
    assert ("Lizenz", f"{site().licence}, {site().licence_url}") in said
    assert ("Kontakt", "redaktion@example.org") in said
    assert [line[0] for line in said[-len(COLUMNS) :]] == [column.name for column in COLUMNS]
    assert all(len(line) == 3 for line in said[-len(COLUMNS) :])


def test_a_title_like_a_formula_arrives_as_text(client):
    make_commitment(title='=HYPERLINK("http://example.org")', due_on=date(2026, 1, 1))
    cell = workbook(client).worksheets[1]["B2"]
    assert (cell.value, cell.data_type) == ('\'=HYPERLINK("http://example.org")', "s")


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so(client):
    make_commitment(description="ü" * 40_000)
    text = rows_of(workbook(client))[0]["description"]
    assert (len(text), text[-1]) == (32_767, "…")


def test_the_same_rows_of_the_same_day_are_the_same_file(client, catalogue):
    assert body_of(client.get("/massnahmen.xlsx?art=target")) == body_of(client.get("/massnahmen.xlsx?art=target"))


def test_who_asks_for_the_headers_alone_gets_no_workbook(client, catalogue, monkeypatch):
    monkeypatch.setattr("tracker.outputs.tables.write_workbook", lambda *args, **more: pytest.fail("written"))
    assert client.head("/massnahmen.xlsx").status_code == 200


def test_the_notes_link_nothing_and_hold_no_formula(client, catalogue):
    for sheet in workbook(client, "q=Ausbildung").worksheets:
        assert not sheet._hyperlinks
        assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
