"""However many addresses somebody makes up, the store takes no more bytes than it may; with 0 it keeps nothing."""

from datetime import date

import pytest
from django.http import HttpResponse

from tests.factories import make_partner
from tracker.pages import store as module
from tracker.pages.standing import Standing
from tracker.pages.store import Store, store

TODAY = Standing(date(2026, 3, 1), 1, "")
LIMIT = 100_000


def page(size: int) -> HttpResponse:
    return HttpResponse(b"x" * size)


def test_the_bytes_of_all_bodies_stay_below_the_limit():
    small = Store(LIMIT)
    for number in range(1000):
        small.put(f"key {number}", page(1000 + number), TODAY)
        assert small.memory.size <= LIMIT
    assert small.memory.size > LIMIT - 5000


def test_empty_bodies_count_too():
    small = Store(LIMIT)
    for number in range(1000):
        small.put(f"key {number}", page(0), TODAY)
    kept = sum(small.get(f"key {number}", TODAY) is not None for number in range(1000))
    assert 0 < kept < LIMIT / 600


def test_what_is_asked_for_stays_longest():
    small = Store(LIMIT)
    small.put("asked", page(1000), TODAY)
    for number in range(1000):
        small.put(f"key {number}", page(1000), TODAY)
        assert small.get("asked", TODAY) is not None


def test_a_body_that_is_too_large_is_not_kept():
    small = Store(LIMIT)
    small.put("large", page(LIMIT // 3), TODAY)
    assert small.get("large", TODAY) is None
    assert small.memory.size == 0
    large = Store(100 * module.MEGABYTE)
    large.put("large", page(module.LARGEST), TODAY)
    assert large.get("large", TODAY) is None


def test_a_page_of_an_earlier_revision_that_comes_late_is_not_kept():
    small = Store(LIMIT)
    small.put("new", page(10), TODAY._replace(revision=2))
    small.put("old", page(10), TODAY)
    assert small.get("old", TODAY) is None
    assert small.get("new", TODAY) is not None


@pytest.mark.django_db
def test_thousands_of_made_up_addresses_take_no_more_than_the_limit(client, settings):
    settings.PAGE_CACHE_MB = 1
    make_partner()
    for number in range(120):
        assert client.get(f"/methode/?utm_source={number}").status_code == 200
    assert 0 < store().memory.size <= module.MEGABYTE


@pytest.mark.django_db
def test_with_0_nothing_is_kept_and_pages_still_have_their_etag(client, settings, asked):
    settings.PAGE_CACHE_MB = 0
    make_partner()
    # The first answer of a process also reads the record into memory.
    client.get("/")
    first, many = asked(client.get, "/")
    second, as_many = asked(client.get, "/")
    assert store().memory.size == 0
    assert many == as_many > 1
    assert client.get("/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert second["ETag"] == first["ETag"]
