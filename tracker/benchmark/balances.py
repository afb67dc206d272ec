"""How long a balance takes and how much memory its process holds: 150 commitments, all partners, page, DOCX and PDF."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from typing import Any

from tracker.balance.contents import compute
from tracker.balance.document import from_data
from tracker.balance.paper import can_print, pdf
from tracker.balance.word import docx
from tracker.benchmark.databases import Record
from tracker.models import BalanceReport

COMMITMENTS = 150
MOST_SECONDS, MOST_MEMORY = 20.0, 500.0


@dataclass(frozen=True, slots=True)
class BalanceReading:
    """What a balance took: seconds, the most megabytes its process held, and whether a PDF was among it."""

    seconds: float
    memory: float
    with_pdf: bool


def run(record: Record) -> BalanceReading:
    """The reading of a balance of all agreements of this record, built in a process of its own."""
    command = [sys.executable, sys.argv[0], "bench", "--balance", "--verbosity", "0"]
    found = subprocess.run(  # noqa: S603 - this very program
        command, env=record.environment(), stdout=subprocess.PIPE, text=True, check=True
    )
    return BalanceReading(**json.loads(found.stdout.strip().splitlines()[-1]))


def measure() -> BalanceReading:
    """Build a balance of all agreements in this process as the job does, and keep nothing."""
    started = time.perf_counter()
    document = from_data(compute(BalanceReport(slug="bench", title="Zwischenbilanz")).document.as_data())
    docx(document)
    if can_print():
        pdf(document)
    seconds = time.perf_counter() - started
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return BalanceReading(round(seconds, 2), round(held, 1), can_print())


def faults(reading: BalanceReading) -> list[str]:
    """The limits that were not kept, as sentences; without a PDF nothing was shown."""
    said = []
    if not reading.with_pdf:
        said.append("the balance has no PDF, for Pango is missing")
    if reading.seconds >= MOST_SECONDS:
        said.append(f"the balance took {reading.seconds:.1f} s, less than {MOST_SECONDS:g} is allowed")
    if reading.memory >= MOST_MEMORY:
        said.append(f"the balance held {reading.memory:.0f} MB, less than {MOST_MEMORY:g} is allowed")
    return said


def as_text(reading: BalanceReading) -> str:
    """The reading with its limits, and what was not kept."""
    line = (
        f"balance of {COMMITMENTS} commitments, all partners: {reading.seconds:.2f} s ({MOST_SECONDS:g}),"
        f" {reading.memory:.0f} MB ({MOST_MEMORY:g})"
    )
    said = [f"LIMIT NOT KEPT: {sentence}" for sentence in faults(reading)] or ["all limits are kept"]
    return "\n".join([line, *said])


def as_data(reading: BalanceReading) -> dict[str, Any]:
    """The reading as JSON holds it."""
    return asdict(reading)
