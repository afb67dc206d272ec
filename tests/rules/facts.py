"""Facts for the tests of the rules, in a line each."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from tracker import days, rules
from tracker.vocabulary import Kind, Status

BERLIN = ZoneInfo("Europe/Berlin")
SIGNED = date(2019, 8, 26)
LATER = date(2026, 11, 22)
_ids = count(1)


def fact(day: str, status: Status | None = None, *, part: int | None = None, **more: Any) -> rules.Fact:
    """A fact of a day that may be partial ("2020-06"), told today unless `told_on` says otherwise."""
    as_of, precision = days.parse_partial(day)
    told_on = more.pop("told_on", LATER)
    number = more.pop("id", None) or next(_ids)
    accepted_at = more.pop("accepted_at", datetime(told_on.year, told_on.month, told_on.day, 12, tzinfo=BERLIN))
    return rules.Fact(
        id=number,
        as_of=as_of,
        precision=more.pop("precision", precision),
        told_on=told_on,
        accepted_at=accepted_at + timedelta(seconds=number),
        status=status,
        part=part,
        **more,
    )


def stand(*facts: rules.Fact, parts: tuple[int, ...] = (1,), kind: Kind = Kind.MEASURE) -> rules.Standing:
    """The standing of a measure with these required parts and facts."""
    standing = rules.stand(kind, parts, facts, SIGNED)
    assert standing is not None
    return standing
