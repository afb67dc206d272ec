"""How the statuses of an agreement's measures moved from quarter to quarter, as known today."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from tracker import access, days
from tracker.figures.counts import Counts
from tracker.models import Agreement
from tracker.vocabulary import Kind, Precision

Cell = dict[str, Any]


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


def quarter_figures(agreements: Iterable[Agreement], *, on: date) -> dict[int, list[QuarterFigures]]:
    """For each agreement the quarters from its signing to the last one that has ended; two queries."""
    wanted = {agreement.pk: agreement for agreement in agreements}
    measures = access.public_periods().filter(commitment__kind=Kind.MEASURE)
    periods = measures.filter(commitment__agreement_id__in=wanted).order_by()
    began = _by_day(periods.filter(start__lte=on), "start")
    ended = _by_day(periods.filter(until__lte=on), "until")
    return {pk: _quarters(agreement, began.get(pk, []), ended.get(pk, []), on=on) for pk, agreement in wanted.items()}


def _by_day(periods: Any, column: str) -> dict[int, list[Cell]]:
    """How many periods of each status begin (or end) on each day, by agreement and in the order of days."""
    fuzzy = Q(status_as_of_precision=Precision.YEAR, status_as_of=F("start"))
    cells = (
        periods.values("commitment__agreement_id", "status", day=F(column))
        .annotate(number=Count("pk"), year_only=Count("pk", filter=fuzzy))
        .order_by("day")
    )
    found: dict[int, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell["commitment__agreement_id"], []).append(cell)
    return found


def _quarters(agreement: Agreement, began: list[Cell], ended: list[Cell], *, on: date) -> list[QuarterFigures]:
    """Running totals at each quarter's end: what began by then less what ended by then."""
    quarters: list[QuarterFigures] = []
    running = Counts()
    begins, ends = _until(began), _until(ended)
    for day in days.quarter_ends(agreement.signed_on, on):
        if day > on:
            break
        year_only = 0
        for cell in begins(day):
            running.add(cell["status"], cell["number"])
            year_only += cell["year_only"]
        for cell in ends(day):
            running.add(cell["status"], -cell["number"])
        quarters.append(QuarterFigures(day, Counts(dict(running.by_status)), agreement.effective_end < day, year_only))
    return quarters


def _until(cells: list[Cell]) -> Callable[[date], list[Cell]]:
    """What hands out the cells up to a day, each once; the cells and the days asked for stand in order."""
    waiting = deque(cells)

    def take(day: date) -> list[Cell]:
        taken = []
        while waiting and waiting[0]["day"] <= day:
            taken.append(waiting.popleft())
        return taken

    return take
