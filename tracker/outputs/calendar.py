"""The file `massnahmen.ics`: the deadlines of the rows of the table as a calendar that programs subscribe to.

One whole day per deadline, with an identifier that never changes. Rows without a day of their own are left out. Nothing
in it says when it was made, so the same record gives the same file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from tracker.listings.contents import Content, contents
from tracker.listings.heads import table_address
from tracker.listings.rows import FIELDS, page_url
from tracker.listings.view import Listing
from tracker.outputs.commitments import streamed
from tracker.outputs.feeds import subscription_title
from tracker.outputs.problems import refused
from tracker.pages.http import PublicRequest, public_page
from tracker.site import site
from tracker.vocabulary import Role, Schedule

END = b"END:VCALENDAR\r\n"
WORD = {field.name: field.label for field in FIELDS if field.label is not None}


@public_page
def commitments_ics(request: PublicRequest) -> HttpResponseBase:
    """The deadlines of all rows of the table as a calendar."""
    listing = Listing(request, day=request.day)
    if listing.problems_of_file:
        return refused(listing.problems_of_file)
    answer = streamed(request, calendar_pieces(listing), "text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="massnahmen.ics"'
    return answer


def calendar_pieces(listing: Listing) -> Iterator[str]:
    """The calendar, piece by piece: its head, one event per deadline, its end."""
    with translation.override(settings.LANGUAGE_CODE):
        yield _head(listing).to_ical().removesuffix(END).decode()
    for row in contents(listing):
        if row.due_on is None:
            continue
        with translation.override(settings.LANGUAGE_CODE):
            yield _event(row).to_ical().decode()
    yield END.decode()


def _head(listing: Listing) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{site().name}//{urlsplit(site().url).hostname}//DE")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = subscription_title(_("Deadlines"), listing)
    about = _(
        "Deadlines named in the agreements or following from their words. Commitments without a day of their own are "
        "not in it. Licence: %s"
    )
    for key, value in (("name", name), ("description", about % site().licence)):
        calendar.add(key, value)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-caldesc", about % site().licence)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("url", table_address(listing))
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    return calendar


def _event(row: Content) -> Event:
    """One deadline as a day; a deadline that does not apply any more is called off, not taken away."""
    event = Event()
    due_on = row.due_on
    event.add("uid", f"{row.code}-frist@{urlsplit(site().url).hostname}")
    stamp = datetime.combine(row.changed_on or row.on, time.min, UTC)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", row.deadline_moves)
    event.add("dtstart", due_on)
    event.add("dtend", due_on + timedelta(days=1))  # type: ignore[operator]
    event.add("summary", _("Deadline: %(title)s (%(code)s)") % {"title": row.title, "code": row.code})
    event.add("description", "\n".join(_lines(row)))
    event.add("url", page_url(row))
    event.add("categories", [row.agreement.short_title])
    event.add("status", "CANCELLED" if row.schedule == Schedule.VOID else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PUBLIC")
    return event


def _lines(row: Content) -> Iterator[str]:
    """What stands under a deadline: its words, where it stands, who is responsible, where to read on."""
    yield _("Words of the deadline: %(words)s (%(basis)s)") % {
        "words": row.due_wording,
        "basis": WORD["due_basis"](row),
    }
    yield _("Deadline: %s") % WORD["schedule"](row)
    if row.status:
        yield _("Status: %s") % WORD["status"](row)
    responsible = [part.name for part in row.partners if part.role == Role.LEAD]
    if responsible:
        yield _("Responsible: %s") % ", ".join(responsible)
    yield page_url(row)
