"""The page "Maßnahmen und Ziele": the filter form and the table of the rows it lets through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import search
from tracker.listings.facets import Counts
from tracker.listings.fields import Problem
from tracker.listings.filters import BY_RANK, PAGE_SIZES
from tracker.listings.form import FilterFormView
from tracker.listings.hits import found_targets
from tracker.listings.measured import newest_values
from tracker.listings.records import Record, load
from tracker.listings.summary import Summary
from tracker.listings.tables import CommitmentTable
from tracker.listings.view import Listing
from tracker.models import IndicatorValue
from tracker.pages.http import PublicRequest, public_page
from tracker.pages.navigation import address, reverse_or_none
from tracker.vocabulary import Coverage

SORT_LINKS: tuple[tuple[str, Promise], ...] = (
    ("code", gettext_lazy("code")),
    ("-as_of", gettext_lazy("newest fact")),
    ("due_on", gettext_lazy("deadline")),
)
DOWNLOADS = (
    ("commitments_csv", "CSV"),
    ("commitments_xlsx", gettext_lazy("Excel (XLSX)")),
    ("commitments_json", "JSON"),
)
FEEDS = (
    ("commitments_atom", gettext_lazy("Changes (Atom)")),
    ("commitments_ics", gettext_lazy("Deadlines (calendar)")),
)


@public_page
def commitments(request: PublicRequest) -> HttpResponse:
    """Show the commitments that the address asks for, or what is wrong with it."""
    listing = Listing(request, day=request.day)
    counts = listing.counts
    summary = Summary(listing, counts)
    problems = listing.problems
    context: dict[str, Any] = {"listing": listing, "summary": summary}
    if not problems:
        pages: Paginator[int] = Paginator(Places(listing), listing.per_page)  # type: ignore[arg-type]
        wanted = listing.filters.given("page") or 1
        if wanted > pages.num_pages:
            problems = [_no_such_page(wanted, pages.num_pages)]
        else:
            context |= _rows(listing, counts, pages.page(wanted))
        context["targets"] = _targets(listing)
    form = FilterFormView(listing, counts, summary)
    context |= {"form": form, "problems": form.lines(problems)}
    return render(request, "massnahmen/list.html", context)


class Places:
    """The rows of a listing for a paginator: how many there are, and the keys of any stretch of them."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing

    def __len__(self) -> int:
        return self.listing.count()

    def __getitem__(self, stretch: slice) -> list[int]:
        return self.listing.ids(stretch.start, stretch.stop)


def _no_such_page(wanted: int, last: int) -> Problem:
    message = _("There is no page %(wanted)d; the last one is page %(last)d.") % {"wanted": wanted, "last": last}
    return Problem(parameter="page", value=str(wanted), message=message)


def _targets(listing: Listing) -> list[tuple[str, str, SafeString]]:
    """The targets that the search found and that are no rows: name of the agreement, address, text."""
    marker = search.Marker(listing.filters.given("q") or "")
    past = listing.filters.past_query
    return [
        (
            target.agreement.short_title,
            f"{reverse('public:agreement', args=[target.agreement.slug])}{past}#ziel-{target.key}",
            marker.excerpt(target.text, marker.all_terms),
        )
        for target in found_targets(listing)
    ]


def _rows(listing: Listing, counts: Counts, page: Page[int]) -> dict[str, Any]:
    """The table of one page, and what stands around it."""
    rows = load(listing, list(page.object_list))
    table = CommitmentTable(rows, filters=listing.filters, kinds=counts.kinds, measured=_measured(listing, rows))
    return {
        "page": page,
        "table": table,
        "total": counts.total,
        "today_query": f"?{today}" if (today := urlencode(listing.pairs(without=("stand", "fassung")))) else "",
        "sorts": _sorts(listing),
        "sizes": _sizes(listing) if counts.total > min(PAGE_SIZES) else [],
        "downloads": _files(listing, DOWNLOADS),
        "feeds": _files(listing, FEEDS, without=("stand", "fassung")),
        "selections": [
            agreement
            for agreement in listing.filters.lists.agreements
            if agreement.coverage == Coverage.SELECTION and agreement.slug in listing.filters.values("vereinbarung")
        ],
    }


def _measured(listing: Listing, rows: Sequence[Record]) -> Mapping[int, IndicatorValue]:
    """The newest values of targets; those of today are kept with the state of the record."""
    day, sets = listing.view.day, listing.selection.sets
    if listing.is_published_version:
        # Measured values have no versions, so a published version is shown without them.
        return {}
    if day == listing.day:
        return sets.remember(("measured", day), lambda: newest_values(on=day))
    return newest_values(on=day, among=[row.commitment.pk for row in rows])


def _address(listing: Listing, **changed: str) -> str:
    pairs = [pair for pair in listing.pairs() if pair[0] not in changed]
    more = [pair for pair in changed.items() if pair != ("sort", BY_RANK)]
    return f"{address('public:commitments')}?{urlencode([*pairs, *more])}#ergebnis"


def _sorts(listing: Listing) -> list[tuple[str, Promise, bool]]:
    """The links that sort the table: address, words, whether it is sorted so."""
    now = listing.filters.given("sort") or BY_RANK
    if not listing.filters.given("q"):
        # Nothing is searched for, so the best match is the order by code.
        now = "code" if now == BY_RANK else now
        return [(_address(listing, sort=key), label, key == now) for key, label in SORT_LINKS]
    best = (_address(listing, sort=BY_RANK), gettext_lazy("best match"), now == BY_RANK)
    return [best, *((_address(listing, sort=key), label, key == now) for key, label in SORT_LINKS)]


def _sizes(listing: Listing) -> list[tuple[str, int, bool]]:
    """The links that set how many rows stand on a page."""
    return [(_address(listing, per_page=str(size)), size, size == listing.per_page) for size in PAGE_SIZES]


def _files(
    listing: Listing, names: tuple[tuple[str, Any], ...], *, without: tuple[str, ...] = ()
) -> list[tuple[str, Any]]:
    """The addresses of these rows in the formats that are served; a subscription follows the present, without a day."""
    query = urlencode(listing.pairs(without=("per_page", *without)))
    served = [(reverse_or_none(name), label) for name, label in names]
    return [(f"{url}?{query}" if query else url, label) for url, label in served if url]
