"""What can be subscribed to from a page: changes as a feed, deadlines as a calendar, of what the page is about."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.pages.navigation import reverse_or_none

ATOM, CALENDAR = "application/atom+xml", "text/calendar"
FILTERS = {
    "public:commitment": ("code", "q"),
    "public:agreement": ("slug", "vereinbarung"),
    "public:partner": ("slug", "partner"),
    "public:land": ("code", "land"),
}
"""For each page of a record: what its address calls the record, and the filter of the table that finds the same."""
OF_THE_TABLE: tuple[tuple[str, str, Promise], ...] = (
    ("commitments_atom", ATOM, _("Changes (Atom)")),
    ("commitments_ics", CALENDAR, _("Deadlines (calendar)")),
)
OF_THE_WHOLE = ("public:overview", "public:changes", "public:data")


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription: its address, what it is in words, and its media type."""

    url: str
    label: Promise
    media_type: str


def subscriptions(request: HttpRequest) -> list[Subscription]:
    """The subscriptions that fit a page; none for pages that are about no record. The table names its own."""
    match = getattr(request, "resolver_match", None)
    name = getattr(match, "view_name", "")
    if name in OF_THE_WHOLE:
        url = reverse_or_none("changes_atom")
        return [Subscription(url, _("Changes (Atom)"), ATOM)] if url else []
    if match is None or name not in FILTERS:
        return []
    part, parameter = FILTERS[name]
    query = urlencode({parameter: match.kwargs.get(part, "")})
    found = ((reverse_or_none(url_name), media_type, label) for url_name, media_type, label in OF_THE_TABLE)
    return [Subscription(f"{url}?{query}", label, media_type) for url, media_type, label in found if url]
