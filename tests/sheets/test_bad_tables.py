"""Every cell that cannot be taken is named with its row, its column and a sentence; a table that is none is refused."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from tests.factories import make_agreement
from tests.sheets.working import accepted, ask, compared, download, fill, sentences
from tests.uploads.files import xlsx
from tracker import days, sheets
from tracker.sheets import Outcome
from tracker.vocabulary import Kind

pytestmark = pytest.mark.django_db
GOOD = {"status": "in Umsetzung", "summary": "Läuft."}


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"status": "fast fertig"}, "Status", "Unbekanntes Wort."),
        ({"status": ""}, "Status", "Wählen Sie einen Status."),
        ({"status": "nicht erreicht"}, "Status", "Unbekanntes Wort."),
        ({"as_of": "bald"}, "Stand", "Das ist kein Tag."),
        ({"as_of": "31.2.2026"}, "Stand", "Das ist kein Tag."),
        ({"as_of": "1.1.2001"}, "Stand", "vor der Unterzeichnung"),
        ({"as_of": str(days.today() + timedelta(days=3))}, "Stand", "Zukunft"),
        ({"as_of": "06/2025", "precision": "auf den Tag"}, "Genauigkeit", "anders genau"),
        ({"summary": ""}, "Was getan wurde", "Sätzen"),
        ({"status": "abgeschlossen"}, "Stand", "an welchem Tag"),
        ({"status": "abgeschlossen", "as_of": "06/2025"}, "Neuer Beleg: Titel", "Beleg"),
        ({"status": "nicht weiterverfolgt"}, "Problem oder Verzögerung", "warum"),
        ({"link_title": "Bericht"}, "Neuer Beleg: Herausgeber", "Fehlt"),
        (
            {"link_title": "B", "link_publisher": "V", "link_url": "javascript:alert(1)"},
            "Neuer Beleg: Adresse",
            "https",
        ),
        ({"link_title": "B" * 401, "link_publisher": "V", "link_url": "https://a.de"}, "Neuer Beleg: Titel", "400"),
        ({"wished_deadline": "demnächst"}, "Gewünschte Frist", "Das ist kein Tag."),
        ({"wished_deadline": "1.1.2001", "deadline_wish": "Bitte."}, "Gewünschte Frist", "vor der Unterzeichnung"),
        ({"wished_deadline": "31.12.2027"}, "Grund für die neue Frist", "warum"),
        ({"unchanged": "vielleicht"}, "Unverändert bestätigen", "ja"),
        ({"unchanged": "ja"}, "Unverändert bestätigen", "noch nichts gemeldet"),
    ],
)
def test_a_bad_cell_is_named(cells, column, sentence):
    if cells.get("precision"):
        words = sheets.columns.BY_FIELD["precision"].words()
        cells = {**cells, "precision": next(label for label, code in words if code == "day")}
    (part,) = ask()
    result = compared(fill(download([part]), {**GOOD, **cells}))
    (row,) = result.rows
    assert row.outcome is Outcome.WRONG
    found = [problem for problem in row.problems if problem.column == column]
    assert found and found[0].row == 2 and sentence in found[0].text, row.problems


def test_unchanged_and_changed_at_once_is_asked_back(settings):
    (part,) = ask()
    accepted(part, settings)
    result = compared(fill(download([part]), {"unchanged": "ja", "summary": "Doch etwas."}))
    assert "Nehmen Sie eines von beiden zurück" in sentences(result)


def test_a_status_on_a_target_is_refused():
    (part,) = ask(kind=Kind.TARGET)
    assert "Status" in sentences(compared(fill(download([part]), GOOD)))


def test_a_renamed_head_is_named():
    (part,) = ask()
    result = compared(fill(download([part]), GOOD, heads={"summary": "Bericht"}))
    assert not result.rows
    assert "Was getan wurde: Diese Spalte fehlt" in sentences(result)


def test_columns_of_ones_own_are_left_aside_and_said():
    (part,) = ask()
    content = fill(download([part]), GOOD)
    book = load_workbook(io.BytesIO(content))
    book["Meldungen"].cell(1, 30).value = "Unsere Notiz"
    book["Meldungen"].cell(2, 30).value = "intern"
    memory = io.BytesIO()
    book.save(memory)
    result = compared(memory.getvalue())
    assert len(result.reported) == 1
    assert "Unsere Notiz" in " ".join(result.notes)


def test_rows_of_ones_own_and_rows_twice_are_refused_by_number():
    parts = ask(2)
    content = fill(
        download(parts),
        GOOD,
        {**GOOD, "contribution": str(parts[0].pk)},
        {"title": "Eigene Zeile", "summary": "x"},
    )
    result = compared(content)
    assert {problem.row for problem in result.problems} == {3, 4}
    assert "steht schon in Zeile 2" in sentences(result)
    assert len(result.reported) == 1


@pytest.mark.parametrize("key", ["0", "999999", "-1", "1; DROP TABLE", "9" * 40, "²"])
def test_a_row_of_somebody_else_does_not_exist(key):
    (part,) = ask()
    result = compared(fill(download([part]), {**GOOD, "contribution": key}))
    assert not result.rows and len(result.problems) == 1


def test_a_table_of_another_kind_is_refused():
    result = compared(xlsx([["code", "titel"], ["AAW-1", "x"]]))
    assert "Ihre Überschriften fehlen" in sentences(result)


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"", b"code;status"])
def test_a_broken_table_is_refused(content):
    table = sheets.read_table(io.BytesIO(content))
    assert not table.rows and "beschädigt" in table.problems[0].text


def test_a_table_of_very_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr("tracker.sheets.read.MAX_ROWS", 2)
    parts = ask(3)
    result = compared(download(parts))
    assert not result.rows and "mehr als 2 Zeilen" in sentences(result)


def test_a_formula_counts_as_its_value_and_never_as_a_formula():
    (part,) = ask()
    result = compared(fill(download([part]), {**GOOD, "summary": "=1+1"}))
    (row,) = result.rows
    assert row.outcome is Outcome.WRONG, "a formula that was never computed has no value"


def test_it_asks_as_often_for_many_rows_as_for_few(django_assert_max_num_queries):
    agreement = make_agreement()
    few, many = download(ask(2, agreement=agreement)), download(ask(30, agreement=agreement))
    for content in (few, many):
        with django_assert_max_num_queries(4):
            assert compared(content).rows
