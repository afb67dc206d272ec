"""What a process on one record says of it as JSON: addresses to load, and what is measured without a server."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import connection

from tracker.benchmark import addresses, measure
from tracker.benchmark.databases import Record

ADDRESSES, COUNTS, ACCEPTING = "addresses", "counts", "accepting"


def tell(what: str) -> dict[str, Any]:
    """One part of it, of the record in the database of this process."""
    if what == ADDRESSES:
        return {
            "overview": "/",
            "table": addresses.table(),
            "last page": addresses.last_page(),
            "three filters": addresses.three_filters(),
            "searches": addresses.searches(),
            "commitments": addresses.commitments(60),
            "mixed": addresses.mixed(),
            "plain": addresses.of_plain(),
            "datasette": addresses.of_datasette(Path(str(connection.settings_dict["NAME"])).stem),
            "machine": measure.machine(),
        }
    if what == COUNTS:
        return {
            "asked": {page.name: asdict(measure.ask(page)) for page in measure.PAGES},
            "without facets": measure.without_facets(),
        }
    return {"accepting": measure.accepting()}


def told(what: str, record: Record) -> dict[str, Any]:
    """The same of another record, by a process whose settings name it."""
    command = [sys.executable, sys.argv[0], "bench", "--tell", what, "--verbosity", "0"]
    found = subprocess.run(  # noqa: S603 - this very program
        command, env={**record.environment(), "LOG_LEVEL": "ERROR"}, stdout=subprocess.PIPE, text=True, check=True
    )
    answer: dict[str, Any] = json.loads(found.stdout.strip().splitlines()[-1])
    return answer
