"""Examples of deadlines: what is said of them on a day, and which day satisfies fuzzy words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker import rules
from tracker.examples.status import EFFECTIVE_END, SIGNED_ON
from tracker.vocabulary import DeadlineBasis, Kind, Precision, Schedule, Status


@dataclass(frozen=True, slots=True)
class ScheduleExample:
    """A commitment on a day, and where it stands against its deadline.

    `began_on` is the first possible day of the fact with which it became completed or permanent; `agreed_on` is the
    deadline as first agreed, where it was moved since.
    """

    key: str
    status: Status | None
    on: date
    expected: Schedule
    why: Promise
    due_on: date | None = None
    basis: DeadlineBasis = DeadlineBasis.STATED
    began_on: date | None = None
    agreed_on: date | None = None
    kind: Kind = Kind.MEASURE

    def schedule(self) -> Schedule:
        """What the rules make of it."""
        return rules.schedule(
            kind=self.kind,
            status=self.status,
            due_on=self.due_on,
            due_basis=self.basis if self.due_on else None,
            effective_end=EFFECTIVE_END,
            began_on=self.began_on,
            on=self.on,
        )


DUE = date(2021, 12, 31)

SCHEDULE_EXAMPLES: tuple[ScheduleExample, ...] = (
    ScheduleExample(
        "position",
        None,
        date(2022, 3, 1),
        Schedule.NOT_APPLICABLE,
        _("Nothing was promised that could have a deadline."),
        kind=Kind.POSITION,
    ),
    ScheduleExample(
        "dropped",
        Status.DROPPED,
        date(2022, 3, 1),
        Schedule.VOID,
        _("What is no longer pursued is not overdue."),
        due_on=DUE,
    ),
    ScheduleExample(
        "missed",
        Status.MISSED,
        date(2022, 3, 1),
        Schedule.CLOSED_MISSED,
        _("A document or statistic shows that the target was not reached."),
        due_on=DUE,
        kind=Kind.TARGET,
    ),
    ScheduleExample(
        "in-time",
        Status.COMPLETED,
        date(2022, 3, 1),
        Schedule.CLOSED,
        _("The first fact that says “completed” lies within the deadline; later ones that confirm it move nothing."),
        due_on=DUE,
        began_on=date(2021, 11, 30),
    ),
    ScheduleExample(
        "year-only-in-time",
        Status.COMPLETED,
        date(2022, 3, 1),
        Schedule.CLOSED,
        _("Only the year 2021 is known: its first possible day is 1 January, so lateness is not shown."),
        due_on=date(2021, 6, 30),
        began_on=date(2021, 1, 1),
    ),
    ScheduleExample(
        "completed-without-deadline",
        Status.COMPLETED,
        date(2022, 3, 1),
        Schedule.CLOSED,
        _("Where the text names no deadline, none is made up."),
        began_on=date(2021, 11, 30),
    ),
    ScheduleExample(
        "target-reached",
        Status.COMPLETED,
        date(2022, 3, 1),
        Schedule.CLOSED,
        _("Targets are said to be reached, not completed."),
        due_on=DUE,
        began_on=date(2021, 11, 30),
        kind=Kind.TARGET,
    ),
    ScheduleExample(
        "late",
        Status.COMPLETED,
        date(2022, 5, 1),
        Schedule.CLOSED_LATE,
        _("The first fact that says “completed” lies after the deadline."),
        due_on=DUE,
        began_on=date(2022, 2, 10),
    ),
    ScheduleExample(
        "permanent-late",
        Status.ONGOING,
        date(2022, 5, 1),
        Schedule.CLOSED_LATE,
        _("The same holds for a measure that became permanent after its deadline."),
        due_on=DUE,
        began_on=date(2022, 2, 10),
    ),
    ScheduleExample(
        "permanent",
        Status.ONGOING,
        date(2022, 5, 1),
        Schedule.RUNNING,
        _("A permanent task has no end that could pass."),
        began_on=date(2020, 2, 10),
    ),
    ScheduleExample(
        "overdue",
        Status.IN_PROGRESS,
        date(2022, 1, 1),
        Schedule.OVERDUE,
        _("The day named in the text has passed, from the day after it on."),
        due_on=DUE,
    ),
    ScheduleExample(
        "on-the-day",
        Status.IN_PROGRESS,
        DUE,
        Schedule.DUE_SOON,
        _("The last day itself still belongs to the deadline."),
        due_on=DUE,
    ),
    ScheduleExample(
        "derived",
        Status.IN_PROGRESS,
        date(2022, 3, 1),
        Schedule.PERIOD_OVER,
        _("The day was only derived from the words, so it is not called overdue."),
        due_on=DUE,
        basis=DeadlineBasis.DERIVED,
    ),
    ScheduleExample(
        "sixty-days",
        Status.IN_PROGRESS,
        date(2021, 11, 1),
        Schedule.DUE_SOON,
        _("Sixty days are left."),
        due_on=DUE,
    ),
    ScheduleExample(
        "open",
        Status.UNKNOWN,
        date(2021, 10, 31),
        Schedule.OPEN,
        _("Sixty-one days are left; a deadline runs also where the status is not known."),
        due_on=DUE,
    ),
    ScheduleExample(
        "moved",
        Status.IN_PROGRESS,
        date(2022, 3, 1),
        Schedule.OPEN,
        _("The deadline was moved: the present one counts, the agreed one stays visible, with day and reason."),
        due_on=date(2022, 12, 31),
        agreed_on=DUE,
    ),
    ScheduleExample(
        "ended-unknown",
        Status.UNKNOWN,
        date(2023, 1, 1),
        Schedule.ENDED_UNKNOWN,
        _("No deadline of its own, the term is over, nothing is known of the outcome."),
    ),
    ScheduleExample(
        "term-ended",
        Status.IN_PROGRESS,
        date(2023, 1, 1),
        Schedule.TERM_ENDED,
        _("No deadline of its own, the term is over; that it was completed is not shown."),
    ),
    ScheduleExample(
        "no-deadline",
        Status.IN_PROGRESS,
        date(2022, 12, 31),
        Schedule.NO_DEADLINE,
        _("No deadline of its own, and the term runs until the end of this day."),
    ),
)


@dataclass(frozen=True, slots=True)
class DeadlineWords:
    """Words of an agreement and the last day that satisfies them; None where no single day does.

    The words are German, like the agreements.
    """

    words: str
    last_day: date | None
    precision: Precision
    basis: DeadlineBasis = DeadlineBasis.STATED


DEADLINE_WORDS: tuple[DeadlineWords, ...] = (
    DeadlineWords("am 15. März 2021", date(2021, 3, 15), Precision.DAY),
    DeadlineWords("im März 2021", date(2021, 3, 31), Precision.MONTH),
    DeadlineWords("im 2. Quartal 2021", date(2021, 6, 30), Precision.QUARTER),
    DeadlineWords("im 1. Halbjahr 2021", date(2021, 6, 30), Precision.HALF_YEAR),
    DeadlineWords("2021, Ende 2021", date(2021, 12, 31), Precision.YEAR),
    DeadlineWords("Anfang 2021", date(2021, 3, 31), Precision.PERIOD),
    DeadlineWords("Mitte 2021", date(2021, 7, 31), Precision.PERIOD),
    DeadlineWords("Sommer 2021", date(2021, 9, 22), Precision.PERIOD),
    DeadlineWords("Herbst 2021", date(2021, 12, 21), Precision.PERIOD),
    DeadlineWords("zum Ausbildungsjahr 2027/2028", date(2027, 9, 30), Precision.PERIOD),
    DeadlineWords(
        "in den kommenden fünf Jahren", SIGNED_ON.replace(year=2024), Precision.PERIOD, DeadlineBasis.DERIVED
    ),
    DeadlineWords("bis Ende der Laufzeit", EFFECTIVE_END, Precision.TERM),
    DeadlineWords("jährlich", None, Precision.RECURRING),
)
