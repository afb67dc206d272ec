"""What is measured inside a process: queries of the pages, the table without facets, accepting a report."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tracker import days, workflow
from tracker.benchmark import addresses
from tracker.listings.records import load
from tracker.listings.tables import CommitmentTable
from tracker.listings.view import Listing
from tracker.models import Agreement, Contribution
from tracker.vocabulary import Kind, Origin, Status

TIMES = 30


@dataclass(frozen=True, slots=True)
class Page:
    """One page that is measured; `path` is asked for once the record is there."""

    name: str
    path: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """How often one page asked the database, and how many bytes it has."""

    queries: int
    bytes: int


# The yardstick comes first: a page that asks the record nothing but its revision.
PAGES = [
    Page("page of text", lambda: reverse("public:easy_language")),
    Page("overview", lambda: reverse("public:overview")),
    Page("table", addresses.table),
    Page("table, last page", addresses.last_page),
    Page("table, three filters", addresses.three_filters),
    Page("table, search", lambda: addresses.table(q="pflege")),
    Page("one commitment", lambda: addresses.commitments(1)[0]),
]


def ask(page: Page) -> Asked:
    """Ask for a page once to warm up, and once more to count its queries; raises if the answer is no page."""
    client = Client(SERVER_NAME=urlsplit(settings.SITE_URL).hostname or "127.0.0.1")
    path = page.path()
    length = 0
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            response = client.get(path, secure=settings.SECURE_SSL_REDIRECT)
        queries = len(asked)  # now: the next request forgets them
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")
        length = len(response.content)
    return Asked(queries, length)


def without_facets(*, times: int = TIMES) -> float:
    """Median milliseconds of the table with three filters, sorted, without what counts: neither facets nor total.

    No page is without facets, so this is what is left of it: reading the address, the ids of the first page, their
    rows, and the table drawn of them.
    """
    query = addresses.three_filters().partition("?")[2]

    def draw() -> None:
        request = HttpRequest()
        request.META["QUERY_STRING"] = query
        request.GET = QueryDict(query)
        listing = Listing(request, day=days.today())
        rows = load(listing, listing.ids(0, listing.per_page))
        table = CommitmentTable(rows, filters=listing.filters, kinds=list(Kind), measured={})
        if not table.as_html(request):
            raise RuntimeError("the table is empty")

    return _median(draw, times)


def accepting(*, times: int = TIMES) -> float:
    """Median milliseconds of accepting a report, which publishes it at once; the reports stay in the record.

    They are on the youngest agreement, while the selection is on the oldest.
    """
    author, reviewer = workflow.system_actor(), workflow.catalogue_actor()
    free = Contribution.objects.filter(
        commitment__agreement=Agreement.objects.latest("signed_on"),
        commitment__kind=Kind.MEASURE,
        reporter__isnull=False,
    ).exclude(reports__origin=Origin.PARTNER)
    waiting = []
    for contribution in free.select_related("commitment__agreement", "partner").order_by("pk")[: times + 1]:
        report = workflow.start_draft(contribution, actor=author, on=days.today())
        said = workflow.ReportData(as_of=days.today(), status=Status.IN_PROGRESS, summary="Die Maßnahme läuft.")
        report = workflow.save_draft(report, said, actor=author)
        waiting.append(workflow.submit(report, actor=author))
    if not waiting:
        raise RuntimeError("all contributions of the youngest agreement have been reported on; remove the kept record")
    # The first one loads what is needed and does not count.
    workflow.accept(waiting.pop(0), actor=reviewer)
    return _median(lambda: workflow.accept(waiting.pop(0), actor=reviewer), len(waiting))


def _median(action: Callable[[], Any], times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(taken), 2) if taken else 0.0


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
