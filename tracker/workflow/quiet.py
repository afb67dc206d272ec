"""Changes that the public does not see: drafts, returned comments, accounts. Told to the protocol, without revision."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tracker.models import Actor, AuditEvent
from tracker.vocabulary import ActorRole, ChangeReason
from tracker.workflow.record import Change


@contextlib.contextmanager
def quiet_change(*, actor: Actor, role: ActorRole, at: datetime | None = None) -> Iterator[Change]:
    """Make a change that no public page shows: one transaction, entries in the protocol, the revision stays.

    Public data cannot be written in it: the guard of the models raises.
    """
    with transaction.atomic():
        change = Change(actor=actor, role=role, reason=ChangeReason.EDITED, note="", at=at or timezone.now())
        yield change
        AuditEvent.objects.bulk_create(change.events)
