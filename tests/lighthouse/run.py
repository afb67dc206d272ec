"""Every public page, with the real catalogue, looked at by Lighthouse: accessible, by good practice, found, fast.

`make lighthouse` runs it: the site as in production on a database of its own, Chromium of the machine, the preset for
desktops, the median of several looks at each page. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.stress.run import free_port

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
GOALS = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 95}
# Pages that ask search engines on purpose not to list them: Lighthouse takes that for a fault, and we do not.
ASKS_NOT_TO_BE_LISTED = "is-crawlable"
PATIENCE = 60


def main() -> int:
    """Look at the pages, print a table; return 0 if every goal is met, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="how often each page is looked at")
    parser.add_argument("--only", nargs="*", default=[], metavar="PATH", help="these pages alone")
    given = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        say("no Chromium found; install the package chromium, or name one with CHROMIUM=/path")
        return 1
    with tempfile.TemporaryDirectory() as folder, site(Path(folder)) as origin:
        pages = [f"{origin}{path}" for path in given.only or public_pages()]
        return judge(look(pages, chromium=chromium, times=given.times), pages, origin=origin)


def say(line: str) -> None:
    """Tell the one who runs it, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """The site with the catalogue, as in production but without HTTPS; yields its address."""
    origin = f"http://127.0.0.1:{free_port()}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "DEBUG": "no",
        "HTTPS": "no",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SITE_URL": origin,
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "allianz.settings",
    }
    for words in (["collectstatic", "--noinput"], ["migrate"], ["load_catalogue"]):
        command = [sys.executable, "manage.py", *words, "--verbosity", "0"]
        subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    words = ["allianz.wsgi", "--bind", origin.removeprefix("http://"), "--workers", "2", "--threads", "2"]
    command = [sys.executable, "-m", "gunicorn", *words, "--no-control-socket", "--log-level", "critical"]
    server = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        wait_for(f"{origin}/healthz")
        yield origin
    finally:
        server.terminate()
        server.wait(30)


def wait_for(address: str) -> None:
    """Return once it answers."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def public_pages() -> list[str]:
    """The German addresses of all public pages without a query, as the tests visit them, and the English overview."""
    os.environ.update(DJANGO_SETTINGS_MODULE="allianz.settings", SECRET_KEY=secrets.token_urlsafe(60), HTTPS="no")
    import django  # the settings are those of this process alone

    django.setup()
    from tests.test_every_address_is_visited import Kind, visits

    found = [path for path, language in visits(Kind.PAGE, Kind.FORM) if language == "de" and "?" not in path]
    return [*dict.fromkeys(found), "/en/"]


def look(pages: list[str], *, chromium: str, times: int) -> Iterator[dict[str, Any]]:
    """What Lighthouse says of each page, as it comes."""
    plan = json.dumps({"chromium": chromium, "pages": pages, "times": times})
    node = subprocess.Popen(["node", "look.mjs"], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert node.stdin is not None and node.stdout is not None
    node.stdin.write(plan)
    node.stdin.close()
    for line in node.stdout:
        yield json.loads(line)
    if node.wait():
        raise SystemExit("Lighthouse gave up")


def judge(found: Iterator[dict[str, Any]], pages: list[str], *, origin: str) -> int:
    """Print a line for each page as it comes, with what it misses; return 0 if every goal is met, else 1."""
    width = max(len(page) - len(origin) for page in pages)
    say("".join([f"{'page':<{width}}", *(f"{name:>16}" for name in GOALS)]))
    missed = 0
    for one in found:
        below = {name: one["missed"][name] for name, goal in GOALS.items() if one["scores"][name] < goal}
        excused = below.get("seo") == [ASKS_NOT_TO_BE_LISTED]
        if excused:
            del below["seo"]
        missed += bool(below)
        said = "; ".join(f"{name}: {', '.join(audits)}" for name, audits in below.items())
        note = "asks on purpose not to be listed" if excused else ""
        scores = "".join(f"{one['scores'][name]:>16}" for name in GOALS)
        say(f"{one['page'].removeprefix(origin):<{width}}{scores}  {'  '.join(filter(None, [said, note]))}".rstrip())
    goals = ", ".join(f"{name} {goal}" for name, goal in GOALS.items())
    say(f"{len(pages) - missed} of {len(pages)} pages meet the goals ({goals})")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
