"""Whatever editors save of the public record, every public page gets a new ETag, and the protocol tells it."""

import pytest

from tests.admin.browsing import address, errors, form_of, values_of
from tests.admin.samples import FORMS, a_field, a_record, values_for, with_all_rows
from tracker.admin.urls import editors
from tracker.models import AuditEvent, PublicModel, Revision
from tracker.vocabulary import Verb

PUBLIC_FORMS = [model for model in FORMS if issubclass(model, PublicModel)]
ROWS = [
    (model, number, inline) for model in PUBLIC_FORMS for number, inline in enumerate(editors._registry[model].inlines)
]
BY_ACTION = {"StatusReport", "Evidence", "DeadlineMove", "WordingCorrection", "ReportingRound", "RoundExclusion"}
BY_TEXT = {"OfficialText", "TextChapter", "TextParagraph", "TextSentence", "Proposal"}
"""Read in and decided on by pages of their own: tests/admin/test_text_review.py and beside it."""
BY_COMMAND = {"DataDump"}


def public_models() -> set[type[PublicModel]]:
    found, waiting = set(), [PublicModel]
    while waiting:
        model = waiting.pop()
        waiting.extend(model.__subclasses__())
        if not model._meta.abstract:
            found.add(model)
    return found


def test_every_public_model_can_be_edited_by_form_row_or_action():
    edited = {*PUBLIC_FORMS, *(inline.model for _model, _number, inline in ROWS)}
    assert {model.__name__ for model in public_models() - edited} == BY_ACTION | BY_TEXT | BY_COMMAND


@pytest.mark.parametrize("model", PUBLIC_FORMS, ids=lambda model: model.__name__)
def test_saving_a_record_gives_every_page_a_new_etag(catalogue, desk, client, model):
    record = a_record(model)
    before, tag = Revision.current(), client.get("/").headers["ETag"]
    data = desk.open(address(record))
    response = desk.send(address(record), data, **{a_field(model, data): values_for(model, 77)})
    assert response.status_code == 302, errors(response)
    assert Revision.current() == before + 1
    assert client.get("/").headers["ETag"] != tag
    assert AuditEvent.objects.filter(verb=Verb.EDITED, revision_id=before + 1).count() == 1


@pytest.mark.parametrize(("model", "number", "inline"), ROWS, ids=lambda part: getattr(part, "__name__", str(part)))
def test_saving_a_row_of_a_record_gives_a_new_revision(catalogue, desk, model, number, inline):
    with_all_rows()
    row = inline.model._default_manager.order_by("pk").first()
    assert row is not None
    parent_name = inline.fk_name or next(
        item.name for item in inline.model._meta.fields if item.is_relation and item.remote_field.model is model
    )
    record = getattr(row, parent_name)
    before = Revision.current()
    page = desk.get(address(record))
    data = values_of(form_of(page))
    shown = next(part.formset for part in page.context["inline_admin_formsets"] if type(part.opts) is inline)
    index = next(number for number, form in enumerate(shown.forms) if form.instance.pk == row.pk)
    prefix = f"{shown.prefix}-{index}"
    words = ["title", "text", "name", "summary", "editor_note", "reference"]
    tries = [*((name, "Anders") for name in words), ("number", "77"), ("position", "77")]
    field, value = next((name, value) for name, value in tries if f"{prefix}-{name}" in data)
    response = desk.send(address(record), data, **{f"{prefix}-{field}": value})
    assert response.status_code == 302, errors(response)
    row.refresh_from_db()
    assert str(getattr(row, field)) == value
    assert Revision.current() == before + 1


def test_saving_without_a_difference_makes_no_revision(catalogue, desk):
    for model in PUBLIC_FORMS:
        record = a_record(model)
        before = Revision.current()
        response = desk.save(address(record))
        assert response.status_code == 302, (model, errors(response))
        assert Revision.current() == before, model


def test_a_form_with_an_error_makes_no_revision(catalogue, desk):
    for model in PUBLIC_FORMS:
        record = a_record(model)
        data = desk.open(address(record))
        field = a_field(model, data)
        if field in ("signed_at", "verifiable_reason", "body"):
            continue
        before = Revision.current()
        response = desk.send(address(record), data, **{field: ""})
        assert response.status_code == 200, model
        assert Revision.current() == before, model
