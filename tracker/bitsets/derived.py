"""What depends on the day somebody reads: where commitments stand against their deadline, and their reports.

The twin of `rules.schedule()` and `rules.worst()` over whole sets, the same rules in the same order; tests hold the two
together (tests/bitsets/test_sets_follow_the_rules.py).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pyroaring import FrozenBitMap

from tracker import rules
from tracker.vocabulary import DeadlineBasis, Kind, Reporting, Schedule, Status

if TYPE_CHECKING:
    from tracker.bitsets.sets import Set, Sets

DAY = timedelta(days=1)
WAITING = (Reporting.NEVER, Reporting.OVERDUE)


def schedule_sets(sets: Sets, on: date) -> dict[Schedule, Set]:
    """Every public commitment under its schedule on a day (`rules.schedule`)."""
    status = {value: sets.of("status", value) for value in Status}
    late = sets.of("late", True)
    past, future = sets.between("due_on", None, on - DAY), sets.between("due_on", on, None)
    soon = sets.between("due_on", on, on + timedelta(days=rules.DUE_SOON_DAYS))
    ended = sets.between("effective_end", None, on - DAY)
    found: dict[Schedule, Set] = {}
    rest = sets.every

    def take(schedule: Schedule, matching: Set) -> None:
        nonlocal rest
        found[schedule] = rest & matching
        rest = rest - matching

    take(Schedule.NOT_APPLICABLE, sets.of("kind", Kind.POSITION))
    take(Schedule.VOID, status[Status.DROPPED])
    take(Schedule.CLOSED_MISSED, status[Status.MISSED])
    take(Schedule.CLOSED_LATE, late & (status[Status.COMPLETED] | status[Status.ONGOING]))
    take(Schedule.CLOSED, status[Status.COMPLETED])
    take(Schedule.RUNNING, status[Status.ONGOING])
    take(Schedule.OVERDUE, past & sets.of("due_basis", DeadlineBasis.STATED))
    take(Schedule.PERIOD_OVER, past)
    take(Schedule.DUE_SOON, soon)
    take(Schedule.OPEN, future)
    take(Schedule.ENDED_UNKNOWN, ended & status[Status.UNKNOWN])
    take(Schedule.TERM_ENDED, ended)
    found[Schedule.NO_DEADLINE] = rest
    return found


def reporting_sets(sets: Sets, on: date) -> dict[Reporting, Set]:
    """Every public measure and target under the worst state of its required parts on a day (`rules.worst`)."""
    parts: dict[Reporting, list[Set]] = {state: [] for state in Reporting}
    known: dict[Any, Set] = sets.by["report"]
    for (base, due_on), commitments in known.items():
        is_due = base in WAITING and due_on is not None and due_on >= on
        parts[Reporting.DUE if is_due else base].append(commitments)
    found: dict[Reporting, Set] = {}
    rest = sets.every - sets.of("kind", Kind.POSITION)
    for state, having in parts.items():
        found[state] = rest & FrozenBitMap.union(*having) if having else FrozenBitMap()
        rest = rest - found[state]
    found[Reporting.NOT_ASKED] = rest
    return found
