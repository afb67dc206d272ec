"""Files that are kept: large tables built by a job for whoever asked, and the dumps of the record for good."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.models.base import PublicModel
from tracker.vocabulary import JobState


class BuiltFileQuerySet(models.QuerySet):
    """Built files in the words of the field."""

    def unfinished(self) -> BuiltFileQuerySet:
        """Those that wait or are being built, in the order in which they were asked for."""
        return self.filter(state__in=[JobState.WAITING, JobState.RUNNING]).order_by("created_at", "pk")


class BuiltFile(models.Model):
    """A table too long to be written while somebody waits. `key` is one word for rows, day and revision.

    Who asks for the same table of the same revision again finds this row, so nothing is built twice.
    """

    key = models.CharField(_("key"), max_length=64, unique=True)
    query = models.CharField(_("query"), max_length=4000, blank=True)
    day = models.DateField(_("day"))
    revision = models.PositiveBigIntegerField(_("revision"))
    state = models.CharField(_("state"), max_length=8, choices=JobState.choices, default=JobState.WAITING)
    rows_total = models.PositiveIntegerField(_("rows"))
    rows_done = models.PositiveIntegerField(_("rows written"), default=0)
    file = models.FileField(_("file"), upload_to="built/", blank=True)
    created_at = models.DateTimeField(_("asked for at"), auto_now_add=True)
    started_at = models.DateTimeField(_("begun at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = BuiltFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("built file")
        verbose_name_plural = _("built files")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(state=JobState.DONE) | ~Q(file=""), name="built_file_is_there"),
        ]

    def __str__(self) -> str:
        return f"{self.query} {self.revision}"


class DataDump(PublicModel):
    """All data as they stood at the end of a quarter or a year, in one archive that never changes. Append-only."""

    period = models.CharField(_("period"), max_length=8, unique=True, help_text=_("as 2026 or 2026-Q3"))
    day = models.DateField(_("as of"))
    revision = models.PositiveBigIntegerField(_("revision"))
    file = models.FileField(_("file"), upload_to="dumps/")
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("dump of the data")
        verbose_name_plural = _("dumps of the data")
        ordering = ["-period"]

    def __str__(self) -> str:
        return self.period
