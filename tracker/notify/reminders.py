"""Who is reminded of what. Orders are keyed by recipient, item and step, so asking twice orders nothing twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings

from tracker import access, days, rules
from tracker.models import Account, Contribution, Partner, ReportingRound, StatusReport
from tracker.vocabulary import AccountRole, NoticeKind, Origin, Reporting, ReportState
from tracker.workflow import order_mail, people_of, staff

WAITING = (Reporting.DUE, Reporting.NEVER, Reporting.OVERDUE, Reporting.RETURNED)


@dataclass
class _People:
    """Who is told, looked up once per organisation and run."""

    on: date
    editors: list[Account] = field(default_factory=lambda: staff(AccountRole.EDITOR))
    _first: dict[int, list[Account]] = field(default_factory=dict)
    _deputies: dict[int, list[Account]] = field(default_factory=dict)

    def first(self, partner: Partner | None) -> list[Account]:
        """Those who report for an organisation."""
        if partner is None:
            return []
        if partner.pk not in self._first:
            self._first[partner.pk] = people_of(partner, on=self.on)
        return self._first[partner.pk]

    def others(self, partner: Partner | None) -> list[Account]:
        """Its deputies and the editors, without those who are reminded anyway."""
        if partner is None:
            return self.editors
        if partner.pk not in self._deputies:
            self._deputies[partner.pk] = people_of(partner, on=self.on, deputies=True)
        first = self.first(partner)
        return [account for account in {*self._deputies[partner.pk], *self.editors} if account not in first]


def order_reminders(*, on: date, at: datetime) -> int:
    """Order the reminders that are due on a day; returns how many rows are new in the outbox.

    Reporters are reminded before and after the due day; after it their deputies and the editors learn of it too, and
    at once where an organisation has nobody who could be reminded. Nobody is reminded of what was never asked, of a
    closed round or of what has been reported. Days on which nobody asked are caught up by the latest step alone.
    """
    people = _People(on)
    ordered = 0
    for asked in ReportingRound.objects.open(on=on).order_by("starts_on", "pk"):
        step = _step(asked, on=on)
        if step is None:
            continue
        waiting = waiting_contributions(asked, on=on)
        returned = _returned_on(waiting)
        for item in waiting:
            back = returned.get(item.pk)
            # The mail that told of the return says the same as a reminder of that day or before.
            if back is None or asked.due_on + timedelta(days=step) > back:
                ordered += _remind(item, asked, step, people, at=at)
    return ordered + _remind_reviewers(at=at)


def order_round_reminders(asked: ReportingRound, *, on: date, at: datetime) -> int:
    """Remind everybody who has not reported in an open round, by hand; returns how many people get a mail by it.

    Once per day, person and contribution: pressed again on the same day it orders nothing.
    """
    if not ReportingRound.objects.open(on=on).filter(pk=asked.pk).exists():
        return 0
    people = _People(on)
    told: set[int] = set()
    for item in waiting_contributions(asked, on=on):
        for account in people.first(item.reporter):
            facts = {"contribution": item.pk, "round": asked.pk}
            name = f"{asked.pk}-by-hand-{on}"
            if order_mail([account], NoticeKind.REMINDER, item=f"contribution-{item.pk}", step=name, at=at, **facts):
                told.add(account.pk)
    return len(told)


def waiting_contributions(asked: ReportingRound, *, on: date) -> list[Contribution]:
    """The contributions of a round whose report has not come or was returned, unless a later round asks for them."""
    rows = (
        access.public_contributions()
        .filter(rounds=asked)
        .select_related("commitment__agreement", "partner", "reporter")
        .order_by("commitment__sort_key", "pk")
    )
    waiting = [row for row in rows if row.reporting(on=on) in WAITING]
    latest = _latest_rounds(waiting)
    return [row for row in waiting if latest.get(row.pk) == asked.pk]


def _latest_rounds(contributions: Iterable[Contribution]) -> dict[int, int]:
    """The latest opened round of each contribution, which is the one its report answers."""
    through = ReportingRound.contributions.through.objects.filter(
        contribution__in=list(contributions), reportinground__opened_at__isnull=False
    )
    ordered = through.order_by("reportinground__starts_on", "reportinground_id")
    return dict(ordered.values_list("contribution_id", "reportinground_id"))


def _step(asked: ReportingRound, *, on: date) -> int | None:
    """The step of a day, None before the first; steps up to the opening are covered by the mail that told of it."""
    step = rules.reminder_step(
        due_on=asked.due_on, on=on, offsets=settings.REMINDER_DAYS, every=settings.REMINDER_EVERY
    )
    if step is None or asked.opened_at is None:
        return None
    told_on = max(days.berlin_day(asked.opened_at), asked.starts_on)
    return step if asked.due_on + timedelta(days=step) > told_on else None


def _returned_on(contributions: Iterable[Contribution]) -> dict[int, date]:
    """The day on which the open report of a contribution was returned."""
    found = StatusReport.objects.filter(contribution__in=list(contributions), state=ReportState.RETURNED)
    return {
        key: days.berlin_day(moment) for key, moment in found.values_list("contribution_id", "returned_at") if moment
    }


def _remind(contribution: Contribution, asked: ReportingRound, step: int, people: _People, *, at: datetime) -> int:
    item, name = f"contribution-{contribution.pk}", f"{asked.pk}-{asked.due_on}-{step}"
    facts = {"contribution": contribution.pk, "round": asked.pk}
    first = people.first(contribution.reporter)
    count = order_mail(first, NoticeKind.REMINDER, item=item, step=name, at=at, **facts)
    if step > 0 or not first:
        others = people.others(contribution.reporter)
        count += order_mail(others, NoticeKind.DEPUTY_REMINDER, item=item, step=name, at=at, **facts)
    return count


def _remind_reviewers(*, at: datetime) -> int:
    """Remind the reviewers of reports that have waited for some days, then again after as many."""
    pause = settings.REVIEW_REMINDER_DAYS
    reviewers = staff(AccountRole.REVIEWER)
    old = StatusReport.objects.filter(
        origin=Origin.PARTNER, state=ReportState.SUBMITTED, submitted_at__lte=at - timedelta(days=pause)
    )
    count = 0
    for pk, submitted_at in old.order_by("submitted_at", "pk").values_list("pk", "submitted_at"):
        if submitted_at is None:
            continue
        step = f"{submitted_at:%Y%m%d%H%M%S}-{(at - submitted_at).days // pause}"
        count += order_mail(reviewers, NoticeKind.REVIEW_QUEUE, item=f"report-{pk}", step=step, at=at, report=pk)
    return count
