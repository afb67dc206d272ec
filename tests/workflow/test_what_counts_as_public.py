"""A revision is counted up if and only if a public page shows what was written."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tracker import workflow
from tracker.models import (
    AuditEvent,
    Commitment,
    Contribution,
    Event,
    Extension,
    Finding,
    Partner,
    PublicVersion,
    ReportingRound,
    Revision,
    Source,
)
from tracker.vocabulary import EventKind, FindingKind, Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown():
    """A commitment that everybody sees."""
    return make_commitment(make_agreement("offen", fields=["Ausbildung"]))


@pytest.fixture
def hidden():
    """A commitment that is ready but whose agreement nobody sees yet."""
    return make_commitment(make_agreement("geheim", published=False, fields=["Ausbildung"]))


def bumps(write):
    """Whether writing this in a change counts the revision up."""
    before = Revision.current()
    with record_change():
        write()
    return Revision.current() - before


WRITES = {
    "saving it": lambda row: row.save(),
    "updating it": lambda row: Commitment.objects.filter(pk=row.pk).update(title="Anders"),
    "updating it in bulk": lambda row: Commitment.objects.bulk_update([row], ["title"]),
    "saving a contribution": lambda row: row.contributions.get().save(),
    "deleting its contributions": lambda row: row.contributions.all().delete(),
    "deleting a contribution": lambda row: row.contributions.get().delete(),
    "adding contributions in bulk": lambda row: Contribution.objects.bulk_create(
        [Contribution(commitment=row, partner=Partner.objects.last(), position=9)]
    ),
    "saving its agreement": lambda row: row.agreement.save(),
    "saving an action field": lambda row: row.agreement.action_fields.get().save(),
    "extending the term": lambda row: Extension(agreement=row.agreement, new_end="2030-12-31").save(),
    "adding an event": lambda row: Event(
        key="ereignis", agreement=row.agreement, kind=EventKind.SIGNING, title="Ereignis"
    ).save(),
    "adding a finding": lambda row: Finding(
        key="BEF-1", agreement=row.agreement, kind=FindingKind.RESULT, title="Ergebnis", description="So."
    ).save(),
    "naming parties": lambda row: row.agreement.parties.add(row.contributions.get().partner),
    "naming what it continues": lambda row: row.continues.clear(),
}


@pytest.mark.parametrize("name", WRITES)
def test_what_belongs_to_something_public_counts(shown, name):
    make_partner()
    assert bumps(lambda: WRITES[name](shown)) == 1


@pytest.mark.parametrize("name", WRITES)
def test_what_belongs_to_something_hidden_does_not(hidden, name):
    make_partner()
    assert bumps(lambda: WRITES[name](hidden)) == 0


def test_a_draft_of_a_public_agreement_does_not_count_until_it_is_published():
    draft = make_commitment(published=False)
    assert bumps(draft.save) == 0
    assert bumps(lambda: workflow.publish([draft], actor=workflow.system_actor())) == 1
    assert bumps(Commitment.objects.get(pk=draft.pk).save) == 1


def test_a_row_that_leaves_the_public_counts(shown, hidden):
    field = shown.agreement.action_fields.get()
    field.agreement, field.number = hidden.agreement, 9
    assert bumps(field.save) == 1
    assert bumps(field.save) == 0


def test_publishing_by_an_update_counts(hidden):
    agreements = type(hidden.agreement).objects.filter(pk=hidden.agreement.pk)
    assert bumps(lambda: agreements.update(title="Noch geheim")) == 0
    assert bumps(lambda: agreements.update(published_at=timezone.now())) == 1


def test_a_new_source_shows_with_what_cites_it(shown, hidden):
    source = Source(title="Erklärung", publisher="Verlag")
    assert bumps(source.save) == 0
    assert bumps(lambda: hidden.agreement.sources.add(source)) == 0
    assert bumps(lambda: shown.agreement.sources.add(source)) == 1
    assert bumps(source.save) == 1


def test_columns_that_nobody_sees_do_not_count(shown):
    agreement = shown.agreement
    agreement.publish_at = timezone.now() + timedelta(days=1)
    assert bumps(lambda: agreement.save(update_fields=["publish_at"])) == 0
    assert bumps(lambda: type(agreement).objects.filter(pk=agreement.pk).update(editor_note="Nur für uns")) == 0


def test_a_round_counts_once_it_is_opened(shown):
    planned = ReportingRound(agreement=shown.agreement, title="Geplant", starts_on="2026-02-01", due_on="2026-03-31")
    assert bumps(planned.save) == 0
    planned.opened_at = timezone.now()
    assert bumps(planned.save) == 1


def test_a_change_of_which_nothing_shows_is_told_in_the_protocol_without_revision(hidden):
    with record_change() as change:
        hidden.save()
        change.touch(hidden)
        change.log(Verb.EDITED, hidden, fields=["title"])
    assert change.revision is None
    assert AuditEvent.objects.get(verb=Verb.EDITED).revision is None
    assert not PublicVersion.objects.filter(key=hidden.code).exists()


def test_with_its_agreement_a_commitment_that_was_ready_gets_its_first_version(hidden):
    workflow.publish([hidden.agreement], actor=workflow.system_actor())
    assert PublicVersion.objects.filter(key=hidden.code).count() == 1
    hidden.refresh_from_db()
    assert hidden.changed_on == Revision.objects.get(number=Revision.current()).day
