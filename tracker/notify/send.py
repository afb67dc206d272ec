"""Sending what waits in the outbox: one mail per person and run, tried again with growing pauses, nothing lost.

A machine takes the rows of one person by setting `send_after` ahead, in a transaction of its own; whoever comes second
finds nothing to take. If the machine dies before it could note that a mail went out, the rows come up again after
that lease: better one mail twice (with the same Message-ID) after a crash than one that never arrives.
"""

from __future__ import annotations

import logging
import smtplib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from tracker.models import OutboxMail
from tracker.notify.compose import Letter, NothingToTell, compose
from tracker.notify.relevance import still_open
from tracker.vocabulary import NoticeKind

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=15)
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=12)
GIVE_UP_AFTER = 34
"""So many tries take two weeks: nobody reads the mailbox, or it does not exist. Administrators see it in the outbox."""
FAULTS_TO_STOP = 2
"""After as many faults of the server, one after the other, the rest of the mail waits for the next run."""
SERVER_FAULTS = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPSenderRefused,
)


@dataclass(slots=True)
class Sent:
    """What one run of the outbox did, counted in rows: a mail may tell of several."""

    sent: int = 0
    settled: int = 0
    failed: int = 0
    given_up: int = 0
    mails: int = 0


class _Clock:
    """The moment a run began, and the present one."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._began = time.monotonic()

    def now(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self._began)


def send_waiting(*, at: datetime) -> Sent:
    """Send the mail that is due; what one person is to read goes out as one mail, an invitation by itself.

    A row whose matter is settled (the report has come) is dropped. A failing server leaves every row waiting; one bad
    address or one broken row keeps nobody else waiting.
    """
    done, clock, faults = Sent(), _Clock(at), 0
    connection = get_connection()
    try:
        for recipient, alone in _due(at):
            rows = _take(recipient, alone, clock)
            rows = _drop_settled(rows, done, clock)
            rows, letter = _write(rows, done, clock)
            if letter is None:
                continue
            try:
                connection.open()
                _send(letter, rows, connection)
            except (OSError, smtplib.SMTPException, ValueError) as error:
                _failed(rows, _name(error), done, clock)
                # Some servers hang up after a refusal; the next mail begins anew.
                connection.close()
                if _is_fault_of_server(error):
                    faults += 1
                    if faults == FAULTS_TO_STOP:
                        break
                continue
            faults = 0
            _mark_sent(rows, done, clock)
    finally:
        connection.close()
    return done


def _due(at: datetime) -> Iterable[tuple[int, bool]]:
    """The people for whom something waits, the one who waits longest first; an invitation is a mail by itself."""
    waiting = OutboxMail.objects.waiting(at=at).values_list("recipient_id", "kind")
    return dict.fromkeys((recipient, kind == NoticeKind.INVITATION) for recipient, kind in waiting)


def _take(recipient: int, alone: bool, clock: _Clock) -> list[OutboxMail]:
    """Take the waiting rows of one person for this run, so that no other machine does; an attempt is counted."""
    with transaction.atomic():
        mail = OutboxMail.objects.waiting(at=clock.at).filter(recipient=recipient)
        invitation = NoticeKind.INVITATION
        mail = mail.filter(kind=invitation) if alone else mail.exclude(kind=invitation)
        rows = list(mail.select_related("recipient").select_for_update(of=("self",)))
        OutboxMail.objects.filter(pk__in=[row.pk for row in rows]).update(
            send_after=clock.now() + LEASE, attempts=F("attempts") + 1
        )
    for row in rows:
        row.attempts += 1
    return rows


def _drop_settled(rows: list[OutboxMail], done: Sent, clock: _Clock) -> list[OutboxMail]:
    """Those rows whose matter is still open; the others are given up without an error."""
    live = still_open(rows, at=clock.now())
    kept = {row.pk for row in live}
    _settle([row for row in rows if row.pk not in kept], done, clock)
    return live


def _settle(rows: Sequence[OutboxMail], done: Sent, clock: _Clock) -> None:
    """Drop rows without an error: there is nothing left to tell."""
    OutboxMail.objects.filter(pk__in=[row.pk for row in rows]).update(given_up_at=clock.now(), last_error="")
    done.settled += len(rows)


def _write(rows: list[OutboxMail], done: Sent, clock: _Clock) -> tuple[list[OutboxMail], Letter | None]:
    """The letter that tells of these rows; a row of which none can be made fails by itself."""
    if not rows:
        return [], None
    try:
        return rows, compose(rows)
    except NothingToTell:
        _settle(rows, done, clock)
        return [], None
    except Exception as error:
        # Whatever is wrong with one row, the others go out.
        if len(rows) == 1:
            logger.error("a mail could not be written: %s", type(error).__name__)
            _failed(rows, _name(error), done, clock)
            return [], None
    good: list[OutboxMail] = []
    for row in rows:
        good += _write([row], done, clock)[0]
    return good, compose(good) if good else None


def _send(letter: Letter, rows: Sequence[OutboxMail], connection: object) -> None:
    recipient = rows[0].recipient
    if not recipient.email:
        raise ValueError("no address")
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[recipient.email],
        connection=connection,
        headers={"Auto-Submitted": "auto-generated", "Message-ID": message_id(rows)},
    )
    message.attach_alternative(letter.html, "text/html")
    for name, content, kind in letter.attachments:
        message.attach(name, content, kind)
    message.send()


def message_id(rows: Sequence[OutboxMail]) -> str:
    """The same for the same rows: a mail that goes out again after a crash is known as the same one."""
    word = salted_hmac("tracker.outbox", " ".join(sorted(row.key for row in rows)), algorithm="sha256").hexdigest()
    return f"<{word[:40]}@{settings.SITE_HOST or 'localhost'}>"


def _mark_sent(rows: Sequence[OutboxMail], done: Sent, clock: _Clock) -> None:
    OutboxMail.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=clock.now(), last_error="")
    done.sent += len(rows)
    done.mails += 1


def _failed(rows: Sequence[OutboxMail], name: str, done: Sent, clock: _Clock) -> None:
    """Let rows wait for the next try, longer each time; after two weeks give them up, which the editors see."""
    logger.warning("mail was not taken: %s", name)
    for row in rows:
        row.last_error = name
        row.send_after = clock.now() + min(FIRST_PAUSE * 2 ** min(row.attempts - 1, 10), LONGEST_PAUSE)
        if row.attempts >= GIVE_UP_AFTER:
            row.given_up_at = clock.now()
            done.given_up += 1
        row.save(update_fields=["last_error", "send_after", "given_up_at"])
    done.failed += len(rows)


def _is_fault_of_server(error: Exception) -> bool:
    """Whether nobody's mail would be taken now; a refused address or text is a matter of that one mail."""
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, SERVER_FAULTS)
    return isinstance(error, OSError)


def _name(error: Exception) -> str:
    """The kind of an error and the server's code; its text may carry an address and is not kept."""
    codes: set[int] = set()
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {code for code, _text in error.recipients.values()}
    elif isinstance(error, smtplib.SMTPResponseException):
        codes = {error.smtp_code}
    return " ".join([type(error).__name__, *map(str, sorted(codes))])
