"""What an organisation is asked for and where it stands: one item per contribution, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F
from django.utils.translation import gettext as _

from tracker import access, days
from tracker.models import Account, Contribution, Partner, ReportingRound, StatusReport, Supply
from tracker.portal.reportpage import comments_of
from tracker.portal.sentences import hearing_words, left_words
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import Kind, Origin, Reporting, ReportState

ASKED = (Reporting.NEVER, Reporting.OVERDUE, Reporting.RETURNED, Reporting.DUE)
DECIDED_STATES = (ReportState.ACCEPTED, ReportState.REVOKED)
OPEN_STATES = (ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED)


@dataclass
class Item:
    """One contribution that is reported on, with its open report and what was last accepted.

    `revoked` is the report that the review withdrew, until a later one is accepted.
    """

    contribution: Contribution
    state: Reporting
    on: date
    present: StatusReport | None = None
    accepted: StatusReport | None = None
    revoked: StatusReport | None = None
    supplies: int = 0
    comments: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_submitted(self) -> bool:
        """Whether a report waits for the editors."""
        return self.present is not None and self.present.state == ReportState.SUBMITTED

    @property
    def handed_in(self) -> str:
        """On which day the report that waits was handed in, in words."""
        at = self.present.submitted_at if self.present else None
        return _("reported on %s") % day_text(days.berlin_day(at)) if at else ""

    @property
    def is_returned(self) -> bool:
        """Whether the editors asked for changes."""
        return self.present is not None and self.present.state == ReportState.RETURNED

    @property
    def is_draft(self) -> bool:
        """Whether somebody has begun to write."""
        return self.present is not None and self.present.state == ReportState.DRAFT

    @property
    def is_overdue(self) -> bool:
        """Whether the due day has passed without a report."""
        return self.state in (Reporting.NEVER, Reporting.OVERDUE)

    @property
    def due_on(self) -> date | None:
        """Until when it is asked for."""
        return self.contribution.asked_due_on

    @property
    def left(self) -> str:
        """How many days are left, in words."""
        return left_words(self.due_on, on=self.on) if self.due_on else ""

    @property
    def is_to_report(self) -> bool:
        """Whether it is this organisation's turn: asked for, returned, or begun without being asked."""
        return not self.is_submitted and (self.state in ASKED or self.present is not None)

    @property
    def can_be_confirmed(self) -> bool:
        """Whether the last accepted report can be confirmed as unchanged; not one from before a withdrawal."""
        return self.accepted is not None and self.present is None and self.revoked is None

    @property
    def last_words(self) -> str:
        """What was reported before in words, where nothing accepted can be shown."""
        if self.revoked is not None:
            return _("the last report was withdrawn by the review")
        return "" if self.is_returned else _("never reported so far")

    @property
    def hearing(self) -> str:
        """Until when a differing assessment can be answered before it is public."""
        return hearing_words(self.accepted) if self.accepted else ""

    @property
    def may_reply(self) -> bool:
        """Whether the partner can still reply to an assessment."""
        return bool(self.accepted and self.accepted.assessed_status and not self.accepted.reply)

    @property
    def urgency(self) -> tuple[int, date]:
        """Sorts overdue before returned before due before drafts nobody asked for, then by the due day."""
        rank = 0 if self.is_overdue else 1 if self.is_returned else 2 if self.state is Reporting.DUE else 3
        return rank, self.due_on or date.max


def items_of(user: Account, *, on: date, organisation: Partner | None = None) -> list[Item]:
    """The items of all organisations somebody acts for, or of one, in the order of the codes."""
    own = access.own_contributions(user, on=on).exclude(commitment__kind=Kind.POSITION)
    if organisation is not None:
        own = own.filter(reporter=organisation)
    found = list(own.order_by("commitment__agreement__signed_on", "commitment__sort_key", "position", "pk"))
    items = {row.pk: Item(row, row.reporting(on=on), on) for row in found}
    _add_reports(items)
    counts = Supply.objects.filter(contribution__in=items, taken_over_at__isnull=True).values_list("contribution")
    for pk, number in counts.annotate(number=Count("pk")):
        items[pk].supplies = number
    return list(items.values())


def _add_reports(items: dict[int, Item]) -> None:
    reports = (
        StatusReport.objects.filter(
            contribution__in=items, origin=Origin.PARTNER, state__in=[*OPEN_STATES, *DECIDED_STATES]
        )
        .select_related("commitment")
        .prefetch_related("comments", "evidence", "wishes")
        .order_by(F("accepted_at").asc(nulls_last=True), "pk")
    )
    for report in reports:
        item = items[report.contribution_id or 0]
        if report.state == ReportState.ACCEPTED:
            item.accepted, item.revoked = report, None
        elif report.state == ReportState.REVOKED:
            item.revoked = report
        else:
            item.present = report
            item.comments = comments_of(report)


@dataclass(frozen=True)
class Progress:
    """How far one organisation is with one open round."""

    round: ReportingRound
    partner: Partner
    asked: int
    reported: int
    returned: int

    @property
    def is_done(self) -> bool:
        """Whether everything that was asked for is reported."""
        return self.reported == self.asked


def progress_of(items: Iterable[Item], *, on: date) -> list[Progress]:
    """The progress in every open round, by organisation; reports that were returned do not count as reported."""
    by_pk = {item.contribution.pk: item for item in items}
    rounds = {row.pk: row for row in ReportingRound.objects.open(on=on)}
    pairs = ReportingRound.contributions.through.objects.filter(
        reportinground__in=rounds, contribution__in=by_pk
    ).values_list("reportinground", "contribution")
    answered = set(
        StatusReport.objects.filter(
            round__in=rounds, contribution__in=by_pk, state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED]
        ).values_list("round", "contribution")
    )
    counts: dict[tuple[int, int], list[int]] = {}
    partners: dict[int, Partner] = {}
    for asked, pk in sorted(pairs):
        reporter = by_pk[pk].contribution.reporter
        if reporter is None:
            continue
        partners[reporter.pk] = reporter
        numbers = counts.setdefault((asked, reporter.pk), [0, 0, 0])
        numbers[0] += 1
        numbers[1] += (asked, pk) in answered
        numbers[2] += by_pk[pk].is_returned
    found = [Progress(rounds[asked], partners[partner], *numbers) for (asked, partner), numbers in counts.items()]
    return sorted(found, key=lambda row: (row.round.due_on, str(row.partner)))
