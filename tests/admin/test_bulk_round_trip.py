"""Commitments chosen in the list are downloaded as a table, changed, looked through and read in again."""

import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from tests.admin.browsing import values_of, words
from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tracker.models import Commitment

pytestmark = pytest.mark.django_db


def download(desk, items):
    response = desk.client.post(
        reverse("admin:tracker_commitment_changelist"),
        {"action": "download_table", "_selected_action": [item.pk for item in items]},
    )
    assert response.status_code == 200 and "attachment" in response["Content-Disposition"]
    return response.content


def change(content, **cells):
    """The table with other cells, named by code and column: {code: {column: text}}."""
    book = load_workbook(io.BytesIO(content))
    sheet = book["Daten"]
    places = {cell.value: cell.column for cell in sheet[1]}
    rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
    for code, values in cells["to"].items():
        for name, text in values.items():
            sheet.cell(rows[code], places[name]).value = text
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def look(desk, content):
    where = reverse("admin:tracker_commitment_import")
    return desk.client.post(where, {"file": SimpleUploadedFile("punkte.xlsx", content), "_step": "preview"})


def confirm(desk, response):
    forms = BeautifulSoup(response.content, "lxml").find_all("form", method="post")
    form = next(form for form in forms if form.find("input", attrs={"name": "_plan"}))
    where = reverse("admin:tracker_commitment_import")
    return desk.send(where, values_of(form), _step="confirm", reason="Berichtigt.")


def pair():
    agreement = make_agreement(fields=["Erstes Feld"])
    return [make_commitment(agreement, title=f"Maßnahme {number}") for number in (1, 2)]


@pytest.mark.usefixtures("catalogue")
def test_the_whole_catalogue_comes_back_without_a_difference(desk):
    response = look(desk, download(desk, Commitment.objects.all()))
    assert "schon erfasst" in words(response), words(response)[:3000]


def test_changes_of_single_cells_are_shown_and_read_in(desk):
    one, two = pair()
    make_partner("dgb", name="Gewerkschaftsbund")
    content = change(
        download(desk, [one, two]), to={one.code: {"pruefbar_grund": "Eine Zahl steht im Text.", "mitwirkend": "dgb"}}
    )
    response = look(desk, content)
    assert "geändert: 1" in words(response) and "Eine Zahl steht im Text." in words(response)
    assert confirm(desk, response).status_code == 302
    one.refresh_from_db()
    assert one.verifiable_reason == "Eine Zahl steht im Text."
    assert one.contributions.filter(partner__key="dgb").exists()


def test_a_row_changed_meanwhile_is_refused_with_both_values_and_the_rest_goes_through(desk):
    one, two = pair()
    content = change(
        download(desk, [one, two]),
        to={one.code: {"pruefbar_grund": "Aus der Tabelle."}, two.code: {"pruefbar_grund": "Auch aus der Tabelle."}},
    )
    with record_change() as made:
        one.verifiable_reason = "Von einer Kollegin."
        one.save()
        made.touch(one)
    response = look(desk, content)
    text = words(response)
    assert "Die Zeile wird nicht eingelesen." in text
    assert "Von einer Kollegin." in text and "Aus der Tabelle." in text
    assert confirm(desk, response).status_code == 302
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.verifiable_reason, two.verifiable_reason) == ("Von einer Kollegin.", "Auch aus der Tabelle.")


def test_a_partner_added_meanwhile_counts_as_a_change(desk):
    one, _two = pair()
    content = change(download(desk, [one]), to={one.code: {"pruefbar_grund": "Aus der Tabelle."}})
    with record_change() as made:
        one.contributions.create(partner=make_partner("zdh"), role="supporting", required=False, position=9)
        made.touch(one)
    assert "Die Zeile wird nicht eingelesen." in words(look(desk, content))


def test_a_commitment_that_is_gone_is_named(desk):
    one, two = pair()
    content = download(desk, [one, two])
    with record_change():
        one.contributions.all().delete()
        one.delete()
    assert "gibt es nicht mehr" in words(look(desk, content))


def test_texts_that_look_like_formulas_come_back_as_they_were(desk):
    one, _two = pair()
    with record_change() as made:
        one.verifiable_reason = "=1+1"
        one.save()
        made.touch(one)
    content = download(desk, [one])
    cells = [cell for row in load_workbook(io.BytesIO(content))["Daten"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "schon erfasst" in words(look(desk, content))


def test_it_asks_as_often_for_many_as_for_few(desk, django_assert_max_num_queries):
    agreement = make_agreement()
    few = [make_commitment(agreement) for _number in range(2)]
    many = [make_commitment(agreement) for _number in range(25)]
    for items in (few, many):
        with django_assert_max_num_queries(25):
            download(desk, items)
