"""The table of a run: what every phase brought, and which goals were missed."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass, field

from tests.stress.visitor import Visit

HEAD = ["phase", "requests", "errors", "later", "acknowledged", "refused", "lost", "doubled", "half", "torn"]
HEAD += ["median", "p99", "record"]
WIDTH = 24


@dataclass(slots=True)
class Row:
    """One phase as it went. `later` are the requests that failed once the site had recovered."""

    phase: str
    note: str = ""
    visits: list[Visit] = field(default_factory=list)
    later: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    refused: int = 0
    lost: int = 0
    doubled: int = 0
    half: int = 0
    torn: int = 0
    record: str = "clean"
    missed: list[str] = field(default_factory=list)

    @property
    def errors(self) -> Counter[str]:
        """How many requests ended in which kind of error."""
        return Counter(visit.error for visit in self.visits if visit.error)

    def times(self) -> tuple[int, int]:
        """Median and 99th percentile of the answers that were none of an error, in milliseconds."""
        seconds = sorted(visit.seconds for visit in self.visits if not visit.error) or [0.0]
        return round(statistics.median(seconds) * 1000), round(seconds[len(seconds) * 99 // 100] * 1000)

    def cells(self) -> list[str]:
        """The row of the table."""
        numbers = [self.acknowledged, self.refused, self.lost, self.doubled, self.half, self.torn, *self.times()]
        counts = [str(len(self.visits)), str(self.errors.total()), str(self.later.total())]
        return [self.phase, *counts, *map(str, numbers), self.record]


def head() -> str:
    """The head of the table."""
    return _line(HEAD)


def lines(row: Row) -> list[str]:
    """A row with what it brought, and below it in words what cannot stand in a column."""
    found = [_line(row.cells())]
    told = ", ".join(f"{number} × {kind}" for kind, number in sorted(row.errors.items()))
    words = "; ".join(word for word in (row.note, f"errors: {told}" if told else "") if word)
    if words:
        found.append(f"    {words}")
    return [*found, *(f"    MISSED: {sentence}" for sentence in row.missed)]


def not_tried(phase: str, why: str) -> str:
    """The line of a phase that cannot be tried here."""
    return f"{phase.ljust(WIDTH)} not tried: {why}"


def _line(cells: list[str]) -> str:
    widths = [max(len(name), 6) for name in HEAD[1:]]
    return cells[0].ljust(WIDTH) + "".join(
        f"  {cell.rjust(width)}" for cell, width in zip(cells[1:], widths, strict=True)
    )
