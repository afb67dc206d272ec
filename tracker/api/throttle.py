"""So many requests one address may send in a minute, counted in the cache that all processes share."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from rest_framework.throttling import BaseThrottle

from tracker.pages.openforms import address_of

MINUTE = 60


class PerAddress(BaseThrottle):
    """Counts the requests of an address within the running minute; no address is stored, only a salted hash of it."""

    def allow_request(self, request: Any, view: Any) -> bool:
        """Whether one more request is allowed; counts it."""
        now = int(time.time())
        self.left = MINUTE - now % MINUTE
        mark = salted_hmac("tracker.api", address_of(request._request)).hexdigest()
        key = f"api:{now // MINUTE}:{mark}"
        if cache.add(key, 1, timeout=2 * MINUTE):
            return True
        try:
            return bool(cache.incr(key) <= settings.API_LIMIT)
        except ValueError:  # it ran out between the two
            return True

    def wait(self) -> float:
        """How many seconds are left of the minute."""
        return self.left
