"""The goals, as ratios within one run, and whether they are met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.benchmark import scenarios as s
from tracker.benchmark.scenarios import Readings

SMALL, LARGE, VAST = 1_000, 100_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with what was reached; `at_least` says on which side of the limit it is met."""

    where: str
    what: str
    reached: float
    limit: float
    at_least: bool

    @property
    def met(self) -> bool:
        """Whether it is met."""
        return self.reached >= self.limit if self.at_least else self.reached <= self.limit


def judge(found: Sequence[Readings]) -> list[Goal]:
    """Every goal of which all that it compares was measured."""
    goals: list[Goal] = []
    for kind in dict.fromkeys(one.kind for one in found):
        of_kind = {one.size: one for one in found if one.kind == kind}
        for size, readings in sorted(of_kind.items()):
            goals += _within(readings, f"{kind}, {size:,}")
        for size, limits in ((LARGE, (1.3, 2, 2, 1.2)), (VAST, (2, 5, None, None))):
            if SMALL in of_kind and size in of_kind:
                goals += _growth(of_kind[SMALL], of_kind[size], limits, f"{kind}, {size:,} : {SMALL:,}")
    return goals


def _within(readings: Readings, where: str) -> Iterator[Goal]:
    """What is compared on one record, by requests per second."""

    def times(one: str, other: str) -> float:
        return readings.loads[one].per_second / readings.loads[other].per_second

    for name, limit in ((s.OVERVIEW_WARM, 0.5), (s.TABLE_WARM, 0.5), (s.OVERVIEW_304, 0.7), (s.TABLE_304, 0.7)):
        yield Goal(where, f"{name} : {s.TRIVIAL}", times(name, s.TRIVIAL), limit, True)
    if readings.size == LARGE:
        yield Goal(where, f"{s.THREE_COLD} : {s.PLAIN_THREE}", times(s.THREE_COLD, s.PLAIN_THREE), 5, True)
        if s.DATASETTE in readings.loads:
            yield Goal(where, f"{s.THREE_COLD} : {s.DATASETTE}", times(s.THREE_COLD, s.DATASETTE), 10, True)
        yield Goal(where, f"time of {s.SEARCH_COLD} : first page", times(s.TABLE_COLD, s.SEARCH_COLD), 1.5, False)
    yield Goal(where, f"time of {s.LAST_COLD} : first page", times(s.TABLE_COLD, s.LAST_COLD), 2, False)
    if readings.visit:
        yield Goal(where, "first visit of the overview, kilobytes", readings.visit.kilobytes, 100, False)
        yield Goal(where, "first visit of the overview, requests", readings.visit.requests, 5, False)
    if readings.memory:
        grown = readings.memory["after"] / readings.memory["before"]
        yield Goal(where, f"memory of a worker after {readings.memory['requests']:,.0f} requests", grown, 1.1, False)


def _growth(
    small: Readings, large: Readings, limits: tuple[float, float, float | None, float | None], where: str
) -> Iterator[Goal]:
    """How times grow with the record."""

    def times(name: str) -> float:
        return small.loads[name].per_second / large.loads[name].per_second

    without, within, overview, accepting = limits
    yield Goal(
        where,
        "time of table, three filters, without facets",
        large.without_facets / small.without_facets,
        without,
        False,
    )
    yield Goal(where, f"time of {s.THREE_COLD}", times(s.THREE_COLD), within, False)
    if overview is not None:
        yield Goal(where, f"time of {s.OVERVIEW_COLD}", times(s.OVERVIEW_COLD), overview, False)
    if accepting is not None:
        yield Goal(where, "time of accepting a report", large.accepting / small.accepting, accepting, False)
