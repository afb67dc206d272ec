"""Mail to be sent: rows that the workflow writes in the transaction of the change; `tracker/notify` makes the text."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.models.accounts import Account
from tracker.vocabulary import MailState, NoticeKind

STUCK_AFTER = timedelta(hours=1)
STUCK_ATTEMPTS = 4
"""Four tries with growing pauses take more than half an hour."""


class OutboxMailQuerySet(models.QuerySet):
    """Mail in the words of the field."""

    def waiting(self, *, at: datetime) -> OutboxMailQuerySet:
        """Mail that is due and not given up, the oldest first."""
        return self.unsent().filter(send_after__lte=at).order_by("send_after", "pk")

    def unsent(self) -> OutboxMailQuerySet:
        """Mail that is still to go out, now or later."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)

    def failing(self) -> OutboxMailQuerySet:
        """Mail that the server did not take at the last try, and that is tried again."""
        return self.unsent().exclude(last_error="")

    def given_up(self) -> OutboxMailQuerySet:
        """Mail that was given up after many tries; what was dropped because its matter is settled has no error."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=False).exclude(last_error="")

    def in_state(self, state: MailState) -> OutboxMailQuerySet:
        """Mail that stands so; twin of `OutboxMail.state`."""
        return {
            MailState.WAITING: self.unsent().filter(last_error=""),
            MailState.FAILING: self.failing(),
            MailState.SENT: self.filter(sent_at__isnull=False),
            MailState.SETTLED: self.filter(sent_at__isnull=True, given_up_at__isnull=False, last_error=""),
            MailState.GIVEN_UP: self.given_up(),
        }[state]

    def stuck(self, *, at: datetime) -> OutboxMailQuerySet:
        """Mail that should have gone out long ago: nobody runs `send_outbox`, or the server takes nothing."""
        return self.unsent().filter(
            Q(send_after__lte=at - STUCK_AFTER) | (~Q(last_error="") & Q(attempts__gte=STUCK_ATTEMPTS))
        )


class OutboxMail(models.Model):
    """One message to one account. The unique key (recipient, item, step) lets nothing go out twice.

    `facts` names what it tells of by codes and numbers; the words are made when it is sent. What waits for one person
    goes out as one mail. Whoever sends it sets `send_after` ahead while at it, so that nobody else takes it.
    """

    key = models.CharField(_("key"), max_length=160, unique=True)
    recipient = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="mail", verbose_name=_("recipient"))
    kind = models.CharField(_("kind"), max_length=24, choices=NoticeKind.choices)
    facts = models.JSONField(_("what it tells of"), default=dict)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    send_after = models.DateTimeField(_("send after"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-created_at", "-pk"]
        indexes = [
            # what send_outbox looks for every few minutes
            models.Index(fields=["send_after"], name="outbox_waiting", condition=Q(sent_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def state(self) -> MailState:
        """Where it stands."""
        if self.sent_at is not None:
            return MailState.SENT
        if self.given_up_at is not None:
            return MailState.GIVEN_UP if self.last_error else MailState.SETTLED
        return MailState.FAILING if self.last_error else MailState.WAITING


class CommandLock(models.Model):
    """A command that runs on one machine at a time holds its row; one left behind by a dead machine runs out."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=64, blank=True)
    until = models.DateTimeField(null=True)
    # When it last came to its end without a fault; what a monitor is told.
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lock of a command")
        verbose_name_plural = _("locks of commands")

    def __str__(self) -> str:
        return self.name
