"""Who is reminded of what. Orders are keyed by recipient, item and step, so asking twice orders nothing twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings

from tracker import rules
from tracker.models import Contribution, ReportingRound, StatusReport
from tracker.vocabulary import AccountRole, NoticeKind, Origin, Reporting, ReportState
from tracker.workflow import order_mail, people_of, staff

WAITING = (Reporting.DUE, Reporting.NEVER, Reporting.OVERDUE, Reporting.RETURNED)


def order_reminders(*, on: date, at: datetime) -> int:
    """Order the reminders that are due on a day; returns how many mails are new.

    Reporters are reminded before and after the due day; after it their deputies and the editors learn of it too.
    Nobody is reminded of what was never asked, of a closed round or of what has been reported.
    """
    ordered = 0
    for asked in ReportingRound.objects.open(on=on).order_by("starts_on", "pk"):
        step = rules.reminder_step(
            due_on=asked.due_on, on=on, offsets=settings.REMINDER_DAYS, every=settings.REMINDER_EVERY
        )
        if step is None:
            continue
        for contribution in waiting_contributions(asked, on=on):
            ordered += _remind(contribution, asked, step, on=on, at=at)
    return ordered + _remind_reviewers(on=on, at=at)


def waiting_contributions(asked: ReportingRound, *, on: date) -> list[Contribution]:
    """The contributions of a round whose report has not come, or has been returned."""
    rows = asked.contributions.select_related("commitment__agreement", "partner", "reporter")
    latest = [row for row in rows if row.asked_due_on == asked.due_on]
    return [row for row in latest if row.reporting(on=on) in WAITING]


def _remind(contribution: Contribution, asked: ReportingRound, step: int, *, on: date, at: datetime) -> int:
    item, name = f"contribution-{contribution.pk}", f"{asked.pk}-{asked.due_on}-{step}"
    facts = {"contribution": contribution.pk, "round": asked.pk, "step": step}
    first = people_of(contribution.reporter, on=on)
    count = order_mail(first, NoticeKind.REMINDER, item=item, step=name, at=at, **facts)
    if step > 0:
        others = [*people_of(contribution.reporter, on=on, deputies=True), *staff(AccountRole.EDITOR)]
        others = [account for account in others if account not in first]
        count += order_mail(others, NoticeKind.DEPUTY_REMINDER, item=item, step=name, at=at, **facts)
    return count


def _remind_reviewers(*, on: date, at: datetime) -> int:
    """Remind the reviewers of reports that have waited for a week, then every week."""
    week = settings.REVIEW_REMINDER_DAYS
    count = 0
    old = StatusReport.objects.filter(
        origin=Origin.PARTNER, state=ReportState.SUBMITTED, submitted_at__lt=at - timedelta(days=week)
    )
    for report in old.order_by("submitted_at"):
        if report.submitted_at is None:
            continue
        weeks = (at - report.submitted_at).days // week
        count += order_mail(
            staff(AccountRole.REVIEWER),
            NoticeKind.REVIEW_QUEUE,
            item=f"report-{report.pk}",
            step=f"{report.version}-{weeks}",
            at=at,
            report=report.pk,
        )
    return count
