"""What organisations have to report, each with what a row of the table begins from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from tracker import access, workflow
from tracker.models import Contribution, Partner, StatusReport
from tracker.vocabulary import Kind, Origin, Reporting, ReportState

ASKED = [Reporting.NEVER, Reporting.OVERDUE, Reporting.RETURNED, Reporting.DUE]
OPEN = [ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED]
EDITABLE = [ReportState.DRAFT, ReportState.RETURNED]


@dataclass(frozen=True, slots=True)
class Item:
    """A contribution with its open report and the last one that was decided on (accepted, perhaps withdrawn since)."""

    contribution: Contribution
    open: StatusReport | None
    decided: StatusReport | None

    @property
    def start(self) -> StatusReport | None:
        """The report a row is prefilled from."""
        return self.open or self.decided

    @property
    def seen(self) -> str:
        """A word that changes whenever somebody saves, submits or accepts a report on this contribution."""
        return workflow.state_word(self.open, self.decided)

    @property
    def is_target(self) -> bool:
        """Whether the report carries no status, because targets are assessed as a whole."""
        return self.contribution.commitment.kind == Kind.TARGET

    def data(self) -> workflow.ReportData | None:
        """What the row begins from, None where nothing was ever said; wishes of an earlier report are not repeated."""
        if self.open is not None:
            return workflow.report_data(self.open)
        if self.decided is not None:
            said = workflow.report_data(self.decided)
            return replace(said, wished_deadline=None, deadline_wish="", wording_wish="")
        return None


def open_contributions(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Of these contributions those that are asked for and not answered, or that somebody has begun to report on."""
    begun = StatusReport.objects.filter(origin=Origin.PARTNER, state__in=EDITABLE).values("contribution")
    return (
        contributions.filter(Q(reporting_base__in=ASKED) | Q(pk__in=begun))
        .exclude(commitment__kind=Kind.POSITION)
        .exclude(reporter__isnull=True)
    )


def contributions_of(partners: Iterable[Partner]) -> QuerySet[Contribution]:
    """The contributions to public commitments that these organisations report for."""
    return access.public_contributions().filter(reporter__in=list(partners))


def items(contributions: QuerySet[Contribution]) -> list[Item]:
    """These contributions in the order of their due days, with their reports; the same few queries for any number."""
    found = list(
        contributions.select_related("commitment__agreement", "partner", "reporter").order_by(
            "asked_due_on", "commitment__sort_key", "pk"
        )
    )
    reports = (
        StatusReport.objects.filter(contribution__in=[item.pk for item in found], origin=Origin.PARTNER)
        .prefetch_related("evidence", "wishes")
        .order_by("accepted_at", "pk")
    )
    opened: dict[int | None, StatusReport] = {}
    decided: dict[int | None, StatusReport] = {}
    for report in reports:
        (opened if report.state in OPEN else decided)[report.contribution_id] = report
    return [Item(part, opened.get(part.pk), decided.get(part.pk)) for part in found]
