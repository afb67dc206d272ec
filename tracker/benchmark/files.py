"""How long the files take and how much memory: each is written in a process of its own, on the same record.

The yardstick stands in the same run: the columns of the files read with `values_list()`, every list as one joined
column, every word for a code by the database, and written by the csv module.
"""

from __future__ import annotations

import csv
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db.models import (
    Aggregate,
    Case,
    CharField,
    F,
    OuterRef,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, QueryDict

from tracker import access, days
from tracker.benchmark.databases import Record
from tracker.listings.rows import FIELDS
from tracker.listings.view import Listing
from tracker.models import Commitment, Contribution
from tracker.outputs.workbook import write_workbook
from tracker.outputs.writers import csv_pieces
from tracker.vocabulary import Kind, Role

MEGABYTE = 1024 * 1024
BASELINE, CSV, XLSX = "baseline", "csv", "xlsx"
LIMITS = {CSV: 3.0, XLSX: 25.0}
"""How many times the yardstick a file may take."""
MOST_MEMORY = 60.0
FIRST_BYTE = 0.5


@dataclass(frozen=True, slots=True)
class FileReading:
    """What one file took: seconds in all and to its first byte, megabytes written and above the idle process."""

    name: str
    seconds: float
    first_byte: float
    megabytes: float
    memory: float


def run(record: Record) -> list[FileReading]:
    """The readings of all files of this record."""
    return [_in_a_process_of_its_own(name, record) for name in (BASELINE, CSV, XLSX)]


def _in_a_process_of_its_own(name: str, record: Record) -> FileReading:
    """Write a file in a new process, which has never held the memory of anything else."""
    command = [sys.executable, sys.argv[0], "bench", "--file", name, "--verbosity", "0"]
    found = subprocess.run(  # noqa: S603 - this very program
        command, env=record.environment(), stdout=subprocess.PIPE, text=True, check=True
    )
    return FileReading(**json.loads(found.stdout.strip().splitlines()[-1]))


def measure(name: str) -> FileReading:
    """Write a file in this process, once for a single row to load all that is needed, then against the clock."""
    write = {BASELINE: write_baseline, CSV: write_csv, XLSX: write_xlsx}[name]
    with tempfile.TemporaryFile() as target:
        write(target, "q=Ausbildung&art=position&per_page=25", lambda: None)
    idle = _peak()
    started = time.perf_counter()
    first: list[float] = []

    def heard() -> None:
        if not first:
            first.append(time.perf_counter() - started)

    with tempfile.TemporaryFile() as target:
        write(target, "", heard)
        size = target.tell()
    seconds = time.perf_counter() - started
    return FileReading(
        name, round(seconds, 2), round((first or [seconds])[0], 3), round(size / MEGABYTE, 1), round(_peak() - idle, 1)
    )


def _peak() -> float:
    """The most memory that this process has held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _listing(query: str) -> Listing:
    request = HttpRequest()
    request.META["QUERY_STRING"] = query
    request.GET = QueryDict(query)
    return Listing(request, day=days.today())


def write_csv(target: Any, query: str, heard: Callable[[], None]) -> None:
    """Write the file as a visitor gets it."""
    for piece in csv_pieces(_listing(query)):
        heard()
        target.write(piece.encode())


def write_xlsx(target: Any, query: str, heard: Callable[[], None]) -> None:
    """Write the workbook as the job does."""
    write_workbook(_listing(query), cast(BinaryIO, target), revision=1)


# The yardstick --------------------------------------------------------------------------------------------------------


class Joined(Aggregate):
    """The values of a list as one text."""

    function = "STRING_AGG"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite calls it otherwise."""
        return super().as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def _list(model: Any, owner: str, column: str, **where: Any) -> Subquery:
    rows = model.objects.filter(**{owner: OuterRef("pk")}, **where).order_by().values(owner)
    return Subquery(rows.annotate(joined=Joined(Cast(column, TextField()), Value("|"))).values("joined"))


def _words(column: str, codes: Any) -> Case:
    whens = [When(**{column: member.value}, then=Value(str(member.label))) for member in codes]
    return Case(*whens, output_field=CharField())


def baseline_rows() -> Any:
    """The columns of the files as the database gives them."""
    links = {name: getattr(Commitment, name).through for name in ("target_groups", "instruments", "lands", "continues")}
    lists = {
        "partner_keys": _list(Contribution, "commitment", "partner__key"),
        "partner_names": _list(Contribution, "commitment", "partner__name"),
        "partner_leads": _list(Contribution, "commitment", "partner__key", role=Role.LEAD),
        "partner_supporting": _list(Contribution, "commitment", "partner__key", role=Role.SUPPORTING),
        "partner_required": _list(Contribution, "commitment", "partner__key", required=True),
        "partner_reporters": _list(Contribution, "commitment", "reporter__key"),
        "groups": _list(links["target_groups"], "commitment", "targetgroup__key"),
        "groups_label": _list(links["target_groups"], "commitment", "targetgroup__name"),
        "programmes": _list(links["instruments"], "commitment", "instrument__key"),
        "programmes_label": _list(links["instruments"], "commitment", "instrument__name"),
        "laender": _list(links["lands"], "commitment", "land__code"),
        "laender_label": _list(links["lands"], "commitment", "land__name"),
        "before": _list(links["continues"], "from_commitment", "to_commitment__code"),
        "after": _list(links["continues"], "to_commitment", "from_commitment__code"),
    }
    stored = {field.name for field in Commitment._meta.get_fields()}
    words = {
        f"{item.name}_label": _words(item.name, item.codes)
        for item in FIELDS
        if item.codes is not None and item.name in stored
    }
    constants = {"as_of": Value("2026-11-22"), "licence": Value(settings.DATA_LICENCE), "source": Value("Quelle")}
    plain = [item.name for item in FIELDS if item.name in stored and item.name not in ("agreement", "action_field")]
    plain = [name for name in plain if name not in ("target_groups", "instruments", "continues", "part_of")]
    more = [
        *("agreement__slug", "agreement__short_title", "agreement__coverage", "agreement__effective_end"),
        *("action_field__key", "action_field__title", "part_of__code", "schedule_state", "reporting_state"),
        *("parts_completed", "parts_ongoing", "parts_open", "parts_unknown", "parts_dropped"),
        *("passage_document", "passage_paragraph", "passage_page", "passage_line_start", "passage_line_end"),
    ]
    rows = access.public_commitments().with_schedule(on=days.today()).order_by("sort_key")
    rows = rows.annotate(
        reporting_state=Case(When(kind=Kind.POSITION, then=Value(None)), default=Value("x"), output_field=CharField()),
        address=Concat(Value(settings.SITE_URL), F("code"), output_field=TextField()),
        **lists,
        **words,
        **constants,
    )
    return rows.values_list(*plain, *more, "address", *lists, *words, *constants)


def write_baseline(target: Any, query: str, heard: Callable[[], None]) -> None:
    """Write what the database gives, as it comes."""
    rows = baseline_rows()
    for piece in _pieces(rows[:1] if query else rows):
        heard()
        target.write(piece.encode())


def _pieces(rows: Any) -> Iterator[str]:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    for row in rows.iterator(2000):
        writer.writerow(row)
        if text.tell() > 64 * 1024:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


# What is said of it ---------------------------------------------------------------------------------------------------


def faults(readings: list[FileReading]) -> list[str]:
    """The limits that were not kept, as sentences."""
    found = {reading.name: reading for reading in readings}
    said = []
    for name, limit in LIMITS.items():
        times = found[name].seconds / found[BASELINE].seconds
        if times > limit:
            said.append(f"{name} took {times:.1f} times the yardstick, at most {limit:g} are allowed")
        if found[name].memory > MOST_MEMORY:
            said.append(f"{name} held {found[name].memory:.0f} MB above idle, at most {MOST_MEMORY:g} are allowed")
    if found[CSV].first_byte >= FIRST_BYTE:
        said.append(
            f"the first byte of csv came after {found[CSV].first_byte:.2f} s, less than {FIRST_BYTE} is allowed"
        )
    return said


def as_text(readings: list[FileReading], record: Record) -> str:
    """The readings as a table with the limits, and what was not kept."""
    base = readings[0].seconds
    head = f"files, {record.kind}, {record.size:,} rows"
    lines = [f"{head:<34} seconds    times (limit) first byte     MB  above idle ({MOST_MEMORY:g})"]
    for reading in readings:
        limit = f"({LIMITS[reading.name]:g})" if reading.name in LIMITS else ""
        lines.append(
            f"{reading.name:<34}{reading.seconds:>8.2f}{reading.seconds / base:>9.2f} {limit:<6}"
            f"{reading.first_byte:>12.3f}{reading.megabytes:>8.1f}{reading.memory:>14.1f}"
        )
    broken = faults(readings)
    lines += ["", *(f"LIMIT NOT KEPT: {sentence}" for sentence in broken)] if broken else ["", "all limits are kept"]
    return "\n".join(lines)


def as_data(readings: list[FileReading]) -> list[dict[str, Any]]:
    """The readings as JSON holds them."""
    return [{name: getattr(reading, name) for name in FileReading.__dataclass_fields__} for reading in readings]
