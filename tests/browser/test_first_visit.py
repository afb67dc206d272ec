"""What a first visit of the overview costs, served as in production: gunicorn, hashed and compressed files.

The page itself leaves gunicorn as it is, a proxy in front compresses it; so it counts as gzip makes it, which is the
least that every proxy can do. All else counts as it came over the wire.
"""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Response

pytestmark = pytest.mark.browser

MOST_BYTES, MOST_REQUESTS = 100_000, 5


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(host: str, port: int, server: subprocess.Popen[bytes]) -> None:
    """Return as soon as the server answers."""
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            connection = HTTPConnection(host, port, timeout=30)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            continue
    raise AssertionError("gunicorn does not answer")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site with the catalogue, served by gunicorn from files collected for it."""
    folder, port = tmp_path_factory.mktemp("served"), free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(settings.BASE_DIR),
        "DJANGO_SETTINGS_MODULE": "tests.browser.production",
        "SERVED": str(folder / "static"),
        "SECRET_KEY": "x" * 60,
        "HTTPS": "no",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{folder / 'data.sqlite3'}",
    }
    for command in (["collectstatic", "--noinput"], ["migrate"], ["load_catalogue"]):
        subprocess.run(
            [sys.executable, "manage.py", *command, "--verbosity", "0"],
            cwd=settings.BASE_DIR,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    gunicorn = Path(sys.executable).with_name("gunicorn")
    command = [gunicorn, "allianz.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "2", "--no-control-socket"]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_for("127.0.0.1", port, server)
        yield environment["SITE_URL"]
    finally:
        server.terminate()
        server.wait(timeout=30)


def icon(page_url: str, href: str) -> int:
    """Return what the icon of the tab weighs; not every browser without a window asks for it."""
    address = urlsplit(page_url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=30)
    connection.request("GET", href, headers={"Accept-Encoding": "gzip"})
    return len(connection.getresponse().read())


def weigh(answer: Response) -> int:
    """Return how many bytes an answer takes over the wire, in production."""
    sizes = answer.request.sizes()
    if answer.request.is_navigation_request():
        assert "content-encoding" not in answer.headers
        return len(gzip.compress(answer.body(), 6)) + sizes["responseHeadersSize"]
    assert answer.headers["content-encoding"] in ("br", "gzip"), answer.url
    assert "immutable" in answer.headers["cache-control"], answer.url
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def test_a_first_visit_takes_few_requests_and_few_bytes(served: str, browser: Browser):
    context = browser.new_context()
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{served}/", wait_until="networkidle")
    weights = {answer.url: weigh(answer) for answer in answers}
    href = page.locator("link[rel=icon]").get_attribute("href") or ""
    weights.setdefault(urljoin(page.url, href), icon(page.url, href))
    context.close()
    assert len(weights) <= MOST_REQUESTS, weights
    assert sum(weights.values()) <= MOST_BYTES, weights
    assert sum(weights.values()) > 20_000, f"so little that something was not counted: {weights}"
