"""Writers commit while pages are made: a page shows one revision whole, and never an older one than was there before.

Every change adds one partner, so that revision and number of partners on the page must fit together.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.db import connection
from django.test import Client

from tests.factories import make_partner
from tests.moments import Clock
from tracker.models import Revision
from tracker.pages import standing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_database")]
CHANGES = 12
READERS = 3


def read(response) -> tuple[int, int]:
    """The revision that a page names, and how many partners it shows."""
    page = response.content.decode()
    (revision,) = re.findall(r"Revision (\d+)", page)
    return int(revision), len(set(re.findall(r"/partner/probe-\d+/", page)))


def add_partner() -> None:
    """Add one partner in a transaction and a thread of its own, and return when it is committed."""

    def add():
        try:
            number = Revision.current() + 1
            make_partner(f"probe-{number}", name=f"Probe {number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(add).result(timeout=30)


class Meanwhile:
    """Does something just before the third query of each of the first pages that are made."""

    def __init__(self, action, times: int) -> None:
        self.action, self.left, self.count = action, times, 0

    def __call__(self, execute, sql, params, many, context):
        self.count = 0 if "tracker_recordstate" in sql else self.count + 1
        if self.count == 2 and self.left:
            self.left -= 1
            self.action()
        return execute(sql, params, many, context)


@pytest.mark.parametrize("times", [1, 2])
def test_a_page_under_which_the_record_changes_is_made_anew(client, times):
    add_partner()
    with connection.execute_wrapper(Meanwhile(add_partner, times)):
        page = client.get("/partner/")
    assert read(page) == (1 + times, 1 + times)
    again = client.get("/partner/")
    assert (again["ETag"], again.content) == (page["ETag"], page.content)


def test_a_page_that_never_finds_the_record_standing_still_is_neither_kept_nor_tagged(client):
    add_partner()
    with connection.execute_wrapper(Meanwhile(add_partner, standing.TIMES)):
        page = client.get("/partner/")
    assert page.status_code == 200
    assert "ETag" not in page
    assert read(client.get("/partner/")) == (1 + standing.TIMES, 1 + standing.TIMES)


def test_an_answer_of_the_interface_is_of_one_revision_too(client):
    add_partner()
    with connection.execute_wrapper(Meanwhile(add_partner, 1)):
        answer = client.get("/api/v1/partners/")
    assert answer.json()["revision"] == answer.json()["count"] == 2
    assert client.get("/api/v1/partners/", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_page_over_which_midnight_passes_is_that_of_the_new_day(client, monkeypatch):
    clock = Clock(monkeypatch, date(2026, 3, 1))
    add_partner()
    clock.go(date(2026, 3, 1), 23, 59)
    with connection.execute_wrapper(Meanwhile(lambda: clock.go(date(2026, 3, 2), 0, 0), 1)):
        page = client.get("/partner/")
    assert "2. März 2026" in page.content.decode()
    assert "1. März 2026" not in page.content.decode()
    assert client.get("/partner/")["ETag"] == page["ETag"]


def test_with_writers_and_readers_at_once_nobody_reads_a_torn_or_an_old_page():
    add_partner()
    done = Event()

    def write():
        try:
            for _time in range(CHANGES):
                add_partner()
        finally:
            done.set()
            connection.close()

    def watch():
        seen: list[tuple[int, int, int, str | None, bytes]] = []
        client = Client()
        try:
            while not done.is_set() or not seen:
                before = Revision.current()
                response = client.get("/partner/")
                seen.append((before, *read(response), response.get("ETag"), response.content))
        finally:
            connection.close()
        return seen

    with ThreadPoolExecutor(READERS + 1) as pool:
        readers = [pool.submit(watch) for _reader in range(READERS)]
        pool.submit(write).result(timeout=120)
        seen = [visit for reader in readers for visit in reader.result(timeout=120)]

    bodies: dict[str, bytes] = {}
    for before, revision, partners, tag, body in seen:
        assert revision >= before, "an older page than was there before"
        if tag is not None:
            assert partners == revision, "revision and count do not fit together"
            assert bodies.setdefault(tag, body) == body, "two pages under one key"
    assert len(bodies) > 1, "no change was seen"
