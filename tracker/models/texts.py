"""What the operator writes, and what the public writes to the operator: page texts and tickets."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.models.base import PublicModel, VersionedModel
from tracker.models.commitments import Commitment
from tracker.models.record import Revision
from tracker.vocabulary import PageKey, TicketKind, TicketState

LANGUAGES = [("de", _("German")), ("en", _("English"))]


class PageText(PublicModel):
    """The text of a legal page in one language; paragraphs are parted by an empty line, headings begin with ##."""

    key = models.CharField(_("page"), max_length=24, choices=PageKey.choices)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="de")
    body = models.TextField(
        _("text"), blank=True, help_text=_("An empty line begins a new paragraph, ## a heading, - an item of a list.")
    )
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("page text")
        verbose_name_plural = _("page texts")
        ordering = ["key", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "language"],
                name="page_text_once",
                violation_error_message=_("This page already has a text in this language."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()} ({self.language})"

    @classmethod
    def written(cls, key: str) -> dict[str, PageText]:
        """The texts of one page that are not empty, by language; one query."""
        return {text.language: text for text in cls.objects.filter(key=key) if text.body.strip()}

    @classmethod
    def missing(cls) -> list[PageKey]:
        """The pages that have no German text yet; all of them are mandatory before the site goes online."""
        written = {text.key for text in cls.objects.filter(language="de") if text.body.strip()}
        return [key for key in PageKey if key not in written]


class TicketQuerySet(models.QuerySet):
    """Tickets in the words of the field."""

    def waiting(self) -> TicketQuerySet:
        """Those not answered yet, the most urgent first."""
        return self.filter(state=TicketState.OPEN).order_by("due_on", "pk")

    def overdue(self, *, on: date) -> TicketQuerySet:
        """Those whose day of answer has passed."""
        return self.waiting().filter(due_on__lt=on)


class Ticket(VersionedModel):
    """Somebody wrote to the editors. The address, if given, is for the answer only and never public."""

    kind = models.CharField(_("subject"), max_length=12, choices=TicketKind.choices)
    commitment = models.ForeignKey(
        Commitment,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tickets",
        verbose_name=_("commitment"),
    )
    page = models.CharField(_("page"), max_length=300, blank=True)
    message = models.TextField(_("message"))
    reply_to = models.EmailField(_("mail address for the answer"), blank=True)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    due_on = models.DateField(_("to be answered by"))
    state = models.CharField(_("state"), max_length=12, choices=TicketState.choices, default=TicketState.OPEN)
    answer = models.TextField(_("what was done"), blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    corrected_in = models.ForeignKey(
        Revision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tickets",
        verbose_name=_("corrected in revision"),
        help_text=_("The public list of changes says of it “correction after a message”, and nothing else."),
    )

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=TicketState.OPEN) | ~Q(answer=""),
                name="ticket_closed_says_what_was_done",
                violation_error_message=_("Say what was done before you close the ticket."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class FormUse(models.Model):
    """How often the open forms were used from one address within an hour.

    `mark` is a hash salted anew each day, no address; rows of past hours go with the next use.
    """

    hour = models.DateTimeField()
    mark = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hour", "mark"], name="form_use_once_an_hour")]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} {self.count}"
