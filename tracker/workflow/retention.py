"""What ends after its time: protocol, mail, words of the public, sessions. And a published text that must not stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.models import Actor, AuditEvent, AuditRetention, FormUse, OutboxMail, PublicVersion, Ticket
from tracker.vocabulary import ActorRole, ChangeReason, TicketState, Verb
from tracker.workflow.quiet import quiet_change
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


def clear_mail(*, before: datetime, actor: Actor) -> int:
    """Remove mail from the outbox that was sent or given up before a moment, and tell of it; returns how many."""
    with quiet_change(actor=actor, role=ActorRole.SYSTEM) as change:
        old = OutboxMail.objects.filter(Q(sent_at__lt=before) | Q(sent_at__isnull=True, given_up_at__lt=before))
        first = old.order_by("pk").first()
        count, _models = old.delete()
        if first is not None:
            change.log(Verb.MAIL_CLEARED, first, count=count)
        return count


def clear_tickets(*, before: datetime, actor: Actor) -> int:
    """Remove address and words from messages answered before a moment; that and how they were answered stays."""
    with quiet_change(actor=actor, role=ActorRole.SYSTEM) as change:
        old = Ticket.objects.filter(state=TicketState.CLOSED, closed_at__lt=before)
        kept = old.exclude(message=REMOVED, reply_to="")
        first = kept.order_by("pk").first()
        count = kept.update(message=REMOVED, reply_to="", version=F("version") + 1)
        if first is not None:
            change.log(Verb.TICKETS_CLEARED, first, count=count)
        return count


def clear_sessions(*, at: datetime) -> int:
    """Forget ended sessions, with the addresses and programs kept for them, and uses of forms; returns how many."""
    Session.objects.filter(expire_date__lt=at).delete()
    FormUse.objects.filter(hour__lt=at - timedelta(hours=1)).delete()
    living = Session.objects.values("session_key")
    count, _models = UserSession.objects.exclude(session_key__in=living).delete()
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
        # Pages of past days say something else from now on, which only a new revision lets their keepers know.
        change.tell()
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
