"""The table to download holds what is open for one's own organisations, and nothing of anybody else."""

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories_of_accounts import make_account
from tests.portal.tables import Reporter, as_file
from tests.sheets.working import ask, draft
from tracker import days, workflow
from tracker.sheets.columns import BY_FIELD, SHEET
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.django_db


def codes(content: bytes) -> list[str]:
    sheet = load_workbook(as_file(content))[SHEET]
    place = next(cell.column for cell in sheet[1] if cell.value == BY_FIELD["code"].name)
    return [sheet.cell(row, place).value for row in range(2, sheet.max_row + 1) if sheet.cell(row, place).value]


def test_it_is_an_attachment_that_nobody_stores():
    (part,) = ask()
    response = Reporter(part).client.get(reverse("portal:table"))
    assert response["Content-Disposition"] == f'attachment; filename="meldungen-{days.today().isoformat()}.xlsx"'
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_it_holds_ones_own_open_items_and_no_others():
    own, _foreign = ask(3), ask(2)
    workflow.submit(draft(own[0]), actor=workflow.system_actor())
    assert codes(Reporter(*own).download()) == [part.commitment.code for part in own[1:]]


def test_one_organisation_of_several_can_be_chosen():
    (first,), (second,) = ask(), ask()
    person = Reporter(first, second)
    assert len(codes(person.download())) == 2
    assert codes(person.download(f"?organisation={first.reporter.key}")) == [first.commitment.code]


def test_a_foreign_draft_stands_in_nobodys_table():
    (own,), (foreign,) = ask(), ask()
    draft(foreign, summary="Noch geheim")
    book = load_workbook(as_file(Reporter(own).download()))
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not any("Noch geheim" in text for text in texts)


def test_what_is_only_shown_is_locked_and_keys_are_hidden():
    (part,) = ask()
    sheet = load_workbook(as_file(Reporter(part).download()))[SHEET]
    assert sheet.protection.sheet and sheet.freeze_panes == "E2"
    assert sheet.column_dimensions["A"].hidden and sheet.column_dimensions["A"].max == 2
    places = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(2, places[BY_FIELD["title"].name]).protection.locked
    assert not sheet.cell(2, places[BY_FIELD["summary"].name]).protection.locked
    assert all(cell.comment for cell in sheet[1][2:])
    lists = {str(rule.sqref).rstrip("0123456789:") for rule in sheet.data_validations.dataValidation}
    assert len(sheet.data_validations.dataValidation) == 4, lists


def test_formulas_in_the_record_stay_texts():
    (part,) = ask(title="=HYPERLINK(1)")
    sheet = load_workbook(as_file(Reporter(part).download()))[SHEET]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(cell.value == "'=HYPERLINK(1)" for cell in cells)


def test_a_reader_may_download_it():
    (part,) = ask()
    assert codes(Reporter(part, role=AccountRole.READER).download()) == [part.commitment.code]


def test_visitors_are_sent_to_the_sign_in_and_staff_are_told():
    assert Client().get(reverse("portal:table")).status_code == 302
    client = Client()
    client.force_login(make_account(AccountRole.EDITOR))
    assert client.get(reverse("portal:table")).status_code == 403


def test_it_asks_as_often_for_many_rows_as_for_few(django_assert_max_num_queries):
    few, many = Reporter(*ask(2)), Reporter(*ask(25))
    for person in (few, many):
        with django_assert_max_num_queries(14):
            person.download()


def test_the_organisation_chosen_at_the_start_goes_along_to_the_table():
    (first,), (_second,) = ask(), ask()
    person = Reporter(first, _second)
    key = first.reporter.key
    start = person.client.get(reverse("portal:home"), {"organisation": key}).content.decode()
    way = reverse("portal:table_upload") + f"?organisation={key}"
    assert f'href="{way}"' in start
    page = person.client.get(way).content.decode()
    assert f'href="{reverse("portal:table")}?organisation={key}"' in page
    assert "1 Beitrag ist offen." in page
