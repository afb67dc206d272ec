"""A table that comes back as it went out changes nothing; what was entered comes back letter by letter."""

import io

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.sheets.working import accepted, ask, compared, download, draft, fill
from tracker import days, sheets, workflow
from tracker.sheets import Outcome
from tracker.sheets.cells import defused, original, plain
from tracker.sheets.values import prefilled, tidy
from tracker.vocabulary import Kind, Precision, Status

pytestmark = pytest.mark.django_db


def test_untouched_it_changes_nothing(settings):
    parts = ask(4)
    draft(parts[0], as_of_precision=Precision.MONTH, next_steps="=SUMME(A1)\nzweite Zeile", problem="-5 Stellen")
    accepted(parts[1], settings)
    accepted(parts[2], settings, as_of_precision=Precision.QUARTER)
    result = compared(download(parts))
    assert [row.outcome for row in result.rows] == [Outcome.UNTOUCHED] * 4
    assert not result.problems and not result.notes


def test_what_is_entered_is_what_would_be_reported():
    (part,) = ask()
    content = fill(
        download([part]),
        {
            "status": "in Umsetzung",
            "as_of": "Januar 2026",
            "summary": "Die erste Runde läuft.\nZweite Zeile.",
            "next_steps": "Auswertung",
            "link_title": "Jahresbericht",
            "link_publisher": "Verband",
            "link_url": "https://example.org/bericht",
            "link_published": "2025",
            "grade": "Statistik",
            "wished_deadline": "31.12.2027",
            "deadline_wish": "Mehr Zeit",
        },
    )
    (row,) = compared(content).reported
    said = row.data
    assert (said.status, said.as_of.isoformat(), said.as_of_precision) == ("in_progress", "2026-01-31", "month")
    assert (said.summary, said.next_steps) == ("Die erste Runde läuft.\nZweite Zeile.", "Auswertung")
    (link,) = said.links
    assert (link.link.title, link.link.published_precision, link.grade) == ("Jahresbericht", "year", "statistic")
    assert link.link.seen_on == days.today()
    assert (said.wished_deadline.isoformat(), said.deadline_wish) == ("2027-12-31", "Mehr Zeit")
    shown = {str(difference.name): (difference.before, difference.after) for difference in row.differences}
    assert shown["Status"] == ("", "in Umsetzung")


def test_a_day_may_be_a_day_of_excel_or_a_text():
    (part,) = ask()
    said = {"status": "in Umsetzung", "summary": "Läuft."}
    day = days.today().replace(day=1)
    for written in (day, f"{day.day}.{day.month}.{day.year}", day.isoformat()):
        (row,) = compared(fill(download([part]), {**said, "as_of": written})).reported
        assert (row.data.as_of, row.data.as_of_precision) == (day, "day")


def test_the_precision_of_the_list_makes_a_day_fuzzy():
    (part,) = ask()
    day = days.today().replace(day=1)
    cells = {"status": "in Umsetzung", "summary": "Läuft.", "as_of": day, "precision": "auf das Jahr genau"}
    words = dict(sheets.columns.BY_FIELD["precision"].words())
    cells["precision"] = next(label for label, code in words.items() if code == "year")
    (row,) = compared(fill(download([part]), cells)).reported
    assert (row.data.as_of, row.data.as_of_precision) == (day.replace(month=12, day=31), "year")


def test_without_a_day_it_is_the_day_of_handing_in():
    (part,) = ask()
    (row,) = compared(fill(download([part]), {"status": "in Umsetzung", "summary": "Läuft."})).reported
    assert row.data.as_of == days.today()


def test_evidence_that_is_there_stays_and_new_evidence_joins(settings):
    (part,) = ask()
    link = workflow.EvidenceData(title="Alt", publisher="Verband", seen_on=days.today(), url="https://example.org/alt")
    draft(part, links=[workflow.LinkData(link)])
    cells = {"link_title": "Neu", "link_publisher": "Verband", "link_url": "https://example.org/neu"}
    (row,) = compared(fill(download([part]), cells)).reported
    assert [item.link.title for item in row.data.links] == ["Alt", "Neu"]


def test_confirming_unchanged_reports_what_stands_there_as_of_today(settings):
    (part,) = ask()
    before = accepted(part, settings)
    (row,) = compared(fill(download([part]), {"unchanged": "ja"})).reported
    assert row.confirms and not row.differences
    assert (row.data.status, row.data.summary, row.data.as_of) == (before.status, before.summary, days.today())


def test_a_completed_one_is_confirmed_with_its_own_day(settings):
    (part,) = ask()
    link = workflow.EvidenceData(title="Alt", publisher="Verband", seen_on=days.today(), url="https://example.org/alt")
    day = days.today().replace(day=1)
    accepted(part, settings, status=Status.COMPLETED, as_of=day, links=[workflow.LinkData(link)])
    (row,) = compared(fill(download([part]), {"unchanged": "ja"})).reported
    assert row.data.as_of == day


def test_a_target_is_reported_without_a_status():
    (part,) = ask(kind=Kind.TARGET)
    (row,) = compared(fill(download([part]), {"summary": "Wir haben beigetragen."})).reported
    assert row.data.status == ""


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_a_defused_text_is_found_again(text):
    assert original(defused(text)) == text


TEXT = st.text(st.characters(codec="utf-8"), max_size=300)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT, min_size=1, max_size=8))
def test_texts_of_any_kind_come_back_as_they_were(texts):
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Meldungen")
    for number, text in enumerate(texts):
        sheet.write_string(number, 0, defused(tidy(text)))
    book.close()
    read = load_workbook(memory, read_only=True, data_only=True).worksheets[0]
    cells = [plain(row[0]) if row else "" for row in read.iter_rows(max_col=1, max_row=len(texts), values_only=True)]
    cells += [""] * (len(texts) - len(cells))
    assert [tidy(original(cell)) for cell in cells] == [tidy(text) for text in texts]


def test_a_text_longer_than_a_cell_stays_whole():
    (part,) = ask()
    whole = "Wort " * 8_000
    draft(part, summary=whole)
    (row,) = compared(fill(download([part]), {"next_steps": "Weiter"})).reported
    assert row.data.summary == whole.strip()
    assert [str(difference.name) for difference in row.differences] == ["Nächste Schritte"]


def test_prefilled_texts_are_those_of_the_draft():
    (part,) = ask()
    draft(part, summary="  Text\r\nzwei ")
    (item,) = sheets.items(type(part).objects.all())
    assert prefilled(item)["summary"] == "Text\nzwei"
