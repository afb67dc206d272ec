"""How the statuses of an agreement's measures moved from quarter to quarter, as known today."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker import bitsets, days
from tracker.bitsets import Set, Sets
from tracker.figures.counts import Counts
from tracker.models import Agreement
from tracker.vocabulary import Precision

# The end of a quarter, a status, and how many measures.
Step = tuple[date, str, int]


@dataclass(slots=True)
class QuarterFigures:
    """The measures by status at the end of one quarter.

    `is_late` marks quarters after the term; `year_only` counts the statuses that began in this quarter on a fact of
    which only the year is known, so that they may have begun in any quarter of that year.
    """

    day: date
    counts: Counts
    is_late: bool = False
    year_only: int = 0


def quarter_figures(
    agreements: Iterable[Agreement], sets: Sets | None = None, *, on: date
) -> dict[int, list[QuarterFigures]]:
    """For each agreement the quarters from its signing to the last one that has ended; no query.

    `sets` are the present ones, also for a past day: the course is told as known today.
    """
    sets = sets or bitsets.current()
    wanted = {agreement.pk: agreement for agreement in agreements}
    entered, left = (_by_agreement(sets.by[name]) for name in ("entered", "left"))
    year_only: dict[tuple[int, date], int] = defaultdict(int)
    for (agreement, start), commitments in _keyed(sets.by["year_only"]):
        year_only[agreement, days.last_day(start, Precision.QUARTER)] += len(commitments)
    return {pk: list(_quarters(agreement, entered[pk], left[pk], year_only, on=on)) for pk, agreement in wanted.items()}


def _keyed(sets: Any) -> Iterable[tuple[Any, Set]]:
    """The sets of a dimension with their values, which are tuples."""
    return sets.items()


def _by_agreement(sets: Any) -> dict[int, list[Step]]:
    """How many measures enter (or leave) each status by the end of each quarter, in the order of days."""
    found: dict[int, list[Step]] = defaultdict(list)
    for (agreement, day, status), measures in _keyed(sets):
        found[agreement].append((day, status, len(measures)))
    for steps in found.values():
        steps.sort()
    return found


def _quarters(
    agreement: Agreement,
    entered: list[Step],
    left: list[Step],
    year_only: dict[tuple[int, date], int],
    *,
    on: date,
) -> Iterator[QuarterFigures]:
    """Running totals at each quarter's end: what entered a status by then less what left it."""
    running = Counts()
    enters, leaves = _until(entered), _until(left)
    for day in days.quarter_ends(agreement.signed_on, on):
        if day > on:
            break
        for _day, status, number in enters(day):
            running.add(status, number)
        for _day, status, number in leaves(day):
            running.add(status, -number)
        late = agreement.effective_end < day
        yield QuarterFigures(day, Counts(dict(running.by_status)), late, year_only[agreement.pk, day])


def _until(steps: list[Step]) -> Callable[[date], list[Step]]:
    """What hands out the steps up to a day, each once; the steps and the days asked for stand in order."""
    waiting = deque(steps)

    def take(day: date) -> list[Step]:
        taken = []
        while waiting and waiting[0][0] <= day:
            taken.append(waiting.popleft())
        return taken

    return take
