"""Examples of reporting: what is said of a partner's report on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker import rules
from tracker.vocabulary import Reporting, ReportState, Status

ASKED = rules.Asking(round=1, due_on=date(2027, 3, 31))
CLOSING = rules.Asking(round=2, due_on=date(2027, 12, 31), is_closing=True)
IN_TIME, LATER = date(2027, 3, 31), date(2027, 4, 1)


@dataclass(frozen=True, slots=True)
class ReportingExample:
    """The rounds that asked and the reports that were begun, and the state on a day."""

    key: str
    title: Promise
    on: date
    askings: tuple[rules.Asking, ...]
    reports: tuple[rules.Report, ...]
    expected: Reporting
    why: Promise

    def reporting(self) -> Reporting:
        """What the rules make of it."""
        return rules.reporting(self.askings, self.reports, self.on)


def _report(state: ReportState, round: int | None = 1, status: Status = Status.IN_PROGRESS) -> rules.Report:
    return rules.Report(state, status, round, submitted=state is not ReportState.DRAFT)


REPORTING_EXAMPLES: tuple[ReportingExample, ...] = (
    ReportingExample(
        "not-asked",
        _("No round has asked so far"),
        LATER,
        (),
        (),
        Reporting.NOT_ASKED,
        _("Nobody is late who was never asked."),
    ),
    ReportingExample(
        "due",
        _("Asked until 31 March 2027, seen on that day"),
        IN_TIME,
        (ASKED,),
        (),
        Reporting.DUE,
        _("The last day itself still belongs to the time given."),
    ),
    ReportingExample(
        "never",
        _("Asked until 31 March 2027, nothing came, seen a day later"),
        LATER,
        (ASKED,),
        (),
        Reporting.NEVER,
        _("The day has passed and no report was ever handed in."),
    ),
    ReportingExample(
        "draft",
        _("A draft that was not handed in"),
        LATER,
        (ASKED,),
        (_report(ReportState.DRAFT),),
        Reporting.NEVER,
        _("A draft is nobody's business but the partner's: it changes nothing in public."),
    ),
    ReportingExample(
        "overdue",
        _("Reported in an earlier round, not in this one"),
        LATER,
        (rules.Asking(round=0, due_on=date(2026, 3, 31)), ASKED),
        (_report(ReportState.ACCEPTED, round=0),),
        Reporting.OVERDUE,
        _("There is an earlier report, but the latest round is unanswered."),
    ),
    ReportingExample(
        "in-review",
        _("Handed in in time, not yet reviewed"),
        LATER,
        (ASKED,),
        (_report(ReportState.SUBMITTED),),
        Reporting.IN_REVIEW,
        _("A slow review never makes a partner late."),
    ),
    ReportingExample(
        "current",
        _("Handed in and accepted"),
        LATER,
        (ASKED,),
        (_report(ReportState.ACCEPTED),),
        Reporting.CURRENT,
        _("The latest round is answered."),
    ),
    ReportingExample(
        "final-completed",
        _("Accepted as completed"),
        LATER,
        (ASKED,),
        (_report(ReportState.ACCEPTED, status=Status.COMPLETED),),
        Reporting.FINAL,
        _("What is completed or dropped need not be reported again."),
    ),
    ReportingExample(
        "final-closing",
        _("The closing round is answered"),
        date(2028, 2, 1),
        (ASKED, CLOSING),
        (_report(ReportState.ACCEPTED), _report(ReportState.ACCEPTED, round=2)),
        Reporting.FINAL,
        _("After the closing round nobody is asked again."),
    ),
)
