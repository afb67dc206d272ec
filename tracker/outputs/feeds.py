"""Feeds of changes (Atom): of the commitments in any filtered table, and of the whole record.

Entries come from the log of changes. Each has an identifier that never changes; a feed holds the newest ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker.listings.changelist import LABELS, ChangeListing
from tracker.listings.changes import ChangeEntry, ChangeQuery, change_entries, newest_versions
from tracker.listings.differences import Event
from tracker.listings.fields import Problem
from tracker.listings.heads import table_address
from tracker.listings.summary import Summary
from tracker.listings.view import Listing
from tracker.models import Revision
from tracker.outputs.problems import refused
from tracker.pages.http import PublicRequest, public_page
from tracker.pages.xmltext import legible
from tracker.site import site
from tracker.vocabulary import ActorRole, ChangeReason

NEWEST = 50
"""So many changes a feed holds; who was away longer finds the others on the page of changes."""


@public_page
def commitments_atom(request: PublicRequest) -> HttpResponseBase:
    """The newest changes of the commitments that the table shows today."""
    listing = Listing(request, day=request.day)
    problems = listing.problems_of_file or _of_the_past(listing)
    if problems:
        return refused(problems)
    query = ChangeQuery(versions=newest_versions(listing, NEWEST))
    address = f"{site().url}{request.path}{tail(listing.file_query())}"
    return feed(query, title=subscription_title(_("Changes"), listing), page=table_address(listing), address=address)


@public_page
def changes_atom(request: PublicRequest) -> HttpResponseBase:
    """The newest changes of the record, or of what the address names: agreements, fields, partners, days."""
    listing = ChangeListing(request)
    if listing.problems_of_file:
        return refused(listing.problems_of_file)
    query = tail(listing.file_query)
    page = site().url + reverse("public:changes") + query
    title = f"{site().name}: {_('Changes')}"
    filters = [f"{LABELS[name]}: {_said(value)}" for name, value in listing.filter_data.items()]
    title += f" ({', '.join(filters)})" if filters else ""
    return feed(listing.query, title=title, page=page, address=f"{site().url}{request.path}{query}")


def _said(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def tail(query: str) -> str:
    """A query as the end of an address."""
    return f"?{query}" if query else ""


def subscription_title(what: str, listing: Listing) -> str:
    """The name of a subscription: the site, what it holds, and the filters in force, but no number that may change."""
    filters = [f"{item.label}: {item.value}" for item in Summary(listing, listing.counts).active]
    return f"{site().name}: {what}" + (f" ({', '.join(filters)})" if filters else "")


def _of_the_past(listing: Listing) -> list[Problem]:
    """What is wrong with asking a feed for a past day: it tells of the present record."""
    message = _("A subscription always follows the present record. Leave out the day.")
    return [
        Problem(name, listing.query.get(name, ""), message) for name in ("stand", "fassung") if listing.query.get(name)
    ]


def feed(query: ChangeQuery, *, title: str, page: str, address: str) -> HttpResponse:
    """The newest changes asked for as an Atom feed; `page` is the address of the page that shows the same.

    `address` is the feed's own, with its parameters in one order, for it is the identifier of the feed.
    """
    here = site()
    entries = list(change_entries(query, limit=NEWEST))
    made = _Feed(
        title=legible(title),
        link=page,
        description=None,
        subtitle=_("What changed in the public record, with reasons."),
        language=settings.LANGUAGE_CODE,
        author_name=str(here.operator or here.editor),
        feed_url=address,
        feed_guid=address,
        feed_copyright=f"{here.licence}, {here.licence_url}",
        changed_at=entries[0].at if entries else _first_moment(),
    )
    for entry in entries:
        made.add_item(**_item(entry))
    answer = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    made.write(answer, "utf-8")
    return answer


class _Feed(Atom1Feed):
    """A feed that says when its record changed last, not when somebody asked."""

    def latest_post_date(self) -> datetime:
        """When the newest change was made."""
        return self.feed["changed_at"]


def _first_moment() -> datetime:
    """The moment of the present revision, for a feed without entries; now as long as nothing has been recorded."""
    return Revision.objects.values_list("stamped_at", flat=True).first() or timezone.now()


def _item(entry: ChangeEntry) -> dict[str, Any]:
    url = site().url + reverse(entry.url_name, args=[entry.key])
    name = f"{entry.key} {entry.title}" if entry.agreement else entry.title
    return {
        "title": legible(f"{name}: {_short(entry.events)}"),
        "link": url,
        "description": legible(_words(entry)),
        "unique_id": f"tag:{urlsplit(site().url).hostname},2026:{entry.id}",
        "pubdate": entry.at,
        "updateddate": entry.at,
        "categories": sorted({str(event.kind.label) for event in entry.events}),
    }


def _short(events: Iterable[Event]) -> str:
    """The differences in few words, for the headline."""
    return ", ".join(dict.fromkeys(str(event.kind.label) for event in events))


def _words(entry: ChangeEntry) -> SafeString:
    """The differences and the reason, as a reader shows them."""
    lines = format_html_join("", "<li>{}</li>", ((_line(event),) for event in entry.events))
    reason = str(ChangeReason(entry.reason).label)
    said = f"{reason}: {entry.note}" if entry.note and entry.note != reason else reason
    prompted = format_html("<p>{}</p>", _("Correction after a message.")) if entry.after_report else ""
    role = ActorRole(entry.role).label
    return format_html("<ul>{}</ul><p>{} ({})</p>{}", lines, said, role, prompted)


def _line(event: Event) -> SafeString:
    told = format_html("{}: {} → {}", event.label, event.before, event.after) if event.after else event.label
    reason = format_html(" {} {}", _("Reason:"), event.reason) if event.reason else ""
    return format_html("{}{}", told, reason)
