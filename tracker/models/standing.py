"""The standing of a commitment as columns: of today on `Commitment`, of a past time on `StatusPeriod`."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker import rules
from tracker.vocabulary import Confidence, Grade, Origin, Precision, Status, StatusBasis, UnknownReason


class StandingColumns(models.Model):
    """A `rules.Standing` as columns: of today on `Commitment`, of a past time on `StatusPeriod`.

    Written by the workflow alone. Positions have an empty status; beside it stands only what their facts come to.
    """

    status = models.CharField(_("status"), max_length=12, choices=Status.choices, null=True, editable=False)
    unknown_reason = models.CharField(max_length=12, choices=UnknownReason.choices, null=True, editable=False)
    status_as_of = models.DateField(_("status as of"), null=True, editable=False)
    status_as_of_precision = models.CharField(max_length=12, choices=Precision.choices, null=True, editable=False)
    status_origin = models.CharField(max_length=12, choices=Origin.choices, null=True, editable=False)
    status_confidence = models.CharField(max_length=8, choices=Confidence.choices, null=True, editable=False)
    status_basis = models.CharField(max_length=8, choices=StatusBasis.choices, null=True, editable=False)
    status_reported = models.CharField(max_length=12, choices=Status.choices, null=True, editable=False)
    differs = models.BooleanField(default=False, editable=False)
    evidence_grade = models.CharField(
        _("evidence"), max_length=12, choices=Grade.choices, default=Grade.NONE, editable=False
    )
    began_on = models.DateField(null=True, editable=False)
    before_signing = models.BooleanField(default=False, editable=False)
    deciding_fact = models.ForeignKey(
        "tracker.StatusReport", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    parts_completed = models.PositiveSmallIntegerField(null=True, editable=False)
    parts_ongoing = models.PositiveSmallIntegerField(null=True, editable=False)
    parts_open = models.PositiveSmallIntegerField(null=True, editable=False)
    parts_unknown = models.PositiveSmallIntegerField(null=True, editable=False)
    parts_dropped = models.PositiveSmallIntegerField(null=True, editable=False)
    newest_fact_on = models.DateField(null=True, editable=False)
    newest_fact_precision = models.CharField(max_length=12, choices=Precision.choices, null=True, editable=False)
    facts_count = models.PositiveIntegerField(default=0, editable=False)
    evidence_count = models.PositiveIntegerField(default=0, editable=False)
    last_report_on = models.DateField(null=True, editable=False)
    last_research_on = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    def set_standing(self, standing: rules.Standing | None) -> None:
        """Write what the rules found into the columns; None empties them (positions)."""
        for name, value in standing_values(standing).items():
            setattr(self, name, value)

    @property
    def parts(self) -> rules.Parts | None:
        """How many parts stand where, None without partners' own reports."""
        if self.parts_completed is None:
            return None
        return rules.Parts(
            self.parts_completed,
            self.parts_ongoing or 0,
            self.parts_open or 0,
            self.parts_unknown or 0,
            self.parts_dropped or 0,
        )


def standing_values(standing: rules.Standing | None) -> dict[str, Any]:
    """The columns and values of a standing; for None (positions) those of a commitment without status."""
    found = standing or rules.Standing(status=None, unknown_reason=None, basis=None)  # type: ignore[arg-type]
    parts = found.parts
    return {
        "status": found.status,
        "unknown_reason": found.unknown_reason,
        "status_as_of": found.as_of,
        "status_as_of_precision": found.precision,
        "status_origin": found.origin,
        "status_confidence": found.confidence,
        "status_basis": found.basis,
        "status_reported": found.reported,
        "differs": found.differs,
        "evidence_grade": found.grade,
        "began_on": found.began_on,
        "before_signing": found.before_signing,
        "deciding_fact_id": found.deciding_fact,
        "parts_completed": parts.completed if parts else None,
        "parts_ongoing": parts.ongoing if parts else None,
        "parts_open": parts.open if parts else None,
        "parts_unknown": parts.unknown if parts else None,
        "parts_dropped": parts.dropped if parts else None,
        "newest_fact_on": found.newest_fact_on,
        "newest_fact_precision": found.newest_fact_precision,
        "facts_count": found.facts_count,
        "evidence_count": found.evidence_count,
        "last_report_on": found.last_report_on,
        "last_research_on": found.last_research_on,
    }
