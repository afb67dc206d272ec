"""Days of the calendar in Europe/Berlin: fuzzy days, their first and last possible day, and steps between them.

No rule asks for today; views and commands take it from `today()` and hand it down.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone

from tracker.vocabulary import Precision

BERLIN = ZoneInfo("Europe/Berlin")


def today() -> date:
    """The present day in Berlin."""
    return berlin_day(timezone.now())


def berlin_day(moment: datetime) -> date:
    """The day in Berlin on which an aware moment falls."""
    return moment.astimezone(BERLIN).date()


def add_months(day: date, months: int) -> date:
    """The same day some months later (or earlier), or the last day of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _first_month(month: int, span: int) -> int:
    return (month - 1) // span * span + 1


_SPAN = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF_YEAR: 6, Precision.YEAR: 12}


# Remembered, for the rules ask for the same few thousand days again and again.
@lru_cache(16_384)
def first_day(day: date, precision: str) -> date:
    """The first day that a fuzzy day may mean ("2020" → 1 January 2020); the day itself if it is exact."""
    span = _SPAN.get(Precision(precision))
    return day if span is None else date(day.year, _first_month(day.month, span), 1)


@lru_cache(16_384)
def last_day(day: date, precision: str) -> date:
    """The last day that a fuzzy day may mean ("2020" → 31 December 2020); the day itself if it is exact."""
    span = _SPAN.get(Precision(precision))
    return day if span is None else last_of_month(day.year, _first_month(day.month, span) + span - 1)


_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def parse_partial(text: str) -> tuple[date, Precision]:
    """The last day and the precision of an ISO date that may be partial: "2019", "2019-06", "2019-06-30".

    Raises ValueError with a sentence if the text is none of the three.
    """
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date like 2019, 2019-06 or 2019-06-30")
    year, month, day = match.groups()
    if day is not None:
        return date(int(year), int(month), int(day)), Precision.DAY
    if month is not None:
        if not 1 <= int(month) <= 12:
            raise ValueError(f"{text!r} names a month that does not exist")
        return last_of_month(int(year), int(month)), Precision.MONTH
    return date(int(year), 12, 31), Precision.YEAR


def easter_sunday(year: int) -> date:
    """Easter Sunday of a year (Gauss's rule in the form of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    return date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)


def is_working_day(day: date) -> bool:
    """Whether a day is a working day everywhere in Germany: no weekend and none of the nine nationwide holidays."""
    if day.weekday() >= 5 or (day.month, day.day) in ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26)):
        return False
    return (day - easter_sunday(day.year)).days not in (-2, 1, 39, 50)


def add_working_days(day: date, number: int) -> date:
    """The working day that lies this many working days after a day."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)


def start_of(day: date) -> datetime:
    """The moment at which a day begins in Berlin."""
    return datetime(day.year, day.month, day.day, tzinfo=BERLIN)


def quarter_ends(start: date, end: date) -> list[date]:
    """The last days of all quarters from the one `start` falls in to the one `end` falls in."""
    ends: list[date] = []
    day = last_day(start, Precision.QUARTER)
    while day <= last_day(end, Precision.QUARTER):
        ends.append(day)
        day = last_day(day + timedelta(days=1), Precision.QUARTER)
    return ends
