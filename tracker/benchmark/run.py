"""One whole run over the pages: every size on every database."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from tracker.benchmark import goals, scenarios
from tracker.benchmark.databases import POSTGRES, SQLITE, kept, server
from tracker.benchmark.report import Report
from tracker.benchmark.wrk import require


def pages(
    sizes: Sequence[int],
    *,
    seed: int,
    seconds: float,
    requests: int,
    folder: Path,
    progress: bool,
    tell: Callable[[str], None],
) -> Report:
    """The report on records of these sizes, on SQLite and, where POSTGRES names a server, on PostgreSQL.

    Memory is measured at the largest size. Raises `wrk.Failed` if wrk is missing or an answer is none.
    """
    require()
    found = Report()
    before = load_average()
    if not server():
        found.machine[POSTGRES] = "not measured; name a server with POSTGRES=postgres://…"
    for kind in kinds():
        for size in sizes:
            record = kept(kind, size, seed=seed, folder=folder, progress=progress)
            asked = requests if size == sizes[-1] else 0
            readings, machine = scenarios.run(record, seconds=seconds, requests=asked, tell=tell)
            found.readings.append(readings)
            found.machine |= {**machine, kind: machine["database"]}
            del found.machine["database"]
    found.machine["load average"] = f"{before} before, {load_average()} after"
    found.goals = goals.judge(found.readings)
    return found


def kinds() -> list[str]:
    """The kinds of databases that are there: SQLite, and PostgreSQL where POSTGRES names a server."""
    return [SQLITE, POSTGRES] if server() else [SQLITE]


def load_average() -> str:
    """The load of the last 1, 5 and 15 minutes."""
    return " ".join(f"{value:.2f}" for value in os.getloadavg())
