"""What no answer may say, whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from tests.access.taken import text_of
from tests.cast import planted

INSIDES = (
    "Traceback (most recent call last)",
    "site-packages",
    "django.core.",
    "INSTALLED_APPS",
    "DATABASE_URL",
    "root:x:0",
)
"""Words that only the inside of a program says."""


def faults(status: int, body: bytes, headers: str, *, visitor: bool) -> Iterator[str]:
    """Yield what is wrong with an answer; only for visitors what the cast keeps to itself is a leak."""
    if not status or status >= 500:
        yield f"status {status}"
    text = text_of(body) + headers
    yield from (f"tells {word}" for word in (*INSIDES, settings.SECRET_KEY, str(settings.BASE_DIR)) if word in text)
    if visitor:
        yield from (f"tells {word}" for word in planted(text))
