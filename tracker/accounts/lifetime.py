"""How long a session holds: so many hours from the sign-in, whatever is done, and so long without a request."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

BEGUN, SEEN = "begun", "seen"
STEP = 60
"""The last request is noted to the minute, so that not every page writes."""


def is_over(session: SessionBase) -> bool:
    """Whether a session has lasted too long or was left alone for too long.

    Django moves the end of a session on with every write to it, so its own limit alone never ends one that is in use.
    """
    now = time.time()
    return (
        now - session.get(BEGUN, now) > settings.SESSION_COOKIE_AGE
        or now - session.get(SEEN, now) > settings.SESSION_IDLE_SECONDS
    )


def note(session: SessionBase) -> None:
    """Note that the session is in use."""
    now = int(time.time())
    session.setdefault(BEGUN, now)
    if now - session.get(SEEN, 0) >= STEP:
        session[SEEN] = now


def connect() -> None:
    """Let every sign-in begin a new count."""
    user_logged_in.connect(_begin, dispatch_uid="tracker.accounts.lifetime")


def _begin(request: HttpRequest, **kwargs: Any) -> None:
    request.session[BEGUN] = request.session[SEEN] = int(time.time())
