"""Examples of the roll-up: which status follows from which facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tracker import days, rules
from tracker.vocabulary import Grade, Kind, Origin, Precision, Status, UnknownReason

SIGNED_ON = date(2019, 8, 26)
EFFECTIVE_END = date(2022, 12, 31)

FEDERATION = pgettext_lazy("example", "Federation")
LAENDER = pgettext_lazy("example", "Länder")
CHAMBERS = pgettext_lazy("example", "chambers")


@dataclass(frozen=True, slots=True)
class Told:
    """One fact of an example: what it says, of which day, for which part (None: for the whole)."""

    status: Status | None
    day: date
    part: Promise | None = None
    precision: Precision = Precision.DAY
    reported: Status | None = None
    told_on: date | None = None
    grade: Grade = Grade.DOCUMENT

    @property
    def is_report(self) -> bool:
        """Whether a partner reported it itself."""
        return self.reported is not None


@dataclass(frozen=True, slots=True)
class StatusExample:
    """Facts on a commitment with these required parts, and the standing that follows.

    `step` is the step of the roll-up that decides, None where the example is about something else.
    """

    key: str
    title: Promise
    parts: tuple[Promise, ...]
    facts: tuple[Told, ...]
    expected: Status | None
    why: Promise
    step: int | None = None
    kind: Kind = Kind.MEASURE
    reason: UnknownReason | None = None
    as_of: date | None = None
    before_signing: bool = False
    differs: bool = False

    def standing(self) -> rules.Standing | None:
        """What the rules make of it."""
        facts = [self._fact(number, told) for number, told in enumerate(self.facts, start=1)]
        return rules.stand(self.kind, range(len(self.parts)), facts, SIGNED_ON)

    def _fact(self, number: int, told: Told) -> rules.Fact:
        day = days.last_day(told.day, told.precision)
        told_on = told.told_on or day
        return rules.Fact(
            id=number,
            as_of=day,
            precision=told.precision,
            told_on=told_on,
            accepted_at=datetime.combine(told_on, time(12), UTC),
            status=told.status,
            reported=told.reported,
            part=None if told.part is None else self.parts.index(told.part),
            origin=Origin.PARTNER if told.is_report else Origin.RESEARCH,
            grade=told.grade,
            seen_on=told_on,
            sources=1,
        )


TWO, THREE = (FEDERATION, LAENDER), (FEDERATION, LAENDER, CHAMBERS)

STATUS_EXAMPLES: tuple[StatusExample, ...] = (
    StatusExample(
        "no-source",
        _("Nothing has been found"),
        TWO,
        (),
        Status.UNKNOWN,
        _("Without any fact the status is not known, and the reason is said: no source found."),
        step=1,
        reason=UnknownReason.NO_SOURCE,
    ),
    StatusExample(
        "facts-only",
        _("A fact without a status"),
        TWO,
        (Told(None, date(2021, 7, 31), precision=Precision.MONTH),),
        Status.UNKNOWN,
        _("The fact tells something about the measure, but not how far it has come."),
        step=1,
        reason=UnknownReason.FACTS_ONLY,
    ),
    StatusExample(
        "all-dropped",
        _("Nobody pursues it any longer"),
        TWO,
        (
            Told(Status.DROPPED, date(2020, 3, 1), FEDERATION),
            Told(Status.DROPPED, date(2021, 5, 12), LAENDER),
        ),
        Status.DROPPED,
        _("All parts are dropped, so the measure is."),
        step=2,
        as_of=date(2021, 5, 12),
    ),
    StatusExample(
        "dropped-left-out",
        _("One part dropped, the other completed"),
        TWO,
        (
            Told(Status.DROPPED, date(2020, 3, 1), FEDERATION),
            Told(Status.COMPLETED, date(2021, 5, 12), LAENDER),
        ),
        Status.COMPLETED,
        _("A dropped part is left out; the rest decides."),
        step=3,
        as_of=date(2021, 5, 12),
    ),
    StatusExample(
        "dropped-rest-unknown",
        _("One part dropped, nothing known of the other"),
        TWO,
        (Told(Status.DROPPED, date(2020, 3, 1), FEDERATION),),
        Status.UNKNOWN,
        _("A part without a status keeps the measure from being dropped: somebody may still be working on it."),
        step=2,
        reason=UnknownReason.FACTS_ONLY,
    ),
    StatusExample(
        "all-completed",
        _("All parts completed"),
        TWO,
        (
            Told(Status.COMPLETED, date(2020, 11, 2), FEDERATION),
            Told(Status.COMPLETED, date(2021, 6, 30), LAENDER),
        ),
        Status.COMPLETED,
        _("Completed only when the last part is. The day is that of the newest fact that decides."),
        step=3,
        as_of=date(2021, 6, 30),
    ),
    StatusExample(
        "completed-and-ongoing",
        _("One part completed, one made permanent"),
        TWO,
        (
            Told(Status.COMPLETED, date(2020, 11, 2), FEDERATION),
            Told(Status.ONGOING, date(2021, 6, 30), LAENDER),
        ),
        Status.ONGOING,
        _("Nothing is left to be begun, but part of it goes on."),
        step=4,
        as_of=date(2021, 6, 30),
    ),
    StatusExample(
        "one-of-three",
        _("One of three parts completed"),
        THREE,
        (
            Told(Status.COMPLETED, date(2020, 11, 2), FEDERATION),
            Told(Status.NOT_STARTED, date(2021, 2, 1), LAENDER),
        ),
        Status.IN_PROGRESS,
        _("A part of which nothing is known keeps the measure from being completed; that it has begun is shown."),
        step=5,
    ),
    StatusExample(
        "preparing",
        _("First steps by one, nothing yet by the other"),
        TWO,
        (
            Told(Status.PREPARING, date(2020, 9, 1), FEDERATION),
            Told(Status.NOT_STARTED, date(2021, 2, 1), LAENDER),
        ),
        Status.PREPARING,
        _("Nobody has begun, one prepares."),
        step=6,
    ),
    StatusExample(
        "not-started",
        _("It is shown that nothing has begun"),
        TWO,
        (Told(Status.NOT_STARTED, date(2021, 2, 1), LAENDER),),
        Status.NOT_STARTED,
        _("This needs a source as well; silence is never read as “not yet started”."),
        step=7,
    ),
    StatusExample(
        "whole-and-part",
        _("A fact on the whole, a later one on one part"),
        TWO,
        (
            Told(Status.IN_PROGRESS, date(2020, 5, 4)),
            Told(Status.COMPLETED, date(2021, 6, 30), FEDERATION),
        ),
        Status.IN_PROGRESS,
        _("For each part its newest fact counts, its own or one on the whole: one part is completed, one in progress."),
        as_of=date(2021, 6, 30),
    ),
    StatusExample(
        "newest-counts",
        _("Two facts on the same part"),
        (FEDERATION,),
        (
            Told(Status.COMPLETED, date(2020, 12, 31), FEDERATION),
            Told(Status.ONGOING, date(2021, 10, 1), FEDERATION),
        ),
        Status.ONGOING,
        _("The fact of the newer day counts, also where it says less than the older one."),
        as_of=date(2021, 10, 1),
    ),
    StatusExample(
        "year-only",
        _("Only the year is known"),
        (FEDERATION,),
        (
            Told(Status.IN_PROGRESS, date(2021, 11, 30)),
            Told(Status.COMPLETED, date(2021, 12, 31), precision=Precision.YEAR, told_on=date(2026, 11, 22)),
        ),
        Status.COMPLETED,
        _("A fact of which only the year is known counts from the last day of that year on."),
        as_of=date(2021, 12, 31),
    ),
    StatusExample(
        "year-told-early",
        _("Only the year is known, and it is not over"),
        (FEDERATION,),
        (Told(Status.IN_PROGRESS, date(2021, 12, 31), precision=Precision.YEAR, told_on=date(2021, 5, 5)),),
        Status.IN_PROGRESS,
        _("It never counts from a day later than the one on which it was told."),
        as_of=date(2021, 5, 5),
    ),
    StatusExample(
        "history",
        _("A fact from before the signing"),
        (FEDERATION,),
        (Told(Status.IN_PROGRESS, date(2018, 12, 31)),),
        Status.UNKNOWN,
        _("What happened before the promise does not show that it was kept; the fact is shown as prior history."),
        reason=UnknownReason.FACTS_ONLY,
    ),
    StatusExample(
        "completed-before",
        _("Already fulfilled before the signing"),
        (FEDERATION,),
        (Told(Status.COMPLETED, date(2019, 6, 1)),),
        Status.COMPLETED,
        _("The one exception: it is counted as completed, and said to have been so before the signing."),
        as_of=date(2019, 6, 1),
        before_signing=True,
    ),
    StatusExample(
        "after-the-term",
        _("A fact from after the end of the term"),
        (FEDERATION,),
        (
            Told(Status.IN_PROGRESS, date(2022, 6, 30)),
            Told(Status.COMPLETED, date(2023, 10, 30)),
        ),
        Status.COMPLETED,
        _("It counts and is marked “after the end of the term”; the status at the end of the term stands beside it."),
        as_of=date(2023, 10, 30),
    ),
    StatusExample(
        "reported-and-assessed",
        _("Reported one way, assessed another"),
        (FEDERATION,),
        (Told(Status.IN_PROGRESS, date(2021, 6, 30), FEDERATION, reported=Status.COMPLETED),),
        Status.IN_PROGRESS,
        _("The assessed status counts; what the partner reported stands beside it, and the difference is said."),
        differs=True,
    ),
    StatusExample(
        "target-by-parts",
        _("A target, and what one partner did for it"),
        TWO,
        (Told(Status.COMPLETED, date(2021, 6, 30), FEDERATION),),
        Status.UNKNOWN,
        _("A target is assessed as a whole; what single partners did are facts, from which no status follows."),
        kind=Kind.TARGET,
        reason=UnknownReason.FACTS_ONLY,
    ),
    StatusExample(
        "target-missed",
        _("A target after its day"),
        TWO,
        (Told(Status.MISSED, date(2022, 12, 31), grade=Grade.STATISTIC),),
        Status.MISSED,
        _("“Not reached” exists for targets only, after their day or the term, by a document or statistic."),
        kind=Kind.TARGET,
    ),
    StatusExample(
        "position",
        _("A declaration without a commitment of its own"),
        (),
        (Told(None, date(2020, 5, 4)),),
        None,
        _("It has no status; facts on it are told as a chronicle."),
        kind=Kind.POSITION,
    ),
)
