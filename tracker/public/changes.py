"""The changes of the public record, newest first, with reason, role and what was touched."""

from __future__ import annotations

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker import figures
from tracker.models import Revision
from tracker.pages.http import PublicRequest, public_page
from tracker.public._changes import changes_in_words
from tracker.public._common import present_only, readable

PER_PAGE = 25


@public_page
@present_only
def changes(request: PublicRequest) -> HttpResponse:
    """List the revisions that published something, page by page."""
    page, wrong = _page(request.GET.get("page"))
    context = {
        "crumbs": [(_("Overview"), reverse("public:overview")), (_("Changes"), "")],
        "page": page,
        "entries": changes_in_words(figures.entries(page.object_list)),
        "wrong": wrong,
    }
    return render(request, "aenderungen/list.html", context)


def _page(asked: str | None) -> tuple[Page[Revision], str]:
    """The page asked for, or the nearest there is with a sentence that says so."""
    pages = Paginator(figures.told_revisions(), PER_PAGE)
    if asked is None:
        return pages.page(1), ""
    try:
        return pages.page(asked), ""
    except InvalidPage:
        page = pages.get_page(asked)
        words = _("There is no page “%(asked)s”; this is page %(number)d of %(total)d.")
        return page, words % {"asked": readable(asked), "number": page.number, "total": pages.num_pages}
