"""A clock that a test sets: what the workflow stamps and what pages call today follow it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import timezone

from tracker import days


class Clock:
    """The time in Berlin as a test wants it; it stands still until it is set again."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, day: date) -> None:
        self.moment = datetime.min
        self.go(day)
        monkeypatch.setattr(timezone, "now", lambda: self.moment)

    def go(self, day: date, hour: int = 12, minute: int = 0) -> None:
        """Let it be this time of this day in Berlin."""
        self.moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=days.BERLIN)

    @property
    def day(self) -> date:
        """The day it is."""
        return self.moment.date()
