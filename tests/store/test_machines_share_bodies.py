"""What one process has made, another one answers with, where a cache is shared; without that cache pages go on.

The cache is one in memory, and a Redis besides where REDIS names one. A second process is a store that begins anew.
"""

import os
import pickle
import socket

import pytest
from django.core.cache import caches

from tests.factories import make_partner
from tracker.pages import store as module
from tracker.pages.store import Plain, forget, store

pytestmark = pytest.mark.django_db
REDIS = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "KEY_PREFIX": "page",
    "OPTIONS": {"serializer": "tracker.pages.store.Plain", "socket_connect_timeout": 0.5, "socket_timeout": 0.5},
}
KINDS = ["memory", *(["redis"] if os.environ.get("REDIS") else [])]


@pytest.fixture(params=KINDS)
def shared(request, settings):
    """A cache that several processes share, empty."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared pages"}
    cache = memory if request.param == "memory" else REDIS | {"LOCATION": os.environ.get("REDIS", "")}
    settings.CACHES = {**settings.CACHES, "pages": cache}
    caches["pages"].clear()
    forget()
    yield caches["pages"]
    caches["pages"].clear()


def test_a_second_process_answers_with_what_the_first_one_made(client, shared, asked):
    make_partner()
    first, many = asked(client.get, "/partner/")
    forget()
    second, one = asked(client.get, "/partner/")
    assert (second.content, dict(second.items())) == (first.content, dict(first.items()))
    assert many > one == 1


def test_a_figure_to_be_framed_keeps_its_policy_on_the_other_machine(client, shared, catalogue):
    client.get("/einbetten/bund/")
    forget()
    assert "frame-ancestors *" in client.get("/einbetten/bund/")["Content-Security-Policy"]


def test_a_change_is_seen_by_the_second_process(client, shared):
    make_partner(name="Eins")
    client.get("/partner/")
    make_partner(name="Zwei")
    forget()
    assert "Zwei" in client.get("/partner/").content.decode()


def test_no_more_bytes_get_in_than_may(client, shared, settings, monkeypatch):
    settings.PAGE_CACHE_MB = 1
    make_partner()
    written, keep = [], shared.set
    monkeypatch.setattr(shared, "set", lambda key, data, time: (written.append(len(data)), keep(key, data, time)))
    for number in range(120):
        client.get(f"/methode/?utm_source={number}")
    assert 0 < sum(written) <= module.MEGABYTE < 120 * max(written)


def test_bodies_lie_there_as_bytes_and_are_never_unpickled():
    data = pickle.dumps("whatever")
    assert Plain().loads(data) == data
    assert Plain().dumps(data) == data


def test_a_cache_that_does_not_answer_keeps_no_page_away_and_is_asked_once(client, settings, caplog):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"
        settings.CACHES = {**settings.CACHES, "pages": REDIS | {"LOCATION": address}}
        forget()
        make_partner()
        with caplog.at_level("WARNING", logger=module.__name__):
            first = client.get("/partner/")
            second = client.get("/")
    assert first.status_code == second.status_code == 200
    assert len([record for record in caplog.records if record.name == module.__name__]) == 1
    assert client.get("/partner/").content == first.content


def test_without_a_redis_there_is_no_shared_cache(settings):
    settings.CACHES = {"default": settings.CACHES["default"]}
    forget()
    assert store().shared is None
