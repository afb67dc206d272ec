"""`manage.py check_record` finds whatever does not follow from the rest of the record."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories import make_agreement, make_commitment, make_fact, make_partner, record_change
from tracker import workflow
from tracker.models import (
    Agreement,
    Commitment,
    Contribution,
    Partner,
    PublicVersion,
    RecordState,
    Revision,
    StatusPeriod,
    StatusReport,
)
from tracker.models.triggers import install
from tracker.record_check import differences
from tracker.vocabulary import Kind, PartnerKind, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitment() -> Commitment:
    """Return a commitment with a status."""
    found = make_commitment(make_agreement("allianz", code_prefix="TST-2023"), code="TST-2023-1")
    make_fact(found, Status.ONGOING)
    return found


def test_the_loaded_catalogue_agrees_with_itself(catalogue):
    assert list(differences()) == []


def test_a_record_made_by_the_workflow_agrees_with_itself(commitment):
    partner = make_partner()
    workflow.name_reporter(commitment.contributions.all(), partner, actor=workflow.system_actor())
    workflow.move_deadline(
        commitment,
        due_on=date(2026, 6, 30),
        wording="bis Mitte 2026",
        precision="day",
        reason="verschoben",
        actor=workflow.system_actor(),
    )
    assert list(differences()) == []


def test_a_wrong_status_is_named_with_both_values(commitment):
    with record_change():
        Commitment.objects.update(status=Status.COMPLETED)
    with record_change():
        assert "TST-2023-1, status: Gespeichert ist completed, berechnet ist ongoing." in list(differences())


@pytest.mark.parametrize(
    ("column", "value"),
    [("facts_count", 7), ("effective_end", date(2030, 1, 1)), ("changed_on", None)],
)
def test_every_derived_column_is_compared(commitment, column, value):
    with record_change():
        Commitment.objects.update(**{column: value})
        told = list(differences())
    assert [sentence for sentence in told if sentence.startswith(f"TST-2023-1, {column}:")]


def test_a_changed_period_is_found(commitment):
    StatusPeriod.objects.filter(status=Status.ONGOING).update(status=Status.COMPLETED)
    assert list(differences()) == ["Der Verlauf von TST-2023-1 entspricht nicht seinen Angaben."]


def test_a_wrong_reporting_state_is_found(commitment):
    with record_change():
        Contribution.objects.update(reporting_base="never")
        told = list(differences())
    assert "Der Stand der Meldungen zu TST-2023-1 entspricht nicht seinen Melderunden." in told


def test_a_wrong_end_of_an_agreement_is_found(commitment):
    with record_change():
        Agreement.objects.update(effective_end=date(2027, 12, 31))
        told = list(differences())
    assert "allianz, effective_end: Gespeichert ist 2027-12-31, berechnet ist 2026-12-31." in told


def test_a_wrong_sort_key_is_found(commitment):
    with record_change():
        Partner.objects.update(sort_key="zz")
        told = list(differences())
    assert any("sort_key" in sentence for sentence in told)


def test_a_gap_between_revisions_is_found(commitment):
    newest = Revision.objects.first()
    Revision.objects.create(
        number=newest.number + 2, stamped_at=newest.stamped_at, day=newest.day, reason="edited", role="editor"
    )
    told = list(differences())
    assert f"Revision {newest.number + 1} fehlt." in told
    assert any(sentence.startswith("Jetzige Revision") for sentence in told)


def test_a_present_revision_that_is_not_the_newest_is_found(commitment):
    RecordState.objects.update(revision_number=99)
    assert any(sentence.startswith("Jetzige Revision") for sentence in differences())


def test_a_missing_trigger_is_named(commitment):
    name = "append_only_revision_update"
    table = "" if connection.vendor == "sqlite" else " ON tracker_revision"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{table}")
    try:
        assert list(differences()) == [f"Der Auslöser {name} fehlt in der Datenbank."]
    finally:
        install(connection)


def test_a_text_changed_without_a_version_is_found(commitment):
    with record_change():
        Commitment.objects.update(title="Heimlich geändert")
        told = list(differences())
    assert "TST-2023-1 entspricht nicht der neuesten Fassung: title." in told


def test_something_public_without_a_version_is_found(commitment):
    with record_change():
        Partner.objects.create(key="neu", name="Neu", abbreviation="Neu", kind=PartnerKind.UNION, sort_key="neu")
        told = list(differences())
    assert told == ["neu ist öffentlich, aber es gibt keine Fassung davon."]


def test_a_text_taken_out_of_a_version_is_no_difference(commitment):
    version = PublicVersion.objects.of(PublicVersion.COMMITMENT, commitment.code).last()
    workflow.redact(version, text=commitment.description, reason="Name einer Person", actor=workflow.system_actor())
    assert list(differences()) == []


def test_a_group_that_reports_is_found(commitment):
    group = make_partner("gruppe", kind=PartnerKind.GROUP)
    with record_change():
        Contribution.objects.update(reporter=group)
        told = list(differences())
    assert any("Als meldende Stelle ist eine Gruppe festgelegt" in sentence for sentence in told)


def test_a_fact_on_a_foreign_contribution_is_found(commitment):
    foreign = make_commitment().contributions.get()
    with record_change():
        StatusReport.objects.update(contribution=foreign)
        told = list(differences())
    assert any("einem Beitrag zu einem anderen Punkt" in sentence for sentence in told)


def test_a_declaration_with_a_status_is_found(commitment):
    with record_change():
        Commitment.objects.update(kind=Kind.POSITION, status=None)
        told = list(differences())
    assert any("gibt einer Erklärung ohne eigene Zusage einen Status" in sentence for sentence in told)


def test_the_command_says_how_much_was_checked(commitment):
    out = StringIO()
    call_command("check_record", stdout=out)
    assert out.getvalue() == f"1 Punkt bei Revision {Revision.current()} geprüft: keine Abweichung.\n"


def test_the_command_fails_on_a_difference(commitment):
    RecordState.objects.update(revision_number=99)
    with pytest.raises(CommandError, match="1 Abweichung gefunden"):
        call_command("check_record", stdout=StringIO())
