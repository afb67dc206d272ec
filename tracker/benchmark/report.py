"""What the benchmark prints: a table of the readings, one of the goals, the machine and its load; the same as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from tracker.benchmark.goals import Goal
from tracker.benchmark.scenarios import Readings

HEAD = ["", "requests/s", "median ms", "p99 ms", "bytes", "queries"]
NOTES = [
    "Cold: rendered pages are not kept (PAGE_CACHE_MB=0), the process is warm. Warm: as served.",
    "Without facets: reading the address, the ids of the first page, their rows and the table drawn of them, measured"
    " inside a process; no page of the site is without facets.",
    "Accepting: the call that accepts and publishes one report, median of 30, inside a process.",
    "Datasette is one process; its time limits are raised so that it leaves out neither facets nor rows.",
]


@dataclass(slots=True)
class Report:
    """All that one run found."""

    machine: dict[str, str] = field(default_factory=dict)
    readings: list[Readings] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    def missed(self) -> list[str]:
        """The goals that were not met, as sentences."""
        return [f"{goal.where}: {goal.what} is {goal.reached:.2f}" for goal in self.goals if not goal.met]

    def as_data(self) -> dict[str, Any]:
        """Everything, as JSON holds it."""
        return {
            "machine": self.machine,
            "readings": [asdict(one) for one in self.readings],
            "goals": [{**asdict(goal), "met": goal.met} for goal in self.goals],
        }

    def as_text(self) -> str:
        """Everything, as a person reads it."""
        parts = [_of_record(one) for one in self.readings]
        parts.append(_goals(self.goals))
        parts.append("\n".join(NOTES))
        parts.append("\n".join(f"{name}: {value}" for name, value in self.machine.items()))
        return "\n\n".join(parts)


def _of_record(readings: Readings) -> str:
    lines = [[f"{readings.kind}, {readings.size:,} commitments", *HEAD[1:]]]
    for name, load in readings.loads.items():
        queries = readings.queries.get(name)
        lines.append(
            [
                name,
                f"{load.per_second:,.1f}",
                f"{load.median:,.2f}",
                f"{load.p99:,.2f}",
                f"{readings.bytes[name]:,}",
                "" if queries is None else str(queries),
            ]
        )
    lines.append(["table, three filters, without facets", "", f"{readings.without_facets:,.2f}", "", "", ""])
    lines.append(["accepting a report", "", f"{readings.accepting:,.2f}", "", "", ""])
    text = columns(lines)
    if readings.visit:
        visit = readings.visit
        text += f"\nfirst visit of the overview: {visit.requests} requests, {visit.kilobytes:.1f} KB compressed"
    if readings.memory:
        held = readings.memory
        text += (
            f"\nmemory of a worker: {held['before']:.1f} MB after warm-up,"
            f" {held['after']:.1f} MB after {held['requests']:,.0f} mixed requests"
        )
    return text


def _goals(goals: Sequence[Goal]) -> str:
    lines = [["goals", "", "reached", "goal", ""]]
    for goal in goals:
        limit = f"{'≥' if goal.at_least else '≤'} {goal.limit:g}"
        lines.append([goal.where, goal.what, f"{goal.reached:.2f}", limit, "met" if goal.met else "missed"])
    return columns(lines, texts=2)


def columns(lines: Sequence[Sequence[str]], *, texts: int = 1) -> str:
    """Lines of cells as a table; the first so many columns are texts, the others numbers."""
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place < texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
