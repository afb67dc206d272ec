"""What waits for the review: the lists of reports, how many stand on each, and the marks of every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker import days
from tracker.admin.differences import earlier_reports, says_the_same
from tracker.models import StatusReport
from tracker.models.reports import StatusReportQuerySet
from tracker.vocabulary import Origin, ReportState, Status, WishState
from tracker.workflow.wishes import DECIDABLE

WAITING, HEARING, LATER, OBJECTIONS, WISHES, RETURNED = (
    "wartet",
    "anhoerung",
    "zeitpunkt",
    "widersprueche",
    "wuensche",
    "zurueckgegeben",
)
LISTS: dict[str, Promise] = {
    WAITING: gettext_lazy("Waiting for review"),
    HEARING: gettext_lazy("Hearing period is running"),
    LATER: gettext_lazy("Accepted, published at a set time"),
    OBJECTIONS: gettext_lazy("Objections to entries"),
    WISHES: gettext_lazy("Open wishes"),
    RETURNED: gettext_lazy("Returned, not submitted again yet"),
}
_UNPUBLISHED = Q(state=ReportState.ACCEPTED, published_at__isnull=True, publish_at__isnull=False)
_WANTED: dict[str, Q] = {
    WAITING: Q(state=ReportState.SUBMITTED),
    HEARING: _UNPUBLISHED & ~Q(assessed_status=""),
    LATER: _UNPUBLISHED & Q(assessed_status=""),
    OBJECTIONS: Q(proof__objected_at__isnull=False, state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED]),
    WISHES: Q(wishes__state=WishState.OPEN, state__in=DECIDABLE),
    RETURNED: Q(state=ReportState.RETURNED),
}


@dataclass(frozen=True)
class Row:
    """One report of a list: since when it waits, and what a reviewer should know before opening it."""

    report: StatusReport
    waits: str
    told_by: str
    marks: tuple[str, ...]
    status: Status | None


def queue(name: str) -> StatusReportQuerySet:
    """The partners' reports of one list, the longest waiting first."""
    return StatusReport.objects.filter(_WANTED[name], origin=Origin.PARTNER).order_by("submitted_at", "pk").distinct()


def counts() -> dict[str, int]:
    """How many reports stand on each list; one query."""
    parts = {name: Count("pk", filter=wanted, distinct=True) for name, wanted in _WANTED.items()}
    return StatusReport.objects.filter(origin=Origin.PARTNER).aggregate(**parts)


def oldest() -> datetime | None:
    """When the report that waits longest was submitted; None if none waits."""
    return queue(WAITING).aggregate(first=Min("submitted_at"))["first"]


def for_rows(reports: StatusReportQuerySet) -> StatusReportQuerySet:
    """The reports with all that their rows show."""
    return reports.select_related(
        "commitment__agreement",
        "contribution__partner",
        "contribution__reporter",
        "round",
        "proof",
        "author",
        "entered_by",
    ).prefetch_related("evidence", "wishes")


def rows(reports: Sequence[StatusReport]) -> list[Row]:
    """The rows of a list; in a fixed number of queries for reports of `for_rows`."""
    earlier = earlier_reports(reports)
    now = timezone.now()
    return [
        Row(
            report=report,
            waits=waiting_words(report.submitted_at, now),
            told_by=told_by(report),
            marks=tuple(_marks(report, earlier.get(report.pk))),
            status=Status(report.status) if report.status else None,
        )
        for report in reports
    ]


def waiting_words(since: datetime | None, now: datetime) -> str:
    """How long something has waited, in words: "since today", "for 12 days"."""
    if since is None:
        return "–"
    number = (days.berlin_day(now) - days.berlin_day(since)).days
    if number <= 0:
        return _("since today")
    return ngettext("for %d day", "for %d days", number) % number


def told_by(report: StatusReport) -> str:
    """Who entered a report: the partner itself, or the editors for it."""
    if report.entered_by_id is None:
        return _("the partner itself")
    return _("the editors, from a mail")


def objected(report: StatusReport) -> bool:
    """Whether the partner objected to how the editors entered its mail."""
    proof = getattr(report, "proof", None)
    return proof is not None and proof.objected_at is not None


def _marks(report: StatusReport, earlier: StatusReport | None) -> list[str]:
    if earlier is None:
        found = [_("first report")]
    else:
        found = [_("unchanged") if says_the_same(report, earlier) else _("differs from the last one")]
    if report.status == Status.COMPLETED:
        found.append(str(Status.COMPLETED.label_for(report.commitment.kind)))
    if report.assessed_status:
        found.append(_("assessed differently"))
    if any(wish.state == WishState.OPEN for wish in report.wishes.all()):
        found.append(_("with a wish"))
    if objected(report):
        found.append(_("objection"))
    if any(item.file for item in report.evidence.all()):
        found.append("PDF")
    if report.returned_at is not None and report.state != ReportState.RETURNED:
        found.append(_("submitted again"))
    return found
