"""Balances: the documents for a meeting, frozen when they are built."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.models.agreements import ActionField, Agreement
from tracker.models.base import PublicModel, PublicQuerySet
from tracker.models.reports import ReportingRound
from tracker.vocabulary import BalanceKind, JobState


def generated_balance_name(instance: models.Model, filename: str) -> str:
    """A name of our own making: nobody guesses the file of a draft, and a new building never writes over an old one."""
    return f"bilanzen/{uuid.uuid4().hex}.{filename.rpartition('.')[2]}"


class BalanceReportQuerySet(PublicQuerySet):
    """Balances in the words of the field."""

    def published(self) -> BalanceReportQuerySet:
        """Those that everybody may read."""
        return self.filter(published_at__isnull=False)

    def about(self, agreement: Agreement) -> BalanceReportQuerySet:
        """Those of this agreement alone or of one of its rounds, the latest first, without what was computed."""
        own = self.filter(Q(agreement=agreement) | Q(round__agreement=agreement))
        return own.newest_first().defer("document")

    def newest_first(self) -> BalanceReportQuerySet:
        """The latest day first."""
        return self.order_by("-on_day", "-pk")

    def waiting(self) -> BalanceReportQuerySet:
        """Those that the job is to build, in the order in which they were made."""
        return self.filter(state=JobState.WAITING).order_by("pk")


class BalanceReport(PublicModel):
    """An interim or final balance of an agreement, of a round, or of all agreements on a day.

    `document` holds what was computed when it was built, as plain data; page, PDF and DOCX are all made from it.
    What has `fixed_at` never changes again: the database refuses it.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=BalanceKind.choices, default=BalanceKind.INTERIM)
    slug = models.SlugField(
        _("short name in the address"), max_length=80, unique=True, help_text=_("as in “zwischenbilanz-2026”")
    )
    title = models.CharField(_("title"), max_length=200)
    agreement = models.ForeignKey(
        Agreement,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="balances",
        verbose_name=_("agreement"),
        help_text=_("empty: all agreements, one after the other, or that of the round"),
    )
    round = models.ForeignKey(
        ReportingRound,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="balances",
        verbose_name=_("reporting round"),
        help_text=_("empty: independent of a round"),
    )
    day = models.DateField(
        _("as of"), null=True, blank=True, help_text=_("empty: the day on which it is built; a past day as known today")
    )
    with_unaccepted = models.BooleanField(
        _("with reports not yet accepted"),
        default=False,
        help_text=_("A draft for the editors: it is marked as such on every page and is never published."),
    )
    foreword = models.TextField(_("foreword"), blank=True, help_text=_("an empty line begins a new paragraph"))
    state = models.CharField(
        _("state"), max_length=8, choices=JobState.choices, default=JobState.WAITING, editable=False
    )
    on_day = models.DateField(_("built as of"), null=True, editable=False)
    revision = models.PositiveBigIntegerField(_("revision"), null=True, editable=False)
    document = models.JSONField(_("what was computed"), null=True, editable=False)
    pdf = models.FileField("PDF", upload_to=generated_balance_name, blank=True, editable=False)
    docx = models.FileField("DOCX", upload_to=generated_balance_name, blank=True, editable=False)
    built_at = models.DateTimeField(_("built at"), null=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    fixed_at = models.DateTimeField(_("fixed at"), null=True, editable=False)

    objects = BalanceReportQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("balance")
        verbose_name_plural = _("balances")
        ordering = ["-on_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(with_unaccepted=False) | Q(published_at__isnull=True),
                name="balance_draft_never_public",
                violation_error_message=_("A balance with reports not yet accepted is never published."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(document__isnull=False),
                name="balance_public_is_built",
                violation_error_message=_("It is not built yet."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public_data(self) -> bool:
        """Whether everybody may read it."""
        return self.published_at is not None

    @property
    def is_built(self) -> bool:
        """Whether there is something to read."""
        return self.document is not None

    @property
    def is_fixed(self) -> bool:
        """Whether it never changes again: published, and its round is closed."""
        return self.fixed_at is not None or bool(self.published_at and self.round and self.round.closed_at)

    @property
    def whole_agreement(self) -> Agreement | None:
        """The agreement it is about: its own or that of its round; None for all of them."""
        return self.round.agreement if self.round else self.agreement

    def clean(self) -> None:
        """The round belongs to the agreement, and what is not accepted yet is known of today only."""
        errors: dict[str, Any] = {}
        if self.round and self.agreement and self.round.agreement_id != self.agreement_id:
            errors["round"] = _("This round belongs to another agreement.")
        if self.with_unaccepted and self.day:
            errors["day"] = _("Reports not yet accepted are known as of today only: leave the day empty.")
        if errors:
            raise ValidationError(errors)


class BalanceComment(PublicModel):
    """What the editors say in a balance on one action field."""

    balance = models.ForeignKey(
        BalanceReport, on_delete=models.CASCADE, related_name="comments", verbose_name=_("balance")
    )
    action_field = models.ForeignKey(
        ActionField, on_delete=models.PROTECT, related_name="balance_comments", verbose_name=_("action field")
    )
    text = models.TextField(_("comment"))

    class Meta:
        verbose_name = _("comment on an action field")
        verbose_name_plural = _("comments on action fields")
        ordering = ["balance", "action_field"]
        constraints = [
            models.UniqueConstraint(
                fields=["balance", "action_field"],
                name="balance_comment_once",
                violation_error_message=_("There is a comment on this action field already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.balance_id}: {self.action_field_id}"

    @property
    def is_public_data(self) -> bool:
        """Whether the balance is public; its page shows the words that were frozen, the row follows at the next one."""
        return self.balance_id is None or self.balance.is_public_data
