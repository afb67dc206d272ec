"""Retention: entries of the protocol from before the horizon may go, younger ones stay."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.utils import timezone

from tracker import workflow
from tracker.models import AuditEvent
from tracker.vocabulary import ActorRole, Verb

pytestmark = pytest.mark.django_db


def an_entry(age: timedelta) -> AuditEvent:
    return AuditEvent.objects.create(
        at=timezone.now() - age,
        actor=workflow.system_actor(),
        role=ActorRole.SYSTEM,
        verb=Verb.EDITED,
        subject_kind="commitment",
        subject_key="AAW-2019-1.01",
    )


def test_entries_from_before_the_horizon_are_removed_and_the_removal_is_told() -> None:
    an_entry(timedelta(days=400))
    young = an_entry(timedelta(days=10))

    count = workflow.prune_protocol(before=timezone.now() - timedelta(days=365), actor=workflow.system_actor())

    assert count == 1
    assert list(AuditEvent.objects.order_by("at").values_list("verb", flat=True)) == [young.verb, Verb.PRUNED]


def test_an_entry_after_the_horizon_cannot_be_deleted() -> None:
    workflow.prune_protocol(before=timezone.now() - timedelta(days=365), actor=workflow.system_actor())
    young = an_entry(timedelta(days=10))

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        young.delete()

    assert AuditEvent.objects.filter(pk=young.pk).exists()


def test_the_horizon_never_moves_back() -> None:
    workflow.prune_protocol(before=timezone.now() - timedelta(days=100), actor=workflow.system_actor())
    workflow.prune_protocol(before=timezone.now() - timedelta(days=365), actor=workflow.system_actor())
    old = an_entry(timedelta(days=200))

    old.delete()

    assert not AuditEvent.objects.filter(pk=old.pk).exists()
