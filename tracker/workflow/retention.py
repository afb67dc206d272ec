"""The two ways through the append-only tables: old protocol entries end, a text that must not stay is removed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.models import Actor, AuditEvent, AuditRetention, PublicVersion
from tracker.vocabulary import ActorRole, ChangeReason, Verb
from tracker.workflow.record import public_change

REMOVED = "[…]"


def prune_protocol(*, before: datetime, actor: Actor) -> int:
    """Remove the entries of the protocol from before a moment and tell of it; returns how many went.

    The horizon is stored first and only ever moves forward, because the trigger reads it.
    """
    with transaction.atomic():
        retention = AuditRetention.objects.select_for_update().filter(pk=1).first()
        if retention is None:
            AuditRetention.objects.create(pk=1, horizon=before)
        elif retention.horizon < before:
            retention.horizon = before
            retention.save()
        count, _models = AuditEvent.objects.filter(at__lt=before).delete()
        if count:
            AuditEvent.objects.create(
                at=timezone.now(),
                actor=actor,
                role=ActorRole.SYSTEM,
                verb=Verb.PRUNED,
                subject_kind=AuditEvent._meta.model_name or "",
                subject_key="",
                detail={"horizon": before.isoformat(), "count": count},
            )
    return count


def note_export(*, form: str, count: int, actor: Actor) -> None:
    """Tell the protocol that somebody took it away as a file."""
    AuditEvent.objects.create(
        at=timezone.now(),
        actor=actor,
        role=ActorRole.ADMINISTRATION,
        verb=Verb.PROTOCOL_EXPORTED,
        subject_kind=AuditEvent._meta.model_name or "",
        subject_key="",
        detail={"format": form, "count": count},
    )


def redact(version: PublicVersion, *, text: str, reason: str, actor: Actor) -> PublicVersion:
    """Remove a text from one published version, everywhere in it, with a reason that the protocol keeps."""
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    with public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.EDITED, note=reason) as change:
        fresh = PublicVersion.objects.select_for_update().get(pk=version.pk)
        payload = _without(fresh.payload, text)
        if not text.strip() or payload == fresh.payload:
            raise ValidationError({"text": _("The text does not occur in this version.")})
        fresh.payload = payload
        fresh.redacted_at = change.at
        fresh.redaction_reason = reason
        fresh.save()
        change.log(Verb.REDACTED, fresh, reason=reason, revision=fresh.revision_id)
        return fresh


def _without(value: Any, text: str) -> Any:
    """The same data with the text taken out of every string."""
    if isinstance(value, str):
        return value.replace(text, REMOVED)
    if isinstance(value, list):
        return [_without(item, text) for item in value]
    if isinstance(value, dict):
        return {key: _without(item, text) for key, item in value.items()}
    return value
