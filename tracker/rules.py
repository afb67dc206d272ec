"""The rules by which the tracker computes, as pure functions (design section 3).

Nothing here reads the database or the clock: facts and the day go in, a judgement comes out. The page "So wird
gezählt" is made from this module, and its worked examples (`tracker/examples.py`) run as tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from tracker import days
from tracker.vocabulary import (
    Confidence,
    DeadlineBasis,
    Grade,
    Kind,
    Origin,
    Reporting,
    ReportState,
    Schedule,
    Status,
    StatusBasis,
    UnknownReason,
)

DUE_SOON_DAYS = 60


@dataclass(frozen=True, slots=True)
class Fact:
    """One accepted, published, not revoked statement on a commitment, as the roll-up sees it.

    `part` is the id of the contribution it speaks of, None for the whole. `status` is the assessed status (None if
    the fact leaves the status as it is), `reported` the one the partner reported. `told_on` is the Berlin day on
    which it was submitted (research: accepted).
    """

    id: int
    as_of: date
    precision: str
    told_on: date
    accepted_at: datetime
    status: Status | None = None
    reported: Status | None = None
    part: int | None = None
    origin: Origin = Origin.RESEARCH
    confidence: Confidence = Confidence.HIGH
    grade: Grade = Grade.NONE
    seen_on: date | None = None
    sources: int = 0

    @property
    def last_possible(self) -> date:
        """The day from which the fact counts: the last its words allow, never later than the day it was told."""
        return min(days.last_day(self.as_of, self.precision), max(self.told_on, self.first_possible))

    @property
    def first_possible(self) -> date:
        """The first day its words allow."""
        return days.first_day(self.as_of, self.precision)

    @property
    def order(self) -> tuple[date, datetime, int]:
        """What "newest" means: last possible as-of day, then acceptance, then id."""
        return (self.last_possible, self.accepted_at, self.id)


@dataclass(frozen=True, slots=True)
class Parts:
    """How many required parts stand where; given only where partners themselves have reported on them."""

    completed: int
    ongoing: int
    open: int
    unknown: int
    dropped: int

    @property
    def total(self) -> int:
        """All required parts."""
        return self.completed + self.ongoing + self.open + self.unknown + self.dropped


@dataclass(frozen=True, slots=True)
class Standing:
    """The status of a commitment with everything that is printed beside it."""

    status: Status = Status.UNKNOWN
    unknown_reason: UnknownReason | None = UnknownReason.NO_SOURCE
    as_of: date | None = None
    precision: str | None = None
    origin: Origin | None = None
    confidence: Confidence | None = None
    basis: StatusBasis = StatusBasis.NONE
    grade: Grade = Grade.NONE
    reported: Status | None = None
    differs: bool = False
    began_on: date | None = None
    before_signing: bool = False
    deciding_fact: int | None = None
    parts: Parts | None = None
    newest_fact_on: date | None = None
    newest_fact_precision: str | None = None
    facts_count: int = 0
    evidence_count: int = 0
    last_report_on: date | None = None
    last_research_on: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A standing from a day on, until the day before `until` (None: still)."""

    start: date
    until: date | None
    standing: Standing = field(default_factory=Standing)


def is_history(fact: Fact, signed_on: date) -> bool:
    """Whether a fact is Vorgeschichte: from before the signing day."""
    return fact.last_possible < signed_on


def sets_status(fact: Fact, signed_on: date) -> bool:
    """Whether a fact counts for the status: it has one, and is no Vorgeschichte unless it says "completed"."""
    return fact.status is not None and (not is_history(fact, signed_on) or fact.status is Status.COMPLETED)


def combine(statuses: Sequence[Status | None]) -> Status:
    """The status of a measure from those of its required parts (None: not known), by the seven steps of the roll-up."""
    if not any(statuses):
        return Status.UNKNOWN
    if all(status is Status.DROPPED for status in statuses):
        return Status.DROPPED
    rest = [status for status in statuses if status is not Status.DROPPED]
    if not any(rest):
        return Status.UNKNOWN
    if all(status is Status.COMPLETED for status in rest):
        return Status.COMPLETED
    if all(status in (Status.COMPLETED, Status.ONGOING) for status in rest):
        return Status.ONGOING
    if any(status in (Status.IN_PROGRESS, Status.ONGOING, Status.COMPLETED) for status in rest):
        return Status.IN_PROGRESS
    if any(status is Status.PREPARING for status in rest):
        return Status.PREPARING
    return Status.NOT_STARTED


def stand(kind: str, parts: Sequence[int], facts: Iterable[Fact], signed_on: date) -> Standing | None:
    """What is known of a commitment from these facts; None for positions, which have no status.

    `parts` are the ids of the required contributions. Targets are assessed as a whole, whatever their parts.
    """
    if kind == Kind.POSITION:
        return None
    known = sorted(facts, key=lambda fact: fact.order)
    frame = _frame(known)
    chains = _chains(kind, parts, known, signed_on)
    newest = [chain[-1] if chain else None for chain in chains]
    statuses = [fact.status if fact else None for fact in newest]
    # Not combined for targets: they have one judgement on the whole, and only they can be missed.
    status = statuses[0] or Status.UNKNOWN if kind == Kind.TARGET else combine(statuses)
    used = [fact for fact in newest if fact and (fact.status is not Status.DROPPED or status is Status.DROPPED)]
    reported, differs = _reported(newest)
    standing = replace(frame, parts=_parts(newest, parts), reported=reported, differs=differs)
    if status is Status.UNKNOWN:
        reason = UnknownReason.FACTS_ONLY if known else UnknownReason.NO_SOURCE
        best = max((fact.grade for fact in known), key=lambda grade: grade.weight, default=Grade.NONE)
        return replace(standing, status=status, unknown_reason=reason, grade=best)
    decisive = max(used, key=lambda fact: fact.order)
    own = any(fact and fact.part is not None for fact in newest)
    return replace(
        standing,
        status=status,
        unknown_reason=None,
        as_of=decisive.last_possible,
        precision=decisive.precision,
        origin=decisive.origin,
        confidence=decisive.confidence,
        basis=StatusBasis.PARTS if own else StatusBasis.WHOLE,
        grade=decisive.grade,
        began_on=_began_on(status, chains),
        before_signing=status is Status.COMPLETED and is_history(decisive, signed_on),
        deciding_fact=decisive.id,
    )


def chronicle(facts: Iterable[Fact]) -> Standing:
    """What is said of a position: no status, only how many dated facts there are and how well they are shown."""
    known = sorted(facts, key=lambda fact: fact.order)
    best = max((fact.grade for fact in known), key=lambda grade: grade.weight, default=Grade.NONE)
    nothing: dict[str, Any] = {"status": None, "unknown_reason": None, "basis": None}
    return replace(_frame(known), grade=best, **nothing)


def _frame(known: Sequence[Fact]) -> Standing:
    """What is said of all published facts together, whether they set a status or not."""
    newest = known[-1] if known else None
    reports = [fact.last_possible for fact in known if fact.origin is Origin.PARTNER]
    return Standing(
        newest_fact_on=newest.last_possible if newest else None,
        newest_fact_precision=newest.precision if newest else None,
        facts_count=len(known),
        evidence_count=sum(fact.sources for fact in known),
        last_report_on=max(reports, default=None),
        last_research_on=max((fact.seen_on for fact in known if fact.seen_on), default=None),
    )


def _chains(kind: str, parts: Sequence[int], known: Sequence[Fact], signed_on: date) -> list[list[Fact]]:
    """For each part the facts that count for it, its own and those for the whole, oldest first."""
    setting = [fact for fact in known if sets_status(fact, signed_on)]
    if kind == Kind.TARGET or not parts:
        return [[fact for fact in setting if fact.part is None]]
    return [[fact for fact in setting if fact.part in (None, part)] for part in parts]


def _parts(newest: Sequence[Fact | None], parts: Sequence[int]) -> Parts | None:
    if not any(fact and fact.part is not None and fact.origin is Origin.PARTNER for fact in newest):
        return None
    statuses = [fact.status if fact else None for fact in newest]
    closed = (Status.COMPLETED, Status.ONGOING, Status.DROPPED)
    return Parts(
        completed=statuses.count(Status.COMPLETED),
        ongoing=statuses.count(Status.ONGOING),
        open=sum(status is not None and status not in closed for status in statuses),
        unknown=statuses.count(None),
        dropped=statuses.count(Status.DROPPED),
    )


def _reported(newest: Sequence[Fact | None]) -> tuple[Status | None, bool]:
    """The same roll-up over what partners reported, and whether any part was reported unlike it was assessed."""
    reports = [fact if fact and fact.origin is Origin.PARTNER else None for fact in newest]
    if not any(reports):
        return None, False
    reported = combine([fact.reported or fact.status if fact else None for fact in reports])
    differs = [fact for fact in reports if fact and fact.reported and fact.reported is not fact.status]
    return reported, bool(differs)


def _began_on(status: Status, chains: Sequence[Sequence[Fact]]) -> date | None:
    """The first possible day of the fact with which a completed or ongoing status began, of the last part so."""
    if status not in (Status.COMPLETED, Status.ONGOING):
        return None
    enough = (Status.COMPLETED,) if status is Status.COMPLETED else (Status.COMPLETED, Status.ONGOING)
    begun: list[date] = []
    for chain in chains:
        run: Fact | None = None
        for fact in reversed(chain):
            if fact.status not in enough:
                break
            run = fact
        if run is not None:
            begun.append(run.first_possible)
    return max(begun, default=None)


def periods(kind: str, parts: Sequence[int], facts: Iterable[Fact], signed_on: date) -> list[Period]:
    """The standing from day to day, from the signing on, by the as-of days, as known today."""
    if kind == Kind.POSITION:
        return []
    known = sorted(facts, key=lambda fact: fact.order)
    starts = sorted({signed_on} | {max(fact.last_possible, signed_on) for fact in known})
    result: list[Period] = []
    for start, until in zip(starts, [*starts[1:], None], strict=True):
        standing = stand(kind, parts, [fact for fact in known if fact.last_possible <= start], signed_on)
        assert standing is not None  # noqa: S101 - positions have left above
        result.append(Period(start=start, until=until, standing=standing))
    return result


def schedule(
    *,
    kind: str,
    status: str | None,
    due_on: date | None,
    due_basis: str | None,
    effective_end: date,
    began_on: date | None,
    on: date,
) -> Schedule:
    """Where a commitment stands against its deadline on a day; the first rule that fits (design section 3)."""
    late = due_on is not None and began_on is not None and began_on > due_on
    if kind == Kind.POSITION:
        return Schedule.NOT_APPLICABLE
    if status == Status.DROPPED:
        return Schedule.VOID
    if status == Status.MISSED:
        return Schedule.CLOSED_MISSED
    if status == Status.COMPLETED:
        return Schedule.CLOSED_LATE if late else Schedule.CLOSED
    if status == Status.ONGOING:
        return Schedule.CLOSED_LATE if late else Schedule.RUNNING
    if due_on is not None:
        if due_on < on:
            return Schedule.OVERDUE if due_basis == DeadlineBasis.STATED else Schedule.PERIOD_OVER
        return Schedule.DUE_SOON if due_on <= on + timedelta(days=DUE_SOON_DAYS) else Schedule.OPEN
    if effective_end < on:
        return Schedule.ENDED_UNKNOWN if status == Status.UNKNOWN else Schedule.TERM_ENDED
    return Schedule.NO_DEADLINE


@dataclass(frozen=True, slots=True)
class Report:
    """A partner's own report on a contribution, as the reporting state sees it.

    `submitted` is whether it ever was; `pending` that it is accepted but waits for the end of the hearing period.
    """

    state: ReportState
    status: Status | None
    round: int | None
    submitted: bool
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """A round that asked for a contribution, with the day on which its report is due."""

    round: int
    due_on: date
    is_closing: bool = False


def reporting(askings: Sequence[Asking], reports: Sequence[Report], on: date) -> Reporting:
    """The reporting state of one contribution on a day.

    `askings` stand in the order of their rounds, `reports` in the order in which they were begun; only the partner's
    own reports are handed in. Nobody is late who was never asked; a slow review never makes a partner late; a draft
    changes nothing, for nobody else may learn of it.
    """
    told = [report for report in reports if report.state not in (ReportState.DRAFT, ReportState.REVOKED)]
    accepted = [report for report in told if report.state is ReportState.ACCEPTED and not report.pending]
    latest = askings[-1] if askings else None
    answered = latest is not None and any(report.round == latest.round for report in accepted)
    ended = bool(accepted) and accepted[-1].status in (Status.COMPLETED, Status.DROPPED)
    if ended or (latest is not None and latest.is_closing and answered):
        return Reporting.FINAL
    if latest is None:
        return Reporting.NOT_ASKED
    if any(report.pending or report.state is ReportState.SUBMITTED for report in told):
        return Reporting.IN_REVIEW
    if told and told[-1].state is ReportState.RETURNED:
        return Reporting.RETURNED
    if answered:
        return Reporting.CURRENT
    if latest.due_on >= on:
        return Reporting.DUE
    return Reporting.OVERDUE if any(report.submitted for report in reports) else Reporting.NEVER


def worst(states: Iterable[Reporting]) -> Reporting:
    """The reporting state of a commitment from those of its required parts: the worst, "not asked" only if all are."""
    asked = [state for state in states if state is not Reporting.NOT_ASKED]
    return min(asked, key=list(Reporting).index, default=Reporting.NOT_ASKED)


def membership_counts(start: date | None, end: date | None, *, signed_on: date, effective_end: date) -> bool:
    """Whether a membership counts for an agreement: it overlaps the time from signing to effective end."""
    return (start is None or start <= effective_end) and (end is None or end >= signed_on)


def is_late(day: date, end: date) -> bool:
    """Whether a fact of this day is "nach Laufzeitende"."""
    return day > end


def reminder_step(*, due_on: date, on: date, offsets: Sequence[int], every: int) -> int | None:
    """Which reminder is due on a day, as days before (negative) or after the due day; None before the first.

    `offsets` are the steps in ascending order; after the last one there is another every `every` days. The latest step
    that has come is returned, so days on which nobody asked are caught up by one reminder, not by several.
    """
    passed = (on - due_on).days
    reached = [offset for offset in offsets if offset <= passed]
    if not reached:
        return None
    last = offsets[-1]
    if passed < last + every:
        return reached[-1]
    return last + (passed - last) // every * every
