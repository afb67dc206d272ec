"""What the public writes to the editors: taken in with its day of answer, closed with what was done."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import Actor, AuditEvent, Commitment, FormUse, Revision, Ticket
from tracker.vocabulary import ActorRole, ChangeReason, TicketKind, TicketState, Verb
from tracker.workflow.record import public_change

SENT_TWICE = timedelta(minutes=10)
"""The same words within this time are one message: somebody pressed the button twice."""


@dataclass(frozen=True, slots=True)
class TicketData:
    """What somebody writes; the address is for the answer only."""

    kind: TicketKind
    message: str
    page: str = ""
    commitment: Commitment | None = None
    reply_to: str = ""


def answer_by(kind: TicketKind, *, today: date) -> date:
    """The last day on which a message of this kind is to be answered: a barrier in a month, an error as set."""
    if kind == TicketKind.BARRIER:
        return days.add_months(today, 1)
    return today + timedelta(days=settings.ERROR_ANSWER_DAYS)


def open_ticket(data: TicketData, *, today: date) -> Ticket:
    """Return the ticket for a message; one sent twice within ten minutes gives one ticket."""
    columns = {
        "kind": data.kind,
        "message": data.message,
        "page": data.page,
        "commitment": data.commitment,
        "reply_to": data.reply_to,
    }
    with transaction.atomic():
        same = Ticket.objects.filter(**columns, state=TicketState.OPEN, received_at__gte=timezone.now() - SENT_TWICE)
        return same.first() or Ticket.objects.create(**columns, due_on=answer_by(data.kind, today=today))


def close_ticket(
    ticket: Ticket,
    *,
    answer: str,
    actor: Actor,
    role: ActorRole = ActorRole.EDITOR,
    correction: Revision | None = None,
) -> Ticket:
    """Close a ticket with what was done, which the protocol tells without a word of its content.

    A revision that came of it, if one is named, is told from now on as a correction after a message.
    """
    if not answer.strip():
        raise ValidationError({"answer": _("Say what was done before you close the ticket.")})
    if correction is not None:
        # Public pages say so from now on, which only a new revision lets their keepers know.
        with public_change(actor=actor, role=role, reason=ChangeReason.EDITED) as change:
            change.tell()
            Ticket.objects.filter(pk=ticket.pk).update(corrected_in=correction)
            return close_ticket(ticket, answer=answer, actor=actor, role=role)
    with transaction.atomic():
        fresh = Ticket.objects.select_for_update().get(pk=ticket.pk)
        if fresh.state == TicketState.CLOSED:
            raise ValidationError(_("This ticket is already closed."))
        fresh.state = TicketState.CLOSED
        fresh.answer = answer.strip()
        fresh.closed_at = timezone.now()
        fresh.save()
        AuditEvent.objects.create(
            at=fresh.closed_at,
            actor=actor,
            role=role,
            verb=Verb.TICKET_CLOSED,
            subject_kind=Ticket._meta.model_name or "",
            subject_key=str(fresh.pk),
        )
    return fresh


def use_form(address: str, *, at: datetime) -> bool:
    """Whether somebody at this address may send one more message within this hour; counts it if so.

    No address is stored, only its hash, salted with the secret of the site and the day; the rows of past hours go.
    """
    hour = at.replace(minute=0, second=0, microsecond=0)
    mark = salted_hmac("tracker.form_use", f"{days.berlin_day(at)} {_network(address)}", algorithm="sha256").hexdigest()
    with transaction.atomic():
        FormUse.objects.filter(hour__lt=hour).delete()
        use, _created = FormUse.objects.get_or_create(hour=hour, mark=mark)
        return bool(FormUse.objects.filter(pk=use.pk, count__lt=settings.FORM_LIMIT).update(count=F("count") + 1))


def _network(address: str) -> str:
    """The address, of version 6 the network: one household has millions of them."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)
