"""The changes of the public record, newest first: when, why, by which role, and what became different."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker import figures
from tracker.listings.changelist import LABELS, ChangeListing
from tracker.listings.changes import changed_versions, entries_of
from tracker.models import PublicVersion, Revision
from tracker.pages.http import PublicRequest, public_page
from tracker.pages.navigation import reverse_or_none
from tracker.public._changes import grouped
from tracker.public._common import present_only

PER_PAGE = 50
FILES = (("changes_csv", "CSV"), ("changes_json", "JSON"), ("changes_atom", "Atom"))


@public_page
@present_only
def changes(request: PublicRequest) -> HttpResponse:
    """List what was changed, by revision, page by page, or say what is wrong with the address."""
    listing = ChangeListing(request)
    context: dict[str, Any] = {
        "crumbs": [(_("Overview"), reverse("public:overview")), (_("Changes"), "")],
        "listing": listing,
        "problems": [(str(LABELS.get(item.parameter, "")), f"f-{item.parameter}", item) for item in listing.problems],
        "files": _files(listing),
        "today": request.day,
    }
    if not listing.problems:
        page, wrong = _page(listing)
        entries = entries_of(page.object_list)
        revisions = figures.entries(Revision.objects.filter(pk__in={item.revision for item in entries}))
        context |= {"page": page, "wrong": wrong, "groups": grouped(entries, revisions)}
    return render(request, "aenderungen/list.html", context)


def _page(listing: ChangeListing) -> tuple[Page[PublicVersion], str]:
    """The page asked for, or the last there is with a sentence that says so."""
    pages = Paginator(changed_versions(listing.query).defer("payload"), PER_PAGE)
    asked = listing.given("page") or 1
    if asked <= pages.num_pages:
        return pages.page(asked), ""
    words = _("There is no page “%(asked)s”; this is page %(number)d of %(total)d.")
    return pages.page(pages.num_pages), words % {"asked": asked, "number": pages.num_pages, "total": pages.num_pages}


def _files(listing: ChangeListing) -> list[tuple[str, str]]:
    """The addresses of these changes as files and feed, as far as they are served."""
    query = listing.file_query
    served = [(reverse_or_none(name), label) for name, label in FILES]
    return [(f"{url}?{query}" if query else url, label) for url, label in served if url]
