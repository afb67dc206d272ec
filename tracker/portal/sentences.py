"""Sentences of the reporting area that several of its pages say in the same words."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker import days, workflow
from tracker.models import Contribution, ReportingRound, StatusReport
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import ReportState

ANSWERED = (ReportState.SUBMITTED, ReportState.ACCEPTED)


def asked_words(contribution: Contribution, *, on: date) -> str:
    """What the open round asks for until when, or that it is answered; that a round has closed; or that none asks."""
    asked = workflow.asking_round(contribution)
    if asked is not None:
        words = {"round": asked.title, "day": day_text(asked.due_on)}
        if contribution.reports.filter(round=asked, state__in=ANSWERED).exists():
            return _("You have reported for %(round)s. Nothing more is asked for.") % words
        if asked.due_on < on:
            return _("%(round)s asked for this report until %(day)s. You can still report, it is then late.") % words
        return _("%(round)s asks for this report until %(day)s.") % words
    closed = last_closed_round(contribution)
    if closed is not None:
        return _("%s is closed. What you report now counts for the next round.") % closed.title
    return _("No round asks for this report at present. You can report all the same.")


def last_closed_round(contribution: Contribution) -> ReportingRound | None:
    """The newest closed round that asked for a contribution."""
    return contribution.rounds.filter(closed_at__isnull=False).order_by("-closed_at", "-pk").first()


def submitted_words(report: StatusReport) -> str:
    """That a report was handed in, and for which round it counts."""
    title = report.commitment.title
    if report.round is not None:
        return _("Reported: “%(title)s”. It counts for %(round)s. The editors review it now.") % {
            "title": title,
            "round": report.round.title,
        }
    closed = last_closed_round(report.contribution) if report.contribution else None
    if closed is not None:
        words = _("Reported: “%(title)s”. %(round)s is closed, it counts for the next round. The editors review it.")
        return words % {"title": title, "round": closed.title}
    return _("Reported: “%s”, without having been asked for. The editors review it now.") % title


def state_words(report: StatusReport | None) -> str:
    """Where the open report stands, with the day; empty where there is none."""
    if report is None:
        return ""
    if report.state == ReportState.SUBMITTED and report.submitted_at:
        return _("Reported on %s, under review by the editors.") % day_text(days.berlin_day(report.submitted_at))
    if report.state == ReportState.RETURNED and report.returned_at:
        return _("Returned by the editors on %s.") % day_text(days.berlin_day(report.returned_at))
    return _("Draft, seen by your organisation and the editors only.")


def hearing_words(report: StatusReport) -> str:
    """Until when a partner may answer a differing assessment before it is published; empty if it is public."""
    if report.published_at is not None or report.publish_at is None:
        return ""
    last = days.berlin_day(report.publish_at - timedelta(seconds=1))
    if not report.assessed_status:
        return _("It becomes public after %s.") % day_text(last)
    return _("The assessment becomes public after %s, or at once with your reply.") % day_text(last)


def left_words(due_on: date, *, on: date) -> str:
    """How many days are left until a due day, or for how many it has passed."""
    number = (due_on - on).days
    if number < 0:
        return ngettext("%d day overdue", "%d days overdue", -number) % -number
    if number == 0:
        return _("due today")
    return ngettext("%d day left", "%d days left", number) % number


def step_words(report: StatusReport) -> list[str]:
    """What happened to a report, step by step, each with its day."""
    steps = [
        (report.created_at, _("begun on %s")),
        (report.submitted_at, _("entered by the editors on %s") if report.entered_by_id else _("handed in on %s")),
        (report.returned_at, _("returned on %s")),
        (report.accepted_at, _("accepted on %s")),
        (report.published_at, _("published on %s")),
        (report.replied_at, _("replied on %s")),
        (report.revoked_at, _("withdrawn by the review on %s")),
    ]
    done = sorted((at, words) for at, words in steps if at is not None)
    return [words % day_text(days.berlin_day(at)) for at, words in done]
