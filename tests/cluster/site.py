"""The whole set-up, and what the checks ask of it."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from tests.cluster.machines import (
    ROOT,
    Postgres,
    application,
    free_port,
    nginx,
    object_storage,
    redis,
)

LIMIT = 20
BUCKET = "belege"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, whether it came compressed or not."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode(errors="replace")

    @property
    def tag(self) -> str:
        """The ETag."""
        return self.headers.get("etag", "")

    @property
    def revision(self) -> int:
        """The revision that the page names."""
        return int(re.findall(r"Revision (\d+)", self.text)[-1])

    @property
    def probes(self) -> int:
        """How many of the partners that `change` adds are on the page."""
        return len(set(re.findall(r"/partner/probe-\d+/", self.text)))


@dataclass
class Site:
    """Two application servers behind nginx, with a primary, its replica, a Redis and perhaps an object storage."""

    folder: Path
    primary: Postgres
    replica: Postgres
    front: int = field(default_factory=free_port)
    servers: list[int] = field(default_factory=lambda: [free_port(), free_port()])
    redis: int = field(default_factory=free_port)
    objects: int = 0
    environment: dict[str, str] = field(default_factory=dict)
    parts: dict[str, contextlib.ExitStack] = field(default_factory=dict)

    def ask(self, port: int, path: str, **headers: str) -> Answer:
        """Ask one server, or the proxy, for a page; header names with underscores. Raises OSError if nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request("GET", path, headers={"Host": f"127.0.0.1:{self.front}"} | named)
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def change(self, *words: object) -> int:
        """Change the record on the primary; what `tests.cluster.change` says."""
        return int(self.run("-m", "tests.cluster.change", *words))

    def run(self, *words: object) -> str:
        """Run Python in the environment of the servers and return what it says."""
        command = [sys.executable, *map(str, words)]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True, timeout=300
        )
        return done.stdout.strip().rpartition("\n")[2]

    def begin(self, name: str, part: contextlib.AbstractContextManager[object]) -> None:
        """Start a part that can be ended by its name."""
        self.parts[name] = contextlib.ExitStack()
        self.parts[name].enter_context(part)

    def end(self, name: str) -> None:
        """End a part."""
        self.parts.pop(name).close()

    def start_server(self, number: int) -> None:
        """Start one of the two application servers."""
        self.begin(f"server {number}", application(self.servers[number], self.environment))

    def has_followed(self, revision: int) -> bool:
        """Whether the replica has this revision."""
        return int(self.replica.ask("SELECT revision_number FROM tracker_recordstate")) >= revision


@contextlib.contextmanager
def started(folder: Path) -> Iterator[Site]:
    """The whole set-up with the catalogue; ended and gone after the block, whatever happens in it."""
    site = Site(folder, Postgres(folder, "primary"), Postgres(folder, "replica"))
    try:
        site.primary.make()
        site.primary.start()
        site.primary.ask("CREATE DATABASE tracker", "postgres")
        site.begin("redis", redis(site.redis, folder))
        if all(find_spec(name) for name in ("storages", "boto3", "moto")):
            site.objects = free_port()
            site.begin("objects", object_storage(site.objects))
            make_bucket(site.objects)
        site.environment = settings(site)
        site.run("manage.py", "migrate", "--verbosity", "0")
        site.run("manage.py", "load_catalogue", "--verbosity", "0")
        site.replica.copy(site.primary)
        site.replica.start()
        for number in (0, 1):
            site.start_server(number)
        site.begin("nginx", nginx(site.front, site.servers, folder))
        yield site
    finally:
        for name in reversed([*site.parts]):
            site.end(name)
        site.replica.stop()
        site.primary.stop()


def make_bucket(port: int) -> None:
    """Make the bucket for files; a bucket of its own is all that the operator has to bring."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("PUT", f"/{BUCKET}")
    if connection.getresponse().status != 200:
        raise RuntimeError("the object storage makes no bucket")
    connection.close()


def settings(site: Site) -> dict[str, str]:
    """The environment of the application servers, as README.md lists it."""
    found = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": secrets.token_urlsafe(60),
        "HTTPS": "no",
        "LOG_LEVEL": "ERROR",
        "STATIC_HASHED": "no",
        "SITE_URL": f"http://127.0.0.1:{site.front}",
        "DATABASE_URL": site.primary.url,
        "REPLICA_URL": site.replica.url,
        "CACHE_URL": f"redis://127.0.0.1:{site.redis}/0",
        "PROXIES": "1",
        "API_LIMIT": str(LIMIT),
        "DJANGO_SETTINGS_MODULE": "allianz.settings",
    }
    if site.objects:
        found["FILES_URL"] = f"s3+http://key:secret@127.0.0.1:{site.objects}/{BUCKET}"
    return found
