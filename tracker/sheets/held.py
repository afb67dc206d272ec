"""Rows between preview and confirmation: kept for a day in a session of their own, so that any server finds them."""

from __future__ import annotations

import base64
import json
import zlib
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core import signing

HOLDS = 24 * 3600
NAME = "held_table"


def _store(key: str | None = None) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(key)


def keep(content: Any) -> str:
    """Keep what JSON can hold for a day; return the key to it."""
    session = _store()
    session[NAME] = base64.b85encode(zlib.compress(json.dumps(content).encode())).decode()
    session.set_expiry(HOLDS)
    session.save()
    return str(session.session_key)


def kept(key: str) -> Any:
    """What was kept under a key, None if it is gone."""
    found = _store(key).get(NAME)
    return json.loads(zlib.decompress(base64.b85decode(found))) if found else None


def forget(key: str) -> None:
    """Remove what was kept under a key."""
    _store(key).delete()


def signed(word: dict[str, Any], *, salt: str) -> str:
    """A word for a form that says which rows are meant and whose they are; it cannot be changed."""
    return signing.dumps(word, salt=salt)


def unsigned(text: str, *, salt: str, user: int | None) -> dict[str, Any] | None:
    """The word that `signed` gave to this person within a day, None for any other."""
    try:
        word = signing.loads(text, salt=salt, max_age=HOLDS)
    except signing.BadSignature:
        return None
    return word if isinstance(word, dict) and word.get("user") == user else None
