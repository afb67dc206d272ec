"""The table that goes with a reminder holds what its readers have to report; where nothing is open there is none."""

import io

import pytest

from tests.factories import make_agreement, make_commitment, make_partner
from tests.sheets.working import ask, compared, draft, open_round
from tests.uploads.files import upload
from tracker import days, sheets, uploads, workflow
from tracker.vocabulary import Kind

pytestmark = pytest.mark.django_db


def rows(attachment):
    name, content, kind = attachment
    assert name == f"meldungen-{days.today().isoformat()}.xlsx"
    assert kind == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return [row.item.contribution for row in compared(content).rows]


def test_it_holds_the_open_items_of_the_organisations():
    one, other = ask(2), ask(2)
    workflow.submit(draft(one[0]), actor=workflow.system_actor())
    assert rows(sheets.attachment([one[0].reporter], days.today())) == [one[1]]
    both = rows(sheets.attachment([one[0].reporter, other[0].reporter], days.today()))
    assert both == [one[1], *other]


def test_without_anything_open_there_is_none():
    part = make_commitment().contributions.get()
    assert sheets.attachment([part.reporter], days.today()) is None
    assert sheets.attachment([], days.today()) is None


def test_declarations_and_unpublished_commitments_are_never_in_it():
    partner, agreement = make_partner(), make_agreement()
    position = make_commitment(agreement, leads=[partner], kind=Kind.POSITION).contributions.get()
    hidden = make_commitment(agreement, leads=[partner], published=False).contributions.get()
    asked = make_commitment(agreement, leads=[partner]).contributions.get()
    open_round(agreement, [asked])
    found = rows(sheets.attachment([partner], days.today()))
    assert found == [asked] and position not in found and hidden not in found


def test_it_passes_the_check_of_uploads():
    (part,) = ask()
    _name, content, _kind = sheets.attachment([part.reporter], days.today())
    uploads.check_xlsx(upload("x.xlsx", content))
    assert sheets.read_table(io.BytesIO(content)).rows
