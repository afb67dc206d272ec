"""Whether what a mail tells of is still so: a reminder stops when the report arrives, also once it is ordered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from tracker import access, days
from tracker.models import Contribution, Invitation, Mandate, OutboxMail, ReportingRound, StatusReport
from tracker.notify.reminders import WAITING
from tracker.vocabulary import NoticeKind, ReportState

HANDED_IN = (ReportState.SUBMITTED, ReportState.RETURNED, ReportState.ACCEPTED)
FOR_STAFF = (NoticeKind.DEPUTY_REMINDER, NoticeKind.REVIEW_QUEUE)


def still_open(rows: Sequence[OutboxMail], *, at: datetime) -> list[OutboxMail]:
    """Those rows of one person whose matter is still open at this moment, and still this person's.

    What was deleted in the meantime is no matter any more. The number of queries does not grow with the rows.
    """
    by_kind: dict[str, list[OutboxMail]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    kept: set[int] = set()
    for kind, some in by_kind.items():
        if some[0].recipient.is_active:
            kept |= {row.pk for row in _ASKED[NoticeKind(kind)](some, at)}
    return [row for row in rows if row.pk in kept]


def _named(rows: Sequence[OutboxMail], name: str) -> list[int]:
    return [row.facts[name] for row in rows if isinstance(row.facts.get(name), int)]


def _acts_for(row: OutboxMail, at: datetime) -> set[int]:
    mandates = Mandate.objects.in_force(on=days.berlin_day(at)).filter(account=row.recipient_id)
    return set(mandates.values_list("partner_id", flat=True))


def _reminders(rows: Sequence[OutboxMail], at: datetime) -> list[OutboxMail]:
    on, own = days.berlin_day(at), _acts_for(rows[0], at)
    rounds = ReportingRound.objects.open(on=on).filter(pk__in=_named(rows, "round"))
    asked = set(rounds.values_list("pk", "contributions"))
    waiting = {
        item.pk: item.reporter_id
        for item in Contribution.objects.filter(pk__in=_named(rows, "contribution"))
        if item.reporting(on=on) in WAITING
    }
    return [
        row
        for row in rows
        if (row.facts.get("round"), row.facts.get("contribution")) in asked
        and row.facts["contribution"] in waiting
        and (waiting[row.facts["contribution"]] in own or (row.kind in FOR_STAFF and access.is_staff(row.recipient)))
    ]


def _about_reports(*states: ReportState) -> Callable[[Sequence[OutboxMail], datetime], list[OutboxMail]]:
    """Rows about reports in one of these states, of an organisation the reader acts for."""

    def ask(rows: Sequence[OutboxMail], at: datetime) -> list[OutboxMail]:
        own = _acts_for(rows[0], at)
        reports = StatusReport.objects.filter(pk__in=_named(rows, "report"), state__in=states)
        found = dict(reports.values_list("pk", "contribution__reporter"))
        return [row for row in rows if found.get(row.facts.get("report")) in own]

    return ask


def _objections(rows: Sequence[OutboxMail], at: datetime) -> list[OutboxMail]:
    reports = StatusReport.objects.filter(pk__in=_named(rows, "report"))
    found = set(reports.filter(state__in=HANDED_IN).values_list("pk", flat=True))
    return [row for row in rows if row.facts.get("report") in found and access.is_staff(row.recipient)]


def _queue(rows: Sequence[OutboxMail], at: datetime) -> list[OutboxMail]:
    reports = StatusReport.objects.filter(pk__in=_named(rows, "report"), state=ReportState.SUBMITTED)
    found = set(reports.values_list("pk", flat=True))
    return [row for row in rows if row.facts.get("report") in found and access.is_staff(row.recipient)]


def _invitations(rows: Sequence[OutboxMail], at: datetime) -> list[OutboxMail]:
    found = set(Invitation.objects.open(at=at).filter(pk__in=_named(rows, "invitation")).values_list("pk", flat=True))
    return [row for row in rows if row.facts.get("invitation") in found]


def _openings(rows: Sequence[OutboxMail], at: datetime) -> list[OutboxMail]:
    own = _acts_for(rows[0], at)
    rounds = ReportingRound.objects.opened().filter(pk__in=_named(rows, "round"), closed_at__isnull=True)
    asked = {
        (key, item.reporter_id) for key, items in still_asked(rounds, on=days.berlin_day(at)).items() for item in items
    }
    return [
        row
        for row in rows
        if (row.facts.get("round"), row.facts.get("partner")) in asked and row.facts["partner"] in own
    ]


def still_asked(rounds: Iterable[ReportingRound], *, on: date) -> dict[int, list[Contribution]]:
    """The contributions of rounds whose report has not come yet, by round, in the order of their commitments."""
    through = ReportingRound.contributions.through.objects.filter(
        reportinground__in=list(rounds), contribution__in=access.public_contributions()
    ).select_related("contribution__commitment", "contribution__partner", "contribution__reporter")
    found: dict[int, list[Contribution]] = defaultdict(list)
    for row in through.order_by("contribution__commitment__sort_key", "contribution_id"):
        if row.contribution.reporting(on=on) in WAITING:
            found[row.reportinground_id].append(row.contribution)
    return found


_ASKED: dict[NoticeKind, Callable[[Sequence[OutboxMail], datetime], list[OutboxMail]]] = {
    NoticeKind.INVITATION: _invitations,
    NoticeKind.REMINDER: _reminders,
    NoticeKind.DEPUTY_REMINDER: _reminders,
    NoticeKind.REVIEW_QUEUE: _queue,
    NoticeKind.RETURNED: _about_reports(ReportState.RETURNED),
    NoticeKind.ACCEPTED: _about_reports(ReportState.ACCEPTED),
    NoticeKind.ASSESSED: _about_reports(ReportState.ACCEPTED),
    NoticeKind.ENTERED: _about_reports(*HANDED_IN),
    NoticeKind.ROUND_OPENED: _openings,
    NoticeKind.REPORT_REVOKED: _about_reports(ReportState.REVOKED),
    NoticeKind.WISH_ANSWERED: _about_reports(*ReportState),
    NoticeKind.OBJECTED: _objections,
}
