"""How long the pages take: each is asked for several times inside this process, without network and without ETag."""

from __future__ import annotations

import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import django
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tracker.benchmark.generate import generate
from tracker.models import Agreement, Commitment, Partner
from tracker.vocabulary import Kind, Status

TIMES = 7
DATABASE = "allianz_bench"


@dataclass(frozen=True, slots=True)
class Page:
    """One page that is measured; `path` is asked for once the record is there."""

    name: str
    path: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page took with a record of one size."""

    page: str
    commitments: int
    milliseconds: float
    queries: int
    kilobytes: int


def _table(**query: Any) -> str:
    return f"{reverse('public:commitments')}?{urlencode(query, doseq=True)}"


def _three_filters() -> str:
    agreement, partner = Agreement.objects.earliest("signed_on"), Partner.objects.get(key="kammern-1")
    status = [Status.IN_PROGRESS.value, Status.COMPLETED.value]
    return _table(vereinbarung=agreement.slug, status=status, partner=partner.key, sort="-frist")


# The yardstick comes first: a page that asks the record nothing but its revision.
PAGES = [
    Page("yardstick: a page of text", lambda: reverse("public:easy_language")),
    Page("overview", lambda: reverse("public:overview")),
    Page("table", lambda: reverse("public:commitments")),
    Page("table, three filters, sorted", _three_filters),
    Page("table, search for two words", lambda: _table(q="praktika pflege", art=Kind.MEASURE.value)),
    Page("one commitment", lambda: reverse("public:commitment", args=[Commitment.objects.earliest("sort_key").code])),
]


def run(sizes: Sequence[int], *, seed: int, progress: bool) -> tuple[list[Reading], dict[str, str]]:
    """The readings of all pages, size after size, each in a database of its own that is then gone; the machine."""
    readings: list[Reading] = []
    on: dict[str, str] = {}
    for size in sizes:
        with own_database():
            generate(commitments=size, seed=seed, progress=progress)
            if connection.vendor == "postgresql":
                # On a running server this has long been done by itself.
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
            readings += [measure(page, size) for page in PAGES]
            on = machine()
    return readings, on


@contextmanager
def own_database() -> Iterator[None]:
    """Work in a new, empty, migrated database, a file on SQLite, and remove it at the end."""
    before = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory(prefix=DATABASE) as folder:
        own = str(Path(folder, "bench.sqlite3")) if connection.vendor == "sqlite" else DATABASE
        connection.settings_dict["TEST"]["NAME"] = own
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def measure(page: Page, size: int, *, times: int = TIMES) -> Reading:
    """Ask for a page once to warm up and count its queries, then several times against the clock."""
    client = Client(SERVER_NAME=urlsplit(settings.SITE_URL).hostname or "127.0.0.1")
    path = page.path()

    def ask() -> Any:
        response = client.get(path, secure=settings.SECURE_SSL_REDIRECT)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")
        return response

    ask()
    with CaptureQueriesContext(connection) as asked:
        length = len(ask().content)
    queries = len(asked)  # now: the next request forgets them
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
    return Reading(
        page=page.name,
        commitments=size,
        milliseconds=round(statistics.median(taken), 1),
        queries=queries,
        kilobytes=round(length / 1024),
    )


def machine() -> dict[str, str]:
    """On what was measured; times of two machines cannot be compared, ratios can."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        version = cursor.fetchone()[0]
    return {
        "processor": f"{os.cpu_count()} × {_processor()}",
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "django": django.get_version(),
        "database": f"{connection.display_name} {version}",
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def as_data(readings: Sequence[Reading], on: dict[str, str]) -> dict[str, Any]:
    """All readings with the machine, as JSON holds them."""
    return {"machine": on, "times": TIMES, "readings": [asdict(reading) for reading in readings]}


def as_text(readings: Sequence[Reading], on: dict[str, str]) -> str:
    """The readings as a table: a line per page, its time at every size, and how they grow."""
    sizes = sorted({reading.commitments for reading in readings})
    found = {(reading.page, reading.commitments): reading for reading in readings}
    head = ["median of milliseconds"]
    for size in sizes:
        head += [f"{size:,}", "queries"]
    growth = len(sizes) > 1
    lines = [[*head, f"{sizes[-1]:,} : {sizes[0]:,}"] if growth else head]
    for page in dict.fromkeys(reading.page for reading in readings):
        cells = [page]
        for size in sizes:
            cells += [f"{found[page, size].milliseconds:.1f}", str(found[page, size].queries)]
        if growth:
            cells.append(f"{found[page, sizes[-1]].milliseconds / found[page, sizes[0]].milliseconds:.1f}")
        lines.append(cells)
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    table = [
        "  ".join(cell.rjust(width) if column else cell.ljust(width) for column, (cell, width) in enumerate(pairs))
        for pairs in [list(zip(line, widths, strict=True)) for line in lines]
    ]
    return "\n".join([*table, "", *(f"{name}: {value}" for name, value in on.items())])
