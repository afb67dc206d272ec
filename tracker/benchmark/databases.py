"""Databases with generated records: made once for each size, seed and schema, and kept."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tracker.benchmark.generate import generate

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
# What decides how a generated record looks: the schema, and what rolls and derives.
MADE_BY = ["migrations/*.py", "benchmark/rolling.py", "benchmark/frame.py", "benchmark/words.py", "benchmark/bulk.py"]
DERIVED_BY = ["rules.py", "search.py", "search/*.py", "workflow/derived.py"]


@dataclass(frozen=True, slots=True)
class Record:
    """A database that holds a generated record."""

    kind: str
    size: int
    url: str

    @property
    def file(self) -> Path:
        """The file of an SQLite database."""
        return Path(self.url.removeprefix("sqlite:///"))

    def environment(self) -> dict[str, str]:
        """The environment of a process that works on it."""
        return {**os.environ, "DATABASE_URL": self.url}


def fingerprint() -> str:
    """A short word that changes with whatever decides how a generated record looks."""
    found = hashlib.sha256()
    tracker = Path(settings.BASE_DIR, "tracker")
    for pattern in [*MADE_BY, *DERIVED_BY]:
        for path in sorted(tracker.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()[:10]


def kept(kind: str, size: int, *, seed: int, folder: Path, progress: bool) -> Record:
    """The record of this size on this kind of database; made if it is not there yet.

    It is made under another name, so that one that was broken off is never taken for whole.
    """
    name = f"bench_{seed}_{size}_{fingerprint()}"
    if kind == SQLITE:
        return _kept_file(Record(kind, size, f"sqlite:///{folder / f'{name}.sqlite3'}"), seed, progress=progress)
    return _kept_on_server(Record(kind, size, urlsplit(server())._replace(path=f"/{name}").geturl()), seed, progress)


def server() -> str:
    """The PostgreSQL server that POSTGRES names; empty without one."""
    return os.environ.get("POSTGRES", "")


def _kept_file(record: Record, seed: int, *, progress: bool) -> Record:
    if not record.file.exists():
        record.file.parent.mkdir(parents=True, exist_ok=True)
        begun = record.file.with_suffix(".begun")
        for path in record.file.parent.glob(f"{begun.name}*"):
            path.unlink()
        _fill(Record(record.kind, record.size, f"sqlite:///{begun}"), seed, progress=progress)
        begun.rename(record.file)
    return record


def _kept_on_server(record: Record, seed: int, progress: bool) -> Record:
    name = urlsplit(record.url).path.lstrip("/")
    begun = f"{name}_begun"
    with psycopg.connect(urlsplit(record.url)._replace(path="/postgres").geturl(), autocommit=True) as session:
        if session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            session.execute(f'DROP DATABASE IF EXISTS "{begun}"')
            session.execute(f'CREATE DATABASE "{begun}"')
            url = urlsplit(record.url)._replace(path=f"/{begun}").geturl()
            _fill(Record(record.kind, record.size, url), seed, progress=progress)
            session.execute(f'ALTER DATABASE "{begun}" RENAME TO "{name}"')
    return record


def _fill(record: Record, seed: int, *, progress: bool) -> None:
    """Fill it in a process of its own, whose settings name it."""
    words = [sys.argv[0], "bench", "--fill", str(record.size), "--seed", str(seed)]
    command = [sys.executable, *words, "--verbosity", str(int(progress))]
    subprocess.run(command, env=record.environment(), check=True)  # noqa: S603 - this very program


def fill(size: int, *, seed: int, progress: bool) -> None:
    """Make tables and a record of this size in the database of this process, which must be empty."""
    call_command("migrate", verbosity=0)
    with _for_bulk():
        generate(commitments=size, seed=seed, progress=progress, processes=os.cpu_count() or 1)
    with connection.cursor() as cursor:
        # On a running server this has long been done by itself, and SQLite does it at every upgrade.
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@contextmanager
def _for_bulk() -> Iterator[None]:
    """Write an SQLite file without journal and without looking up every key; nobody else reads it yet."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        for line in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000"):
            cursor.execute(f"PRAGMA {line}")
    yield
    connection.close()
