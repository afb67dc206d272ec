"""Append-only tables refuse changes even by raw SQL; the ways through are few and work."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.utils import IntegrityError

from tests import factories
from tracker import workflow
from tracker.models import (
    AuditEvent,
    DeadlineMove,
    PublicVersion,
    Revision,
    WordingCorrection,
    triggers,
)

pytestmark = pytest.mark.django_db
TABLES = [Revision, PublicVersion, AuditEvent, DeadlineMove, WordingCorrection]
CHANGES = {
    Revision: "note = 'x'",
    PublicVersion: "payload = '{}'",
    AuditEvent: "subject_key = 'x'",
    DeadlineMove: "reason = 'x'",
    WordingCorrection: "reason = 'x'",
}


def moved_and_corrected(published: bool = True):
    commitment = factories.make_commitment(due_on=date(2024, 12, 31), published=published)
    actor = workflow.system_actor()
    workflow.move_deadline(
        commitment, due_on=date(2025, 12, 31), wording="Ende 2025", precision="year", reason="Später.", actor=actor
    )
    workflow.correct_wording(commitment, texts={"title": "Richtiger Titel"}, reason="Schreibfehler", actor=actor)
    return commitment


def execute(sql: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_changing_or_deleting_a_row_is_refused(model):
    moved_and_corrected()
    rows = list(model.objects.order_by("pk").values())
    assert rows
    for sql in (f"UPDATE {model._meta.db_table} SET {CHANGES[model]}", f"DELETE FROM {model._meta.db_table}"):
        with pytest.raises(IntegrityError, match="append-only"):
            execute(sql)
    assert list(model.objects.order_by("pk").values()) == rows


def test_a_published_text_may_be_removed_with_a_reason_only():
    commitment = moved_and_corrected()
    version = PublicVersion.objects.of(PublicVersion.COMMITMENT, commitment.code).first()
    title = version.payload["title"]
    with pytest.raises(ValidationError):
        workflow.redact(version, text=title, reason=" ", actor=workflow.system_actor())

    workflow.redact(version, text=title, reason="Personenbezug", actor=workflow.system_actor())

    version.refresh_from_db()
    assert version.payload["title"] == "[…]"
    assert version.redaction_reason == "Personenbezug"


def test_a_redaction_cannot_move_a_version_to_another_object():
    moved_and_corrected()
    with pytest.raises(IntegrityError, match="append-only"):
        execute(
            "UPDATE tracker_publicversion SET key = 'x', redacted_at = '2026-11-22 00:00:00+00', redaction_reason = 'x'"
        )


def test_moves_and_corrections_go_with_a_commitment_that_was_never_published():
    draft = moved_and_corrected(published=False)
    with factories.record_change():
        draft.contributions.all().delete()
        draft.delete()
    assert not DeadlineMove.objects.exists()
    assert not WordingCorrection.objects.exists()


def test_a_published_commitment_cannot_take_its_moves_along():
    commitment = moved_and_corrected()
    with pytest.raises(IntegrityError, match="append-only"), factories.record_change():
        commitment.delete()
    assert DeadlineMove.objects.count() == WordingCorrection.objects.count() == 1


def test_no_trigger_is_missing_after_migrate():
    assert triggers.missing(connection) == []


def test_a_missing_trigger_is_named():
    rule = triggers.RULES[0]
    on = f" ON {rule.table}" if connection.vendor == "postgresql" else ""
    execute(f"DROP TRIGGER {rule.name}{on}")
    assert triggers.missing(connection) == [rule.name]
    triggers.install(connection)
    assert triggers.missing(connection) == []


def remake(model: type[models.Model], name: str) -> None:
    """Alter a column there and back, for which SQLite makes the table anew."""
    old = model._meta.get_field(name)
    wider = models.CharField(max_length=old.max_length + 1)
    wider.set_attributes_from_name(name)
    wider.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, wider)
    with connection.schema_editor() as editor:
        editor.alter_field(model, wider, old)


@pytest.mark.django_db(transaction=True)
def test_triggers_survive_a_migration_that_makes_the_table_anew():
    for model, name in [(AuditEvent, "subject_kind"), (Revision, "reason"), (PublicVersion, "kind")]:
        remake(model, name)
    lost = [name for name in triggers.missing(connection) if "deadline" not in name and "wording" not in name]
    assert bool(lost) == (connection.vendor == "sqlite")

    call_command("migrate", verbosity=0)

    assert triggers.missing(connection) == []
    factories.make_partner()
    with pytest.raises(IntegrityError, match="append-only"):
        execute("DELETE FROM tracker_revision")
