"""What every room's tests share: the switch for browser tests, a browser, and the loaded catalogue.

A test that asks for `catalogue` finds the real catalogue in its database (146 commitments, 62 partners, one revision),
loaded once per run and copied in for the test. All others begin with empty tables and make what they need by
`tests.factories`.
"""

import contextlib
import copy
import gc
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from tests import cast, loaded
from tracker import bitsets
from tracker.balance.paper import can_print
from tracker.benchmark.generate import generate
from tracker.models import Account, Partner, triggers

# How long one example takes says more about the machine than about the code.
hypothesis_settings.register_profile("without a clock", deadline=None)
hypothesis_settings.load_profile("without a clock")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
NO_PANGO = "no Pango found; install the packages libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0"
NO_BROWSER = "no Chromium found; install the package chromium, or name one with CHROMIUM=/path"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--require-browser", action="store_true", help="fail, not skip, where no Chromium is found")
    parser.addoption("--require-pdf", action="store_true", help="fail, not skip, where no PDF can be made")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    if in_browser and not CHROMIUM:
        if config.getoption("--require-browser"):
            raise pytest.UsageError(f"--require-browser: {NO_BROWSER}")
        for item in in_browser:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))
    as_pdf = [item for item in items if item.get_closest_marker("pdf")]
    if as_pdf and not can_print():
        if config.getoption("--require-pdf"):
            raise pytest.UsageError(f"--require-pdf: {NO_PANGO}")
        for item in as_pdf:
            item.add_marker(pytest.mark.skip(reason=NO_PANGO))
    if connection.vendor != "postgresql":
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason="needs PostgreSQL; name one with TEST_DATABASE_URL"))


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what was imported so far: walking through it took a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


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
def the_record_is_read_anew() -> None:
    """Let no test see the record of another: two of them may have the same revision, at the same moment of a clock."""
    bitsets.forget()


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


@pytest.fixture
def the_connection_stays() -> Iterator[None]:
    """Let a whole request, or the end of an answer, not close the connection in which the test itself lives."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def file_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that several threads write to at once: on SQLite a file, for threads cannot share one in memory."""
    if connection.vendor != "sqlite":
        yield
        return
    # Beside a browser's event loop Django holds connections of its own, and this one may not be open yet.
    connection.ensure_connection()
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    with contextlib.closing(sqlite3.connect(tmp_path / "shared.sqlite3")) as copy:
        in_memory.backup(copy)
    connection.connection = None
    connection.settings_dict["NAME"] = str(tmp_path / "shared.sqlite3")
    yield
    connection.close()
    connection.connection = in_memory
    connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def catalogue_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> loaded.Rows:
    """Load the catalogue once for the whole run and keep its rows."""
    with django_db_blocker.unblock():
        return loaded.load_and_read()


@pytest.fixture
def catalogue(catalogue_rows: loaded.Rows, db: None) -> None:
    """Begin the test with the loaded catalogue."""
    loaded.put(catalogue_rows)


@pytest.fixture
def bulk_record(db: None) -> Callable[..., None]:
    """Return what fills the empty database with a record of any size: bulk_record(commitments=1000).

    For counting queries: the same page must ask as often with 10 rows as with 1,000.
    """
    return generate


@pytest.fixture(scope="session")
def kept_cast(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> tuple[cast.Cast, loaded.Rows, Path]:
    """The cast built once for the whole run, its rows, and the folder with its files."""
    media = tmp_path_factory.mktemp("cast")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media):
        return (*loaded.make_and_read(cast.cast), media)


@pytest.fixture
def the_cast(request: pytest.FixtureRequest, db: None, settings, tmp_path: Path) -> cast.Cast:
    """The cast of people in its world, with files in a folder of its own; beside what the test made before it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    if "catalogue" in request.fixturenames:
        request.getfixturevalue("catalogue")
    if Account.objects.exists() or Partner.objects.exists():
        return cast.cast()
    made, rows, media = request.getfixturevalue("kept_cast")
    shutil.copytree(media, settings.MEDIA_ROOT)
    loaded.put(rows)
    return copy.deepcopy(made)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; tests open contexts of their own in it."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()
