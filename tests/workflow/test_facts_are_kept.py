"""A researched fact is published at once; withdrawn or corrected it stays in the record and counts no more."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.factories import make_commitment, make_fact, make_partner
from tracker import days, workflow
from tracker.models import AuditEvent, PublicVersion, Revision, StatusReport
from tracker.vocabulary import ChangeReason, Grade, Kind, ReportState, Status, UnknownReason, Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(db):
    return workflow.system_actor()


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_a_fact_is_published_at_once_and_sets_the_status(actor):
    commitment = make_commitment()
    assert (commitment.status, commitment.unknown_reason) == (Status.UNKNOWN, UnknownReason.NO_SOURCE)
    report = make_fact(commitment, Status.COMPLETED, sources=2)
    assert report.state == ReportState.ACCEPTED
    assert report.published_at is not None
    assert (commitment.status, commitment.evidence_count, commitment.evidence_grade) == ("completed", 2, Grade.DOCUMENT)
    assert commitment.deciding_fact == report


def test_a_fact_on_one_contribution_leaves_the_others_open(actor):
    one, other = make_partner(), make_partner()
    commitment = make_commitment(leads=[one, other])
    make_fact(commitment, Status.COMPLETED, partner=one)
    assert (commitment.status, commitment.status_basis) == (Status.IN_PROGRESS, "parts")
    make_fact(commitment, Status.COMPLETED, partner=other)
    assert commitment.status == Status.COMPLETED


def test_a_target_can_be_missed_after_its_day():
    target = make_commitment(kind=Kind.TARGET, due_on=date(2024, 5, 31))
    make_fact(target, Status.MISSED, as_of=date(2024, 6, 1), grade=Grade.STATISTIC)
    assert target.status == Status.MISSED


def test_a_withdrawn_fact_stays_with_its_reason_and_counts_no_more(actor):
    commitment = make_commitment()
    report = make_fact(commitment, Status.ONGOING)
    workflow.revoke_fact(report, reason="Quelle zurückgezogen", actor=actor)
    commitment.refresh_from_db()
    report.refresh_from_db()
    assert (report.state, report.revoked_reason) == (ReportState.REVOKED, "Quelle zurückgezogen")
    assert (commitment.status, commitment.facts_count) == (Status.UNKNOWN, 0)
    assert commitment.periods.get().status == Status.UNKNOWN
    revision = Revision.objects.first()
    assert (revision.reason, revision.note) == (ChangeReason.FACT_REVOKED, "Quelle zurückgezogen")
    assert PublicVersion.objects.get(revision=revision).payload["facts"] == []
    assert "Quelle zurückgezogen" in AuditEvent.objects.get(verb=Verb.FACT_REVOKED).sentence


def test_withdrawing_needs_a_reason_and_an_accepted_fact(actor):
    report = make_fact(make_commitment(), Status.ONGOING)
    with pytest.raises(ValidationError) as refusal:
        workflow.revoke_fact(report, reason="  ", actor=actor)
    assert set(refusal.value.message_dict) == {"reason"}
    workflow.revoke_fact(report, reason="Falsch", actor=actor)
    with pytest.raises(ValidationError):
        workflow.revoke_fact(report, reason="Noch einmal", actor=actor)


def test_a_corrected_fact_names_the_one_it_replaces_in_one_revision(actor):
    commitment = make_commitment()
    old = make_fact(commitment, Status.ONGOING)
    before = Revision.current()
    right = workflow.FactData(
        as_of=date(2024, 6, 30),
        as_of_precision="day",
        summary="Richtig gelesen",
        seen_on=days.today(),
        status=Status.PREPARING,
    )
    new = workflow.correct_fact(old, right, reason="Falsch gelesen", actor=actor)
    commitment.refresh_from_db()
    assert new.corrects == old
    assert (commitment.status, commitment.facts_count) == (Status.PREPARING, 1)
    assert Revision.current() == before + 1
    assert verbs()[-3:] == [Verb.FACT_REVOKED, Verb.FACT_ADDED, Verb.FACT_CORRECTED]


def test_a_correction_stays_with_the_contribution_of_the_corrected_fact(actor):
    partner = make_partner()
    old = make_fact(make_commitment(leads=[partner]), Status.ONGOING, partner=partner)
    right = workflow.FactData(as_of=old.as_of, as_of_precision="day", summary="Richtig", seen_on=days.today())
    assert workflow.correct_fact(old, right, reason="Falsch", actor=actor).contribution == old.contribution


def test_a_correction_that_is_refused_leaves_the_old_fact_in_force(actor):
    old = make_fact(make_commitment(), Status.ONGOING)
    wrong = workflow.FactData(as_of=date(2999, 1, 1), as_of_precision="day", summary="?", seen_on=days.today())
    with pytest.raises(ValidationError):
        workflow.correct_fact(old, wrong, reason="Falsch", actor=actor)
    assert StatusReport.objects.get().state == ReportState.ACCEPTED


def test_what_is_dropped_stays_with_reason_and_day(actor):
    commitment = make_commitment()
    report = workflow.drop(commitment, reason="Förderung ausgelaufen", as_of=date(2025, 1, 31), actor=actor)
    commitment.refresh_from_db()
    assert (commitment.status, commitment.status_as_of) == (Status.DROPPED, date(2025, 1, 31))
    assert commitment.published_at is not None
    assert report.summary == "Förderung ausgelaufen"
    assert verbs()[-2:] == [Verb.FACT_ADDED, Verb.DROPPED]
    assert Revision.objects.first().reason == ChangeReason.DROPPED


def test_dropping_needs_a_reason_and_no_position_can_be_dropped(actor):
    with pytest.raises(ValidationError) as refusal:
        workflow.drop(make_commitment(), reason="", as_of=date(2025, 1, 31), actor=actor)
    assert set(refusal.value.message_dict) == {"reason"}
    with pytest.raises(ValidationError):
        workflow.drop(make_commitment(kind=Kind.POSITION), reason="x", as_of=date(2025, 1, 31), actor=actor)
