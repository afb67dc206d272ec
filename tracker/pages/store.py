"""Rendered bodies of public pages, kept under the key of the page: in the memory of the process, and in a shared cache.

A key names one revision and one day, so nothing here has to be declared invalid: what is old is never asked for again.
"""

from __future__ import annotations

import functools
import json
import logging
import threading
import time
from typing import Any, NamedTuple

from cachetools import LRUCache
from django.conf import settings
from django.core.cache import BaseCache, caches
from django.core.signals import setting_changed
from django.http import HttpResponse
from redis.exceptions import RedisError

from tracker.pages.standing import Standing

MEGABYTE = 1024 * 1024
LARGEST = 4 * MEGABYTE
"""No larger body is kept: the few long files would push out the many pages."""
OVERHEAD = 600
"""What an entry takes beside its texts: key, tuples, places in tables (bytes, measured and rounded up)."""
ASKED_FOR = ("_csp", "xframe_options_exempt")
"""How what a view asks of the middlewares further out is named on its answer."""
SHARED = "pages"
"""The alias in CACHES of a cache that several machines share; there is none without CACHE_URL."""
EXPIRY = 60 * 60
PAUSE = 10
"""Seconds for which a shared cache that failed is left alone, so that pages do not wait for it one by one."""

logger = logging.getLogger(__name__)


class Kept(NamedTuple):
    """A body with its headers, and what its view asked of the policies that are added further out."""

    headers: dict[str, str]
    policy: dict[str, Any]
    body: bytes

    @classmethod
    def of(cls, response: HttpResponse) -> Kept:
        """What is kept of an answer."""
        asked = {name: value for name, value in vars(response).items() if name.startswith(ASKED_FOR)}
        return cls(dict(response.items()), asked, bytes(response.content))

    def size(self) -> int:
        """How many bytes it takes."""
        return OVERHEAD + len(self.body) + sum(len(name) + len(value) for name, value in self.headers.items())

    def answer(self, *, is_head: bool) -> HttpResponse:
        """The answer to a visitor; to HEAD the same headers without the body."""
        response = HttpResponse(b"" if is_head else self.body, headers=self.headers)
        vars(response).update(self.policy)
        return response

    def packed(self) -> bytes:
        """As bytes, for a shared cache."""
        return json.dumps([self.headers, self.policy]).encode() + b"\n" + self.body

    @classmethod
    def unpacked(cls, data: bytes) -> Kept:
        """From its bytes."""
        head, _line, body = data.partition(b"\n")
        headers, policy = json.loads(head)
        return cls(headers, policy, body)


class Memory:
    """Bodies in this process, together no larger than `limit` bytes; those not asked for longest go first.

    With a later revision or day the earlier ones go at once.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._lock = threading.Lock()
        self._standing: Standing | None = None
        self._kept: LRUCache[str, Kept] = LRUCache(limit, getsizeof=Kept.size)

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return int(self._kept.currsize)

    def get(self, key: str) -> Kept | None:
        """The body of this key, if it is kept."""
        with self._lock:  # looking up moves the entry to the front
            return self._kept.get(key)

    def put(self, key: str, kept: Kept, standing: Standing) -> None:
        """Keep a body of this standing, unless a later one is known already."""
        with self._lock:
            if self._standing is None or standing > self._standing:
                self._kept.clear()
                self._standing = standing
            if standing == self._standing:
                self._kept[key] = kept


class Plain:
    """How bodies lie in a shared cache: as bytes. Django's own way, pickle, would run what a stranger puts there."""

    def dumps(self, value: bytes | int) -> bytes | int:
        """The value as it is stored."""
        return value

    def loads(self, data: bytes) -> bytes:
        """The value that was stored."""
        return data


class Shared:
    """Bodies in a cache that several machines share: no more than `limit` bytes in an hour, and each stays for an hour.

    So the addresses that a crawler makes up cannot push out what else the cache holds: counts of failed sign-ins.
    """

    def __init__(self, cache: BaseCache, limit: int) -> None:
        self.limit = limit
        self._cache = cache
        self._rests_until = 0.0

    def get(self, key: str) -> Kept | None:
        """The body of this key, if it is kept and the cache answers."""
        found = self._try("get", key)
        return Kept.unpacked(found) if isinstance(found, bytes) else None

    def put(self, key: str, kept: Kept) -> None:
        """Keep a body, unless as much is kept already as may be, or the cache does not answer."""
        data = kept.packed()
        if self._has_room(len(data) + OVERHEAD):
            self._try("set", key, data, EXPIRY)

    def _has_room(self, size: int) -> bool:
        """Count these bytes, and say whether there is room for them within the running hour."""
        counter = f"bytes-{int(time.time() // EXPIRY)}"
        if self._try("add", counter, size, 2 * EXPIRY):
            return True
        try:
            taken = self._try("incr", counter, size)
        except ValueError:  # the cache was emptied between the two
            return False
        return taken is not None and taken <= self.limit

    def _try(self, action: str, *words: Any) -> Any:
        """What the cache answers; None while it does not."""
        if time.monotonic() < self._rests_until:
            return None
        try:
            return getattr(self._cache, action)(*words)
        except (RedisError, OSError) as error:
            self._rests_until = time.monotonic() + PAUSE
            logger.warning("The shared cache does not answer, pages are kept in memory alone: %s", type(error).__name__)
            return None


class Store:
    """Memory, and behind it the shared cache if there is one. With a limit of 0 nothing is kept."""

    def __init__(self, limit: int, shared: Shared | None = None) -> None:
        self.memory = Memory(limit)
        self.shared = shared
        self.largest = min(LARGEST, limit // 4)

    def get(self, key: str, standing: Standing) -> Kept | None:
        """The body of this key."""
        found = self.memory.get(key)
        if found is None and self.shared is not None:
            found = self.shared.get(key)
            if found is not None:
                self.memory.put(key, found, standing)
        return found

    def put(self, key: str, response: HttpResponse, standing: Standing) -> None:
        """Keep an answer, unless it is too large."""
        kept = Kept.of(response)
        if kept.size() > self.largest:
            return
        self.memory.put(key, kept, standing)
        if self.shared is not None:
            self.shared.put(key, kept)


@functools.cache
def store() -> Store:
    """The store of this process, as large as PAGE_CACHE_MB says."""
    limit = settings.PAGE_CACHE_MB * MEGABYTE
    shared = Shared(caches[SHARED], limit) if limit and SHARED in settings.CACHES else None
    return Store(limit, shared)


def forget(**kwargs: Any) -> None:
    """Begin anew with an empty store in this process, as large as the settings say now."""
    store.cache_clear()


setting_changed.connect(forget, dispatch_uid="tracker.pages.store")
