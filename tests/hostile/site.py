"""The site that the hostile requests are sent to: its settings and its databases."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def say(line: str) -> None:
    """Tell the one who runs it, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def environment(url: str, place: Path) -> dict[str, str]:
    """The settings of a production site on this database, but without second factor and HTTPS."""
    settings = {
        "DATABASE_URL": url,
        "DEBUG": "no",
        "HTTPS": "no",
        "STATIC_HASHED": "no",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SITE_URL": f"http://127.0.0.1:{free_port()}",
        "VAR_DIR": str(place),
        "PARTNER_SECOND_FACTOR": "no",
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "allianz.settings",
    }
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, **settings}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def fresh_postgres(server: str) -> Iterator[str]:
    """An empty database on a PostgreSQL server, removed in the end."""
    import psycopg  # needed only where there is such a server

    parts = urllib.parse.urlsplit(server)
    name = f"hostile_{os.getpid()}"
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield parts._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def databases(folder: Path) -> Iterator[tuple[str, str]]:
    """The databases to run on, by name: SQLite, and PostgreSQL where POSTGRES names a server."""
    yield "SQLite", f"sqlite:///{folder}/hostile.sqlite3"
    server = os.environ.get("POSTGRES", "")
    if not server:
        say("PostgreSQL: not run; name a server with POSTGRES=postgres://…")
        return
    with fresh_postgres(server) as url:
        yield "PostgreSQL", url
