"""What every room's tests share: the switch for browser tests and a browser."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright

from tracker.models import triggers

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
NO_BROWSER = "no Chromium found; install the package chromium, or name one with CHROMIUM=/path"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--require-browser", action="store_true", help="fail, not skip, where no Chromium is found")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    if in_browser and not CHROMIUM:
        if config.getoption("--require-browser"):
            raise pytest.UsageError(f"--require-browser: {NO_BROWSER}")
        for item in in_browser:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))
    if connection.vendor != "postgresql":
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason="needs PostgreSQL; name one with TEST_DATABASE_URL"))


def pytest_terminal_summary(terminalreporter) -> None:
    """Say loudly what a green run did not look at."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason.removeprefix("Skipped: ")] = reasons.get(reason.removeprefix("Skipped: "), 0) + 1
    for reason, number in reasons.items():
        terminalreporter.write_line(f"NOT RUN: {number} tests, {reason}", yellow=True, bold=True)


@pytest.fixture(autouse=True)
def german() -> None:
    """Begin every test in German, whatever language the visit before it asked for."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def append_only_tables_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test that commits be cleaned up after: SQLite empties tables row by row, which the triggers refuse.

    Django puts the triggers back as soon as it has emptied the tables.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & {
        *request.fixturenames
    }
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for rule in triggers.RULES:
                cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name}")


@pytest.fixture(autouse=True)
def attempts_are_forgotten(request: pytest.FixtureRequest) -> Iterator[None]:
    """Forget failed sign-ins after a test that commits: Django empties the tables of models, not that of the cache."""
    commits = {"transactional_db", "live_server"} & {*request.fixturenames}
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        cache.clear()


@pytest.fixture(autouse=True)
def second_factor_in_place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every account have its second factor, but for the tests that are about it (marker own_factor)."""
    if request.node.get_closest_marker("own_factor") is None:
        monkeypatch.setattr("tracker.accounts.middleware.has_second_factor", lambda account: True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; tests open contexts of their own in it."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()
