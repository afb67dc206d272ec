"""Mail is ordered in the transaction of the change it tells of; `tracker/notify` writes and sends it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from tracker.models import Account, Actor, Mandate, OutboxMail, Partner
from tracker.vocabulary import AccountRole, ActorRole, NoticeKind, Verb
from tracker.workflow.quiet import quiet_change


def order_mail(
    recipients: Iterable[Account], kind: NoticeKind, *, item: str, step: str, at: datetime, **facts: Any
) -> int:
    """Put one mail per recipient into the outbox unless it is there already; returns how many are new."""
    rows = [
        OutboxMail(
            key=f"{account.pk}:{kind}:{item}:{step}"[:160], recipient=account, kind=kind, facts=facts, send_after=at
        )
        for account in recipients
    ]
    keys = [row.key for row in rows]
    known = set(OutboxMail.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = [row for row in rows if row.key not in known]
    OutboxMail.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def retry_mail(mail: QuerySet[OutboxMail], *, actor: Actor, at: datetime) -> int:
    """Let messages that were not taken or were given up go out with the next run; returns how many.

    What was sent, or is settled, stays as it is.
    """
    with quiet_change(actor=actor, role=ActorRole.EDITOR, at=at) as change:
        rows = OutboxMail.objects.filter(pk__in=mail.order_by().values("pk"), sent_at__isnull=True)
        # Those that somebody is about to send right now, by a lease, are left to them.
        chosen = list(rows.exclude(last_error="").select_for_update().values_list("pk", flat=True))
        count = OutboxMail.objects.filter(pk__in=chosen).update(send_after=at, given_up_at=None, attempts=0)
        if count:
            change.log(Verb.MAIL_RETRIED, OutboxMail(pk=chosen[0]), count=count)
        return count


def people_of(partner: Partner | None, *, on: date, deputies: bool = False) -> list[Account]:
    """The accounts that report for an organisation: its first persons, or its deputies.

    Where there is no first person the deputies stand in.
    """
    if partner is None:
        return []
    mandates = (
        Mandate.objects.in_force(on=on)
        .filter(partner=partner, account__is_active=True, account__groups__name=AccountRole.REPORTER)
        .select_related("account")
    )
    first = [mandate.account for mandate in mandates if not mandate.is_deputy]
    second = [mandate.account for mandate in mandates if mandate.is_deputy]
    return second if deputies or not first else first


def staff(*roles: AccountRole) -> list[Account]:
    """The active accounts with one of these roles."""
    return list(Account.objects.filter(is_active=True, groups__name__in=roles).distinct().order_by("pk"))
