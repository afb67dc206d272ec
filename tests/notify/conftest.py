"""A clock that tests set, and a mail server that really talks SMTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from django.utils import timezone

from tests.notify.postbox import Postbox
from tracker.days import BERLIN


class Clock:
    """The present moment of a test."""

    def __init__(self) -> None:
        self.at = self.moment(date(2026, 2, 1))

    @staticmethod
    def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
        """Return a moment of a day in Berlin."""
        return datetime.combine(day, time(hour, minute), tzinfo=BERLIN)

    def set(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """Let it be this moment; return it."""
        self.at = self.moment(day, hour, minute)
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands still until the test sets it; it begins on 1 February 2026 at nine."""
    found = Clock()
    monkeypatch.setattr(timezone, "now", lambda: found.at)
    return found


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:
    """A mail server on this machine, to which the site sends."""
    with Postbox() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = found.host, found.port
        settings.EMAIL_TIMEOUT = 2
        yield found
