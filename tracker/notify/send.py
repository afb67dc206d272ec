"""Sending what waits in the outbox: one mail per person and kind, tried again with growing pauses, nothing lost."""

from __future__ import annotations

import logging
import smtplib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from tracker.models import OutboxMail
from tracker.notify.compose import Letter, compose
from tracker.notify.relevance import still_true

logger = logging.getLogger(__name__)
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run of the outbox did, counted in rows."""

    sent: int = 0
    dropped: int = 0
    failed: int = 0


def send_waiting(*, at: datetime) -> Sent:
    """Send the mail that is due; rows of one person and kind go out as one mail.

    A row whose matter is settled (the report has come) is dropped. A failing server leaves every row waiting.
    """
    groups: dict[tuple[int, str], list[OutboxMail]] = defaultdict(list)
    for row in OutboxMail.objects.waiting(at=at).select_related("recipient"):
        groups[row.recipient_id, row.kind].append(row)
    sent = dropped = failed = 0
    if not groups:
        return Sent()
    connection = get_connection()
    try:
        for rows in groups.values():
            live = [row for row in rows if row.recipient.is_active and still_true(row)]
            dropped += _drop([row for row in rows if row not in live], at)
            if not live:
                continue
            if _send(live, connection):
                sent += len(live)
            else:
                failed += len(live)
    finally:
        connection.close()
    return Sent(sent=sent, dropped=dropped, failed=failed)


def _drop(rows: Sequence[OutboxMail], at: datetime) -> int:
    for row in rows:
        row.given_up_at = at
        row.save(update_fields=["given_up_at"])
    return len(rows)


def _send(rows: list[OutboxMail], connection: BaseEmailBackend) -> bool:
    letter = compose(rows)
    try:
        _message(letter, rows[0], connection).send()
    except (OSError, smtplib.SMTPException) as error:
        # The name of the error only: its text may carry an address.
        logger.warning("mail was not taken: %s", type(error).__name__)
        for row in rows:
            row.attempts += 1
            row.last_error = type(error).__name__
            row.send_after = timezone.now() + min(FIRST_PAUSE * 2 ** (row.attempts - 1), LONGEST_PAUSE)
            row.save(update_fields=["attempts", "last_error", "send_after"])
        return False
    OutboxMail.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=timezone.now(), last_error="")
    return True


def _message(letter: Letter, row: OutboxMail, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=letter.subject, body=letter.text, to=[row.recipient.email], connection=connection
    )
    message.attach_alternative(letter.html, "text/html")
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    for name, content, kind in letter.attachments:
        message.attach(name, content, kind)
    return message
