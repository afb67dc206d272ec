"""Which past days can be asked for, and how a day out of range is refused with the nearest that can."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Min
from django.utils.translation import gettext as _

from tracker import access, archive
from tracker.listings.fields import wrong
from tracker.templatetags.tracker_tags import day_text


def first_signing() -> date | None:
    """The day on which the first public agreement was signed; one query."""
    day: date | None = access.public_agreements().aggregate(first=Min("signed_on"))["first"]
    return day


def choose_one() -> str:
    """That both kinds of past cannot be asked for at once."""
    return _("Choose one of the two: the state of affairs as known today, or the version published then.")


def check_state(day: date, first: date | None, *, today: date) -> None:
    """Raise unless `stand` can be that day: from the signing of the first agreement until today."""
    start = first or today
    allowed = (start.isoformat(), today.isoformat())
    if day > today:
        message = _("This day is still to come. The latest possible day is today, %s.") % day_text(today)
        raise wrong(message, day.isoformat(), allowed)
    if day < start:
        message = _("No agreement had been signed by then. The first possible day is %s.") % day_text(start)
        raise wrong(message, day.isoformat(), allowed)


def check_version(day: date, *, today: date) -> None:
    """Raise unless `fassung` can be that day: from the day of the first revision until yesterday."""
    first, last = archive.first_day(), today - timedelta(days=1)
    if first is None or first > last:
        start = day_text((first or today) + timedelta(days=1))
        message = _("Published versions can be shown from the day after the first one on, %s.") % start
        raise wrong(message, day.isoformat())
    allowed = (first.isoformat(), last.isoformat())
    if day > last:
        message = _("Only a past day has a version that stays as it is. The latest possible day is yesterday, %s.")
        raise wrong(message % day_text(last), day.isoformat(), allowed)
    if day < first:
        message = _("Nothing had been published here by then. The first possible day is %s.") % day_text(first)
        raise wrong(message, day.isoformat(), allowed)


def nearest(day: date, allowed: tuple[str, ...]) -> date | None:
    """Of the first and last day allowed the one nearer to a day out of range; None if there is none."""
    days = [date.fromisoformat(item) for item in allowed]
    return min(max(day, days[0]), days[-1]) if days else None
