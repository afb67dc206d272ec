"""The servers that are measured: the site as in production, what it is compared with, each on a port of its own."""

from __future__ import annotations

import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tracker.benchmark.databases import Record
from tracker.benchmark.wrk import Failed

# As the Makefile's `serve` does on one core.
WORKERS, THREADS = 2, 2
PATIENCE = 60
# What Datasette may take; by its own limits, a second for a page and a fifth of one for a facet, it would leave out
# in a large record what it is measured by.
DATASETTE = ["--setting", "sql_time_limit_ms", "60000", "--setting", "facet_time_limit_ms", "60000"]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers."""

    port: int
    pid: int

    @property
    def origin(self) -> str:
        """Its address without a path."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        """Ask once: status, headers with names in small letters, body."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            link.request("GET", path, headers=dict(headers or {}))
            answer = link.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            link.close()

    def memory(self) -> list[float]:
        """What each worker holds, in megabytes: its proportional share (PSS), pages shared by two counted half."""
        return [_pss(pid) for pid in _children(self.pid)]


@contextmanager
def site(record: Record, *, page_cache_mb: int | None = None) -> Iterator[Server]:
    """The site as in production on this record, with gunicorn; `page_cache_mb` of rendered pages are kept."""
    port = free_port()
    environment = {
        **record.environment(),
        "DJANGO_SETTINGS_MODULE": "allianz.settings",
        "DEBUG": "no",
        "HTTPS": "no",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "ERROR",
    }
    if page_cache_mb is not None:
        environment["PAGE_CACHE_MB"] = str(page_cache_mb)
    with _running(_gunicorn("tracker.benchmark.site:load()", port), port, environment, "/healthz") as server:
        yield server


@contextmanager
def bare() -> Iterator[Server]:
    """A view that does nothing, without settings and middleware of ours."""
    port = free_port()
    with _running(_gunicorn("tracker.benchmark.others.bare", port), port, _plain_environment(), "/trivial/") as server:
        yield server


@contextmanager
def plain(record: Record) -> Iterator[Server]:
    """The plain application over the rows of this record."""
    port = free_port()
    environment = {**_plain_environment(), "DATABASE_URL": record.url}
    with _running(_gunicorn("tracker.benchmark.others.plain", port), port, environment, "/?page=1") as server:
        yield server


@contextmanager
def datasette(record: Record) -> Iterator[Server]:
    """Datasette on the file of this record; it is one process with three threads for queries."""
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", str(record.file), "--port", str(port), *DATASETTE]
    with _running(command, port, _plain_environment(), "/-/versions.json") as server:
        yield server


def _plain_environment() -> dict[str, str]:
    """The environment without settings of the site."""
    return {name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "DEBUG")}


def _gunicorn(application: str, port: int) -> list[str]:
    numbers = ["--workers", str(WORKERS), "--threads", str(THREADS), "--bind", f"127.0.0.1:{port}"]
    return [sys.executable, "-m", "gunicorn", application, *numbers, "--no-control-socket", "--log-level", "error"]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _running(command: Sequence[str], port: int, environment: Mapping[str, str], probe: str) -> Iterator[Server]:
    """Start a server, wait until it answers, and stop it and its workers whatever happens."""
    with tempfile.TemporaryFile() as said:
        started = subprocess.Popen(  # noqa: S603 - our own servers
            command, env=dict(environment), cwd=settings.BASE_DIR, stdout=said, stderr=said, start_new_session=True
        )
        try:
            server = Server(port, started.pid)
            if not _answers(server, started, probe):
                said.seek(0)
                raise Failed(f"{command[2]} did not start: {said.read().decode(errors='replace')[-2000:]}")
            yield server
        finally:
            started.terminate()
            try:
                started.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(started.pid, signal.SIGKILL)
                started.wait()


def _answers(server: Server, started: subprocess.Popen[bytes], probe: str) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and started.poll() is None:
        try:
            if server.get(probe)[0] == 200:
                return True
        except OSError:
            pass
        time.sleep(0.1)
    return False


def _children(pid: int) -> list[int]:
    """The processes that this one has started, which are gunicorn's workers."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # gone in the meantime
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return sorted(found)


def _pss(pid: int) -> float:
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    line = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    return round(int(line[1]) / 1024, 1) if line else 0.0
