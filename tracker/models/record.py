"""The public record over time: the revision counter and the append-only versions of what was published."""

from __future__ import annotations

from datetime import date, datetime

from django.db import InterfaceError, OperationalError, connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
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
        return cls.present()[0]

    @classmethod
    def present(cls) -> tuple[int, str]:
        """The number of the present revision and the moment it was stamped, (0, "") before the first; one query.

        Every answer of a public page begins with it, so it is written by hand: to build it takes longer than to run it.
        """
        connection = connections[router.db_for_read(RecordState)]
        was_open = connection.connection is not None
        # This query shows by itself whether a connection kept from an earlier request still lives; Django would ask the
        # server with one of its own before it.
        connection.health_check_done = True  # type: ignore[attr-defined]
        try:
            row = _present(connection)
        except (OperationalError, InterfaceError):
            if not was_open or connection.in_atomic_block:
                raise
            connection.close()
            row = _present(connection)
        return (row[0], str(row[1])) if row else (0, "")

    @classmethod
    def stamp_of(cls, number: int) -> str:
        """The moment of a revision in the words of `present()`, empty if there is none of this number; one query."""
        connection = connections[router.db_for_read(cls)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT stamped_at FROM tracker_revision WHERE number = %s", [number])
            row = cursor.fetchone()
        return str(row[0]) if row else ""


def _present(connection: BaseDatabaseWrapper) -> tuple[int, object] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT revision_number, stamped_at FROM tracker_recordstate WHERE id = 1")
        return cursor.fetchone()


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
