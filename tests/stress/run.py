"""Two hundred reports handed in at once by eight processes while the server is killed: none is lost, none there twice.

`make stress` runs it on SQLite and, where POSTGRES names a server, on PostgreSQL, each in a database of its own. The
server is the real one (gunicorn, several processes); it is killed with SIGKILL in the middle and started again. A
report counts as acknowledged once the server has answered that it was handed in. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
REPORTS, CLIENTS, SERVERS = 200, 8, 4
PATIENCE = 300
FIELD = re.compile(r'name="(csrfmiddlewaretoken|version)" value="([^"]*)"')


def main() -> int:
    """Run on every database and return the exit code: 0 if nothing was lost or doubled anywhere."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--here", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--client", nargs=2, metavar=("PLAN", "NUMBER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.client:
        return client(Path(given.client[0]), int(given.client[1]))
    if given.here:
        return on_this_database(given.here)
    codes = []
    with tempfile.TemporaryDirectory() as folder:
        for name, url in databases(Path(folder)):
            say(f"{name}: {REPORTS} reports, {CLIENTS} clients, {SERVERS} server processes")
            place = Path(folder) / name
            place.mkdir()
            codes.append(subprocess.run(command("--here", place), env=environment(url, place), cwd=ROOT).returncode)
    return int(any(codes))


def say(line: str) -> None:
    """Tell the one who runs it, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def command(*words: object) -> list[str]:
    """The call of this module in a process of its own."""
    return [sys.executable, "-m", "tests.stress.run", *map(str, words)]


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
    name = f"stress_{os.getpid()}"
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield parts._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def databases(folder: Path) -> Iterator[tuple[str, str]]:
    """The databases to run on, by name: SQLite, and PostgreSQL where POSTGRES names a server."""
    yield "SQLite", f"sqlite:///{folder}/stress.sqlite3"
    server = os.environ.get("POSTGRES", "")
    if not server:
        say("PostgreSQL: not run; name a server with POSTGRES=postgres://…")
        return
    with fresh_postgres(server) as url:
        yield "PostgreSQL", url


def on_this_database(place: Path) -> int:
    """Make the record, let the clients report while the server is killed, count; return the exit code."""
    import django  # the settings are those of this process alone

    django.setup()
    from tests.stress import world

    plan = world.make(reports=REPORTS, clients=CLIENTS)
    plan_file = place / "plan.json"
    plan_file.write_text(json.dumps(plan))
    address = os.environ["SITE_URL"].removeprefix("http://")
    server = start_server(address)
    begun = time.monotonic()
    clients = [subprocess.Popen(command("--client", plan_file, number), cwd=ROOT) for number in range(CLIENTS)]
    try:
        wait_until(lambda: len(acknowledged(place)) >= REPORTS * 2 // 5 or all_ended(clients))
        at_kill = len(acknowledged(place))
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        time.sleep(1)
        server = start_server(address)
        wait_until(lambda: all_ended(clients))
        took = time.monotonic() - begun
    finally:
        for one in clients:
            one.kill()
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    told = acknowledged(place)
    counts = [json.loads((place / f"counts-{number}.json").read_text()) for number in range(CLIENTS)]
    result = {
        "requests": sum(row["requests"] for row in counts),
        "errors": sum(row["errors"] for row in counts),
        "acknowledged": len(told),
        "of them before the server was killed": at_kill,
        **world.count(plan, told),
        "seconds": round(took, 1),
    }
    say("  " + ", ".join(f"{name} {value}" for name, value in result.items()))
    wrong = result["lost"] or result["doubled"] or result["differences in the record"]
    return int(bool(wrong) or len(told) != REPORTS or not 0 < at_kill < REPORTS)


def wait_until(holds: Any) -> None:
    """Wait until something holds; raises TimeoutError after some minutes."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("the run takes too long")
        time.sleep(0.02)


def all_ended(processes: list[subprocess.Popen]) -> bool:
    """Whether every one of these processes has ended."""
    return all(process.poll() is not None for process in processes)


def acknowledged(place: Path) -> set[int]:
    """The contributions for which a client was told that its report was handed in."""
    lines = "".join(path.read_text() for path in place.glob("told-*.txt")).split()
    return {int(line) for line in lines}


def start_server(address: str) -> subprocess.Popen:
    """Start the server and return once it answers."""
    words = [sys.executable, "-m", "gunicorn", "allianz.wsgi", "--bind", address, "--workers", SERVERS, "--threads", 2]
    words += ["--no-control-socket", "--log-level", "critical"]
    server = subprocess.Popen([str(word) for word in words], cwd=ROOT, start_new_session=True)

    def answers() -> bool:
        try:
            return ask(address, "GET", "/healthz", {}).status == 200
        except OSError:
            return False

    wait_until(answers)
    return server


class Answer:
    """What the server said."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.body = answer.read().decode(errors="replace")
        self.place = answer.headers.get("Location", "")
        pairs = [line.split(";")[0].partition("=") for line in answer.headers.get_all("Set-Cookie", [])]
        self.cookies = {name: value for name, _equals, value in pairs}


def ask(address: str, method: str, path: str, cookies: dict[str, str], form: dict[str, str] | None = None) -> Answer:
    """Ask once; raises OSError if nobody answers."""
    connection = http.client.HTTPConnection(address, timeout=30)
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, path, urllib.parse.urlencode(form) if form else None, headers)
        return Answer(connection.getresponse())
    except http.client.HTTPException as broken:
        raise ConnectionError(str(broken)) from broken
    finally:
        connection.close()


def client(plan_file: Path, number: int) -> int:
    """Report on a share of the contributions, each until the server says that it has it."""
    plan = json.loads(plan_file.read_text())
    address = os.environ["SITE_URL"].removeprefix("http://")
    share = plan["shares"][number]
    cookies = {plan["session_cookie"]: share["session"]}
    counts = {"requests": 0, "errors": 0}
    with (plan_file.parent / f"told-{number}.txt").open("a") as told:
        for pk in share["contributions"]:
            while not hand_in(address, pk, cookies, plan["day"], counts):
                time.sleep(0.1)
            print(pk, file=told, flush=True)
    (plan_file.parent / f"counts-{number}.json").write_text(json.dumps(counts))
    return 0


def hand_in(address: str, pk: int, cookies: dict[str, str], day: str, counts: dict[str, int]) -> bool:
    """Open the form, fill it in, report; whether the server has said that the report is in."""
    path = f"/portal/{pk}/"
    try:
        counts["requests"] += 1
        page = ask(address, "GET", path, cookies)
        cookies |= page.cookies
        if page.status == 200 and 'id="report-form"' not in page.body:
            # The answer to the last attempt was lost with the server, the report was not.
            return True
        fields = dict(FIELD.findall(page.body))
        form = {
            **fields,
            "action": "submit",
            "status": "in_progress",
            "as_of": day,
            "as_of_precision": "day",
            "summary": f"Es geht voran mit Beitrag {pk}.",
            "links-TOTAL_FORMS": "0",
            "links-INITIAL_FORMS": "0",
        }
        counts["requests"] += 1
        answer = ask(address, "POST", path, cookies, form)
    except OSError:
        counts["errors"] += 1
        return False
    if answer.status == 302 and answer.place == "/portal/":
        return True
    counts["errors"] += 1
    return False


if __name__ == "__main__":
    sys.exit(main())
