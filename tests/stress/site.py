"""The running site: gunicorn as `make serve` starts it, its database, and a small disk under both."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

from tests.cluster.machines import ROOT, Postgres, free_port, postgres_programs, wait_until
from tests.stress.visitor import Visitor

WORKERS, THREADS = 2, 2
DISK = {"SQLite": 96, "PostgreSQL": 400}
"""Megabytes: small enough to be full soon, large enough for a few minutes of load."""


class Site:
    """One site on one database. `ballast` fills its disk; None where no small disk could be had, `no_disk` says why."""

    def __init__(self, name: str, folder: Path, url: str, *, postgres: Postgres | None, no_disk: str) -> None:
        self.name, self.folder, self.url, self.postgres, self.no_disk = name, folder, url, postgres, no_disk
        self.address = f"127.0.0.1:{free_port()}"
        self.mail_port = free_port()
        self.log = folder / "server.log"
        self.ahead = 0
        self._server: subprocess.Popen | None = None
        self.settings = {
            "DATABASE_URL": url,
            "DEBUG": "no",
            "HTTPS": "no",
            "STATIC_HASHED": "no",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "SITE_URL": f"http://{self.address}",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "PROXIES": "1",
            "API_LIMIT": "100000",
            "PARTNER_SECOND_FACTOR": "no",
            "LOG_LEVEL": "ERROR",
            "STRESS_FILES": str(folder / "media"),
            "DJANGO_SETTINGS_MODULE": "tests.stress.settings",
        }

    def environment(self) -> dict[str, str]:
        """The environment of every process of the site, with its clock."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {**kept, **self.settings, "STRESS_AHEAD": str(self.ahead)}

    def start(self) -> None:
        """Start the server and return once it answers."""
        words = ["gunicorn", "allianz.wsgi", "--bind", self.address, "--workers", str(WORKERS)]
        words += ["--threads", str(THREADS), "--no-control-socket", "--log-level", "error"]
        with self.log.open("a") as log:
            self._server = subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=ROOT,
                env=self.environment(),
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        wait_until(self.answers, "the server does not answer")

    def kill(self) -> None:
        """End all processes of the server at once, as a loss of power does."""
        if self._server is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
            self._server = None

    def answers(self) -> bool:
        """Whether both a page and the database answer."""
        return Visitor(self.address).ask("/readyz").status == 200

    def recover(self) -> float:
        """Wait until it answers again; the seconds that took."""
        begun = time.monotonic()
        wait_until(self.answers, "the server does not recover")
        return time.monotonic() - begun

    def manage(self, *words: str) -> subprocess.Popen:
        """Begin a command of the site."""
        command = [sys.executable, *(words if words[0] == "-m" else ("manage.py", *words))]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def call(self, *words: str) -> tuple[int, str]:
        """Run a command of the site; its code and what it said."""
        process = self.manage(*words)
        said, _nothing = process.communicate(timeout=120)
        return process.returncode, said.strip()

    def fill_disk(self) -> None:
        """Leave not a byte on the disk."""
        with (self.folder / "ballast").open("ab", buffering=0) as ballast:
            for size in (1 << 20, 4096, 1):
                try:
                    while ballast.write(b"\0" * size):
                        pass
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def free_disk(self) -> None:
        """Give the room back."""
        (self.folder / "ballast").unlink(missing_ok=True)


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[str]:
    """Put a small disk under a folder; yields why that was not possible, nothing if it was."""
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder)]
    try:
        done = subprocess.run(words, capture_output=True, text=True)
        problem = done.stderr.strip() if done.returncode else ""
    except FileNotFoundError as error:
        problem = str(error)
    try:
        yield f"no small disk could be mounted ({problem})" if problem else ""
    finally:
        if not problem:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextlib.contextmanager
def site_on(name: str, folder: Path) -> Iterator[Site]:
    """A site on SQLite or PostgreSQL, not started yet; gone after the block."""
    folder.mkdir(mode=0o755)
    with small_disk(folder, DISK[name]) as no_disk, _database(name, folder) as (url, postgres):
        site = Site(name, folder, url, postgres=postgres, no_disk=no_disk)
        try:
            yield site
        finally:
            site.kill()


@contextlib.contextmanager
def _database(name: str, folder: Path) -> Iterator[tuple[str, Postgres | None]]:
    named = os.environ.get("POSTGRES", "")
    if name == "SQLite":
        yield f"sqlite:///{folder}/stress.sqlite3", None
    elif named:
        with _on_server(named) as url:
            yield url, None
    else:
        own = Postgres(folder, "postgres")
        own.make()
        with (own.data / "postgresql.conf").open("a") as settings:
            settings.write("max_wal_size = 64MB\n")
        own.start()
        try:
            own.ask("CREATE DATABASE tracker", "postgres")
            yield own.url, own
        finally:
            own.stop()


@contextlib.contextmanager
def _on_server(server: str) -> Iterator[str]:
    """An empty database on a PostgreSQL server, removed in the end."""
    import psycopg  # needed only where there is such a server

    parts = urllib.parse.urlsplit(server)
    name = f"stress_{os.getpid()}"
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield parts._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def databases() -> Iterator[tuple[str, str]]:
    """The databases to run on, each with why it is not tried, if so."""
    yield "SQLite", ""
    there = os.environ.get("POSTGRES") or postgres_programs()
    yield "PostgreSQL", "" if there else "no initdb here (Debian: postgresql), and POSTGRES names no server"
