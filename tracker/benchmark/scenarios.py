"""The scenarios: each server under load, one after the other, on one record."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.benchmark import inside, servers
from tracker.benchmark.databases import SQLITE, Record
from tracker.benchmark.rolling import SELECTED
from tracker.benchmark.servers import Server
from tracker.benchmark.visit import Visit, first_visit
from tracker.benchmark.wrk import Failed, Load, load

# Names of scenarios, which the goals ask for.
BARE, TRIVIAL = "trivial view, bare", "trivial view, our middleware"
OVERVIEW_WARM, TABLE_WARM, ONE_WARM = "overview, warm", "table, warm", "one commitment, warm"
OVERVIEW_304, TABLE_304 = "overview, 304", "table, 304"
OVERVIEW_COLD, ONE_COLD = "overview, cold", "one commitment, cold"
TABLE_COLD, LAST_COLD = "table, first page, cold", "table, last page, cold"
THREE_COLD, SEARCH_COLD = "table, three filters, cold", "table, search, cold"
PLAIN, PLAIN_THREE = "plain application", "plain application, three filters"
DATASETTE, DATASETTE_BARE = "Datasette, three filters, facets", "Datasette, three filters"
# By which page their queries are counted.
QUERIES = {
    OVERVIEW_COLD: "overview",
    TABLE_COLD: "table",
    LAST_COLD: "table, last page",
    THREE_COLD: "table, three filters",
    SEARCH_COLD: "table, search",
    ONE_COLD: "one commitment",
}
ROUNDS = 2
# Seconds.
WARM_UP = 1.0
WARM_UP_PATIENCE, MEMORY_PATIENCE, PATHS_PATIENCE = 60, 240, 20
# How often each address is asked for before it is measured.
PATHS_TIMES = 6


@dataclass(slots=True)
class Readings:
    """All that was measured on one record. Times are milliseconds; memory is megabytes of the larger worker."""

    kind: str
    size: int
    loads: dict[str, Load] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    without_facets: float = 0.0
    accepting: float = 0.0
    memory: dict[str, float] = field(default_factory=dict)
    visit: Visit | None = None


def run(
    record: Record, *, seconds: float, requests: int, tell: Callable[[str], None]
) -> tuple[Readings, dict[str, str]]:
    """Measure everything on this record; with `requests` also the memory after so many. The machine comes with it.

    Servers are loaded one after the other, in several rounds.
    """
    told = inside.told(inside.ADDRESSES, record)
    found = Readings(record.kind, record.size)

    def put(
        name: str, server: Server, paths: Sequence[str], headers: Mapping[str, str] | None = None, says: str = ""
    ) -> None:
        tell(f"{record.kind}, {record.size:,}: {name}")
        reading, found.bytes[name] = under_load(server, paths, seconds=seconds, headers=headers, says=says)
        # A machine shared with others only ever makes a reading worse, so the better one is nearer to the truth.
        found.loads[name] = max(reading, found.loads.get(name, reading), key=lambda load: load.per_second)

    # All that is compared must have found the same rows.
    selected = min(SELECTED, record.size // 2)

    for _round in range(ROUNDS):
        with servers.bare() as server:
            put(BARE, server, ["/trivial/"])
        with servers.site(record) as server:
            put(TRIVIAL, server, ["/trivial/"])
            for name, unchanged, path in (
                (OVERVIEW_WARM, OVERVIEW_304, told["overview"]),
                (TABLE_WARM, TABLE_304, told["table"]),
            ):
                put(name, server, [path])
                put(unchanged, server, [path], {"If-None-Match": server.get(path)[1]["etag"]})
            put(ONE_WARM, server, told["commitments"])
            found.visit = found.visit or first_visit(server, told["overview"])
            if requests and not found.memory:
                found.memory = memory(server, told["mixed"], requests=requests, tell=tell)
        with servers.site(record, page_cache_mb=0) as server:
            put(OVERVIEW_COLD, server, [told["overview"]])
            put(TABLE_COLD, server, [told["table"]])
            put(LAST_COLD, server, [told["last page"]])
            put(THREE_COLD, server, [told["three filters"]], says=f">{selected} Maßnahmen")
            put(SEARCH_COLD, server, told["searches"])
            put(ONE_COLD, server, told["commitments"])
        with servers.plain(record) as server:
            put(PLAIN, server, [told["plain"]["first page"]])
            put(PLAIN_THREE, server, [told["plain"]["three filters"]], says=f">{selected} Maßnahmen")
        if record.kind == SQLITE:
            with servers.datasette(record) as server:
                put(DATASETTE, server, [told["datasette"]["page with facets"]], says=f"{selected} rows")
                put(DATASETTE_BARE, server, [told["datasette"]["page without facets"]], says=f"{selected} rows")
    tell(f"{record.kind}, {record.size:,}: inside a process")
    counted: dict[str, Any] = inside.told(inside.COUNTS, record)
    found.queries = {name: counted["asked"][page]["queries"] for name, page in QUERIES.items()}
    found.without_facets = counted["without facets"]
    found.accepting = inside.told(inside.ACCEPTING, record)["accepting"]
    return found, told["machine"]


def under_load(
    server: Server,
    paths: Sequence[str],
    *,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    says: str = "",
) -> tuple[Load, int]:
    """The load of some seconds after a warm-up, and the bytes of one answer's body, which must hold what it `says`.

    What takes long is given long enough for every connection to get several answers.
    """
    expected = 304 if headers and "If-None-Match" in headers else 200
    body = b""
    took = 0.0
    for _first_and_then in range(2):
        started = time.perf_counter()
        status, _headers, body = server.get(paths[0], headers)
        took = time.perf_counter() - started
        if status != expected:
            raise Failed(f"{paths[0]} answered {status}, not {expected}")
    if says not in body.decode():
        raise Failed(f"{paths[0]} does not say “{says}”")
    if took < WARM_UP / 4:
        # Every process is to have seen every address: what it keeps of a search belongs to a warm process.
        asked, until = 0, time.monotonic() + PATHS_PATIENCE
        while not asked or (asked < PATHS_TIMES * len(paths) and time.monotonic() < until):
            asked += load(server.origin, paths, seconds=WARM_UP, headers=headers).requests
    return load(server.origin, paths, seconds=max(seconds, 6 * took), headers=headers), len(body)


def memory(server: Server, paths: Sequence[str], *, requests: int, tell: Callable[[str], None]) -> dict[str, float]:
    """What the larger worker holds after a warm-up and after so many mixed requests, and how many there really were.

    They end after `MEMORY_PATIENCE` seconds whatever their number.
    """
    tell("memory: warm-up")
    asked = 0
    until = time.monotonic() + WARM_UP_PATIENCE
    while asked < 3 * len(paths) and time.monotonic() < until:
        asked += load(server.origin, paths, seconds=5).requests
    before = max(server.memory())
    asked = 0
    until = time.monotonic() + MEMORY_PATIENCE
    while asked < requests and time.monotonic() < until:
        asked += load(server.origin, paths, seconds=10).requests
        tell(f"memory: {asked:,} of {requests:,} requests, {max(server.memory()):.1f} MB")
    return {"before": before, "after": max(server.memory()), "requests": asked}
