"""One change of the public record is one transaction, one revision and one version of each object that changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests import factories
from tests.factories import make_commitment, make_fact, make_partner, record_change
from tracker import days, workflow
from tracker.models import AuditEvent, Commitment, Partner, PublicVersion, RecordState, Revision, StatusReport
from tracker.vocabulary import ChangeReason, Status, Verb

pytestmark = pytest.mark.django_db


def versions(key):
    return PublicVersion.objects.filter(key=key).count()


def test_a_change_is_one_revision_with_reason_role_and_day():
    partner = make_partner()
    before = Revision.current()
    with record_change(reason=ChangeReason.EDITED, note="Angaben ergänzt") as change:
        partner.save()
    revision = Revision.objects.get(number=before + 1)
    assert change.revision == revision
    assert (revision.reason, revision.note, revision.role) == (ChangeReason.EDITED, "Angaben ergänzt", "system")
    assert revision.day == days.berlin_day(revision.stamped_at)
    assert Revision.current() == before + 1


def test_a_change_inside_another_joins_it_and_its_reason():
    commitment = make_commitment()
    before = Revision.current()
    with record_change(reason=ChangeReason.IMPORTED):
        make_fact(commitment, Status.PREPARING)
        make_fact(commitment, Status.IN_PROGRESS, as_of=date(2024, 7, 1))
    assert Revision.current() == before + 1
    assert Revision.objects.get(number=before + 1).reason == ChangeReason.IMPORTED
    assert versions(commitment.code) == 2
    assert AuditEvent.objects.filter(revision_id=before + 1, verb=Verb.FACT_ADDED).count() == 2


def test_a_change_that_fails_leaves_nothing():
    commitment = make_commitment()
    before = (Revision.current(), AuditEvent.objects.count(), PublicVersion.objects.count())
    with pytest.raises(ZeroDivisionError), record_change() as change:
        commitment.title = "Halb geschrieben"
        commitment.save()
        change.touch(commitment)
        raise ZeroDivisionError
    assert (Revision.current(), AuditEvent.objects.count(), PublicVersion.objects.count()) == before
    assert not Commitment.objects.filter(title="Halb geschrieben").exists()


def test_a_change_that_fails_inside_another_is_undone_even_if_the_other_goes_on():
    commitment = make_commitment()
    fact = make_fact(commitment, Status.IN_PROGRESS)
    wrong = workflow.FactData(as_of=date(2999, 1, 1), as_of_precision="day", summary="?", seen_on=days.today())
    with record_change() as change:
        make_fact(commitment, Status.ONGOING, as_of=date(2025, 1, 1))
        with pytest.raises(ValidationError):
            workflow.correct_fact(fact, wrong, reason="Falsch gelesen", actor=change.actor)
    fact.refresh_from_db()
    commitment.refresh_from_db()
    assert (fact.state, commitment.status) == ("accepted", Status.ONGOING)
    assert not AuditEvent.objects.filter(verb=Verb.FACT_REVOKED).exists()


def test_only_what_differs_from_the_last_version_gets_a_new_one():
    changed, touched = make_commitment(), make_commitment()
    with record_change() as change:
        changed.title = "Ein anderer Titel"
        changed.save()
        change.touch(changed)
        change.touch(touched)
        change.touch(touched.agreement)
        change.touch(touched.contributions.get().partner)
    assert versions(changed.code) == 2
    assert versions(touched.code) == versions(touched.agreement.slug) == 1
    assert PublicVersion.objects.get(revision=change.revision).payload["title"] == "Ein anderer Titel"


def test_a_change_that_is_taken_back_gives_a_version_each_time():
    commitment = make_commitment(title="Der eine Titel")
    for title in ("Der andere Titel", "Der eine Titel"):
        with record_change() as change:
            commitment.title = title
            commitment.save()
            change.touch(commitment)
    titles = PublicVersion.objects.of(PublicVersion.COMMITMENT, commitment.code).values_list(
        "payload__title", flat=True
    )
    assert list(titles) == ["Der eine Titel", "Der andere Titel", "Der eine Titel"]


def test_a_draft_gets_no_version_and_no_day_of_change():
    draft = make_commitment(published=False)
    make_fact(draft, Status.IN_PROGRESS)
    assert versions(draft.code) == 0
    assert draft.changed_on is None
    assert draft.status == Status.IN_PROGRESS


def test_the_day_of_change_is_that_of_the_last_version():
    past = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with record_change(at=past):
        commitment = make_commitment()
    commitment.refresh_from_db()
    assert commitment.changed_on == date(2026, 3, 1)
    with record_change(at=past + timedelta(days=1)) as change:
        change.touch(commitment)
    commitment.refresh_from_db()
    assert commitment.changed_on == date(2026, 3, 1)


def test_the_protocol_carries_the_revision_of_its_change():
    commitment = make_commitment()
    make_fact(commitment, Status.IN_PROGRESS)
    event = AuditEvent.objects.get(verb=Verb.FACT_ADDED)
    assert event.revision_id == Revision.current()
    assert event.subject_key == commitment.code


def test_numbers_of_revisions_leave_no_gap():
    for _ in range(3):
        make_partner()
        with pytest.raises(ZeroDivisionError), record_change():
            raise ZeroDivisionError
    numbers = list(Revision.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert RecordState.objects.get().revision_number == numbers[-1]


def test_a_change_over_midnight_belongs_to_the_day_on_which_it_ends(monkeypatch):
    make_partner()
    evening, night = datetime(2026, 6, 1, 21, 59, tzinfo=UTC), datetime(2026, 6, 1, 22, 1, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: evening)
    with record_change() as change:
        Partner.objects.update(name="Verband")
        monkeypatch.setattr(timezone, "now", lambda: night)
    assert change.revision.stamped_at == night
    assert change.revision.day == date(2026, 6, 2)


def test_a_commitment_that_changed_is_computed_anew():
    commitment = make_commitment()
    report = make_fact(commitment, Status.IN_PROGRESS)
    with record_change() as change:
        StatusReport.objects.filter(pk=report.pk).update(status=Status.ONGOING)
        change.touch_commitments([commitment.pk])
    commitment.refresh_from_db()
    assert commitment.status == Status.ONGOING
    assert commitment.periods.get(until=None).status == Status.ONGOING


def test_a_change_of_the_term_moves_the_end_of_all_its_commitments():
    agreement = factories.make_agreement(term_end=date(2025, 12, 31))
    commitment = make_commitment(agreement)
    with record_change() as change:
        agreement.extensions.create(new_end=date(2026, 12, 31))
        workflow.settle_agreement(agreement, change)
    agreement.refresh_from_db()
    commitment.refresh_from_db()
    assert agreement.effective_end == commitment.effective_end == date(2026, 12, 31)
