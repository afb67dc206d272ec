"""What is asked for: the addresses of the scenarios, of the site and of what it is compared with."""

from __future__ import annotations

import itertools
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from tracker.benchmark import words
from tracker.benchmark.rolling import selection
from tracker.models import Agreement, Commitment, Partner

SORT = "due_on"
PER_PAGE = 25
# What a visitor counts by in our table, as Datasette names it.
FACETS = ["kind", "status", "agreement_id", "action_field_id", "modality", "verifiable", "evidence_grade"]


def table(**query: Any) -> str:
    """The table with these parameters."""
    found = urlencode(query, doseq=True)
    return reverse("public:commitments") + (f"?{found}" if found else "")


def three_filters() -> str:
    """The table with the filters of the selection, sorted by deadline."""
    return table(**selection(), sort=SORT)


def last_page() -> str:
    """The deepest page of the table without filters."""
    rows = Commitment.objects.count()
    return table(page=max(1, -(-rows // PER_PAGE)))


def searches() -> list[str]:
    """The table with two words to search for, other ones each time."""
    first = [word.lower() for thing in words.THINGS for word in thing.split()]
    second = ["pflege", "handwerk", "bundesweit", "geflüchtete", "gymnasien"]
    return [table(q=f"{one} {other}") for one, other in itertools.product(first, second)]


def commitments(number: int) -> list[str]:
    """So many pages of one commitment, spread over the record."""
    keys = Commitment.objects.order_by("pk")
    last = keys.count()
    wanted = {place * last // number + 1 for place in range(min(number, last))}
    return [
        reverse("public:commitment", args=[code]) for code in keys.filter(pk__in=wanted).values_list("code", flat=True)
    ]


def mixed() -> list[str]:
    """What a public visits in a day: mostly overview, table, and single pages, in every variant now and then."""
    overview, one = reverse("public:overview"), commitments(60)
    agreements = [reverse("public:agreement", args=[slug]) for slug in Agreement.objects.values_list("slug", flat=True)]
    partners = [reverse("public:partner", args=[key]) for key in Partner.objects.values_list("key", flat=True)[:20]]
    rare = [three_filters(), last_page(), *searches()[:30], *agreements, *partners, "/en/", "/en/massnahmen/"]
    paths: list[str] = []
    for place, path in enumerate(one + rare):
        paths += [overview, table(), path] if place % 2 else [table(page=place % 4 + 1), path]
    return paths


def of_plain() -> dict[str, str]:
    """The addresses of the plain application: without filters, and the three filters."""
    wanted = selection()
    query = {"agreement": wanted["vereinbarung"], "status": wanted["status"], "partners": wanted["partner"]}
    return {"first page": "/", "three filters": f"/?{urlencode({**query, 'sort': SORT}, doseq=True)}"}


def of_datasette(database: str) -> dict[str, str]:
    """The addresses of Datasette for a file of this name: the three filters, with facets and without."""
    wanted = selection()
    agreement = Agreement.objects.get(slug=wanted["vereinbarung"]).pk
    partner = Partner.objects.get(key=wanted["partner"]).pk
    query: list[tuple[str, Any]] = [
        ("agreement_id", agreement),
        ("status__in", ",".join(wanted["status"])),
        # Not `_through`: beside other filters Datasette names two of its values alike, and no row matches.
        ("_where", f"id in (select commitment_id from tracker_contribution where partner_id = {partner})"),  # noqa: S608
        ("_sort", SORT),
        ("_size", PER_PAGE),
    ]
    page = f"/{database}/tracker_commitment?"
    facets = [("_facet", name) for name in FACETS]
    return {"page with facets": page + urlencode([*query, *facets]), "page without facets": page + urlencode(query)}
