"""Ten thousand hostile requests to a real server: `make hostile` (POSTGRES=postgres://… for PostgreSQL too).

The server is gunicorn as `make serve` starts it, on a database of its own with the catalogue and the cast of the tests.
No request may be answered with a server error or not at all, tell the inside of the program or what the cast keeps to
itself, or take longer than twenty times the median of the pages. Refusals take a millisecond or two, so the median of
all answers is told but is no measure of a page. What took too long is asked again at the end: once slow is the machine,
always slow is the site. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.hostile.requests import PLACES, Hostile, hostile
from tests.hostile.site import ROOT, databases, environment, say

NUMBER, SEED, TIMES = 10_000, 1, 20
WARM = 6
"""How often every page is asked for before it counts, so that each process of the server has made it once."""
WHO = ("reporter_of_a", "reader_of_a", "editor", "reviewer", "administrator")
PATIENCE = 60


def main() -> int:
    """Run on every database and return the exit code: 0 if nothing broke, leaked or dawdled anywhere."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--here", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--number", type=int, default=NUMBER, help="how many requests (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="other requests for another number")
    given = parser.parse_args()
    if given.here:
        return on_this_database(given.here, given.number, given.seed)
    codes = []
    with tempfile.TemporaryDirectory() as folder:
        for name, url in databases(Path(folder)):
            say(f"{name}: {given.number} requests, seed {given.seed}")
            place = Path(folder) / name
            place.mkdir()
            own = {"API_LIMIT": "100000", "FORM_LIMIT": "1000"}  # the most there may be
            words = ["--here", str(place), "--number", str(given.number), "--seed", str(given.seed)]
            command = [sys.executable, "-m", "tests.hostile.run", *words]
            codes.append(subprocess.run(command, env=environment(url, place) | own, cwd=ROOT).returncode)
    return int(any(codes))


def on_this_database(place: Path, number: int, seed: int) -> int:
    """Make the record, start the server, ask, count; return the exit code."""
    import django  # the settings are those of this process alone

    django.setup()
    cookies = make_world()
    address = os.environ["SITE_URL"].removeprefix("http://")
    gunicorn = [sys.executable, "-m", "gunicorn", "allianz.wsgi", "--bind", address, "--no-control-socket"]
    call = [*gunicorn, "--workers", str((os.cpu_count() or 1) + 1), "--threads", "2"]
    with (place / "server.log").open("w") as log:
        server = subprocess.Popen(call, cwd=ROOT, env=os.environ | {"PYTHONWARNINGS": "ignore"}, stdout=log, stderr=log)
    try:
        wait_for(address)
        code = ask_all(address, cookies, number, seed)
        if code:
            say(first_fault((place / "server.log").read_text()))
        return code
    finally:
        server.terminate()
        server.wait()


def make_world() -> list[str]:
    """Load the catalogue, add the cast, sign everybody in; return their cookies, the first for nobody."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from tests.cast import cast

    call_command("migrate", verbosity=0)
    call_command("load_catalogue", verbosity=0, stdout=io.StringIO())
    people = cast().people
    found = [""]
    for name in WHO:
        client = Client()
        client.force_login(people[name])
        found.append(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")
    return found


def wait_for(address: str) -> None:
    """Wait until the server takes connections."""
    host, port = address.split(":")
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def ask(address: str, request: Hostile, cookie: str) -> tuple[int, bytes, str, float]:
    """Send a request as it is; return status, body, headers and seconds. A closed connection is status 0."""
    host, port = address.split(":")
    begin, chunks = time.perf_counter(), []
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as line:
        with contextlib.suppress(OSError):
            line.sendall(request.wire(address, cookie))
            line.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionError):
            while chunk := line.recv(1 << 16):
                chunks.append(chunk)
    seconds = time.perf_counter() - begin
    head, _gap, body = b"".join(chunks).partition(b"\r\n\r\n")
    words = head.split(b" ", 2)
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
    return status, body, head.decode("latin-1"), seconds


def first_fault(log: str) -> str:
    """The first fault of the site that the server has logged, with its traceback."""
    places = [log.find(words) for words in ("Internal Server Error", "Error handling request") if words in log]
    return log[min(places) :][:4000] if places else "  the log of the server tells of no fault"


def ask_all(address: str, cookies: list[str], number: int, seed: int) -> int:
    """Send all requests one after the other, print the figures; return the exit code."""
    from tests.hostile.judging import faults

    for place in PLACES * WARM:
        ask(address, Hostile("GET", place), cookies[-1])
    statuses: Counter[int] = Counter()
    asked: list[tuple[float, str, Hostile]] = []
    of_pages: list[float] = []
    broken: list[str] = []
    told: list[str] = []
    for position, request in enumerate(hostile(seed, number, len(WHO))):
        cookie = cookies[request.who]
        status, body, headers, seconds = ask(address, request, cookie)
        statuses[status] += 1
        name = f"{position}: {request.method} {request.target[:160]} {json.dumps(request.headers)[:300]}"
        asked.append((seconds, name, request))
        if status == 200:
            of_pages.append(seconds)
        for wrong in faults(status, body, headers, visitor=not cookie):
            (broken if wrong.startswith("status") else told).append(f"{name}: {wrong}")
    times = [seconds for seconds, _name, _request in asked]
    median, of_page = statistics.median(times), statistics.median(of_pages)
    longer = sum(seconds > TIMES * median for seconds in times)
    once = [(name, request) for seconds, name, request in asked if seconds > TIMES * of_page]
    again = [
        (min(ask(address, request, cookies[request.who])[3] for _time in range(3)), name) for name, request in once
    ]
    slow = [f"{name}: {seconds:.2f} s" for seconds, name in again if seconds > TIMES * of_page]
    by_status = ", ".join(f"{status or 'closed'} {count}" for status, count in sorted(statuses.items()))
    say(f"  answers by status: {by_status}")
    say(f"  broken (5xx or no answer): {len(broken)}, told too much: {len(told)}")
    say(f"  median of all answers {median * 1000:.1f} ms, of pages {of_page * 1000:.1f} ms")
    say(f"  slowest {max(times) * 1000:.0f} ms; {longer} took longer than {TIMES} times the median of all answers")
    limit = f"{TIMES} times the median of pages ({TIMES * of_page * 1000:.0f} ms)"
    say(f"  longer than {limit}: {len(once)}, again so: {len(slow)}")
    for line in [*broken[:40], *told[:40], *slow[:20]]:
        say(f"    {line}")
    return int(bool(broken or told or slow))


if __name__ == "__main__":
    sys.exit(main())
