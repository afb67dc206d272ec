"""The public record over time: the revision counter and the append-only versions of what was published."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.vocabulary import ActorRole, ChangeReason


class RecordState(models.Model):
    """The present revision, in one row; the workflow locks it last in every transaction that changes public data."""

    revision_number = models.PositiveBigIntegerField(default=0)
    stamped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="record_state_one_row")]

    def __str__(self) -> str:
        return str(self.revision_number)

    @classmethod
    def present(cls) -> tuple[int, datetime | None]:
        """The number of the present revision, 0 before the first, and its moment; one query."""
        return cls.objects.values_list("revision_number", "stamped_at").first() or (0, None)


class Revision(models.Model):
    """One change of the public record: its number, moment, reason and the role that made it. Append-only."""

    number = models.PositiveBigIntegerField(_("revision"), primary_key=True)
    stamped_at = models.DateTimeField(_("at"))
    day = models.DateField(_("day in Berlin"), db_index=True)
    reason = models.CharField(_("reason"), max_length=24, choices=ChangeReason.choices)
    note = models.TextField(_("reason in words"), blank=True)
    role = models.CharField(_("role"), max_length=12, choices=ActorRole.choices)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The number of the present revision, 0 before the first; one query."""
        return RecordState.present()[0]


class PublicVersionQuerySet(models.QuerySet):
    """Versions in the words of the field."""

    def of(self, kind: str, key: str) -> PublicVersionQuerySet:
        """All versions of one object, oldest first."""
        return self.filter(kind=kind, key=key).order_by("revision_id")

    def published_by(self, day: date) -> PublicVersionQuerySet:
        """Those published on or before a day in Berlin."""
        return self.filter(revision__day__lte=day)


class PublicVersion(models.Model):
    """The public record of one commitment, agreement or partner from a revision on. Append-only.

    `payload` holds what was published; `redacted_at` and `redaction_reason` are the only columns, with the payload,
    that may change afterwards (a text that must not stay public).
    """

    COMMITMENT, AGREEMENT, PARTNER = "commitment", "agreement", "partner"

    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=[(COMMITMENT, _("commitment")), (AGREEMENT, _("agreement")), (PARTNER, _("partner"))],
    )
    key = models.CharField(_("key"), max_length=60)
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="versions", verbose_name=_("revision")
    )
    payload = models.JSONField(_("what was published"))
    redacted_at = models.DateTimeField(null=True, editable=False)
    redaction_reason = models.TextField(blank=True, editable=False)

    objects = PublicVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        ordering = ["kind", "key", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "revision"], name="version_once_per_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}, {self.revision_id}"

    @property
    def stamped_at(self) -> datetime:
        """When it was published."""
        return self.revision.stamped_at
