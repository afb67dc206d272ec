"""The agreements: their list, and one with its term, signatories, targets, fields, events and what followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tracker import access
from tracker.listings.links import commitments_url
from tracker.models import Agreement
from tracker.pages.http import PublicRequest, public_page
from tracker.public import _agreement as build
from tracker.public._common import Way, not_found, present_only, readable, recorded
from tracker.public._findings import shown
from tracker.public._reporting import rounds_of_agreement
from tracker.public._rows import rows
from tracker.vocabulary import Precision


@dataclass(frozen=True, slots=True)
class Listed:
    """An agreement as the list shows it."""

    agreement: Agreement
    term: str
    ended: bool
    tallies: list[build.Tally]
    recorded: int
    url: str


@public_page
@present_only
def agreements(request: PublicRequest) -> HttpResponse:
    """All agreements, newest first, and that none is known for the time after."""
    found = list(build.with_counts(access.public_agreements().newest_first()))
    listed = [_listed(agreement, request) for agreement in found]
    context = {
        "crumbs": [(_("Overview"), reverse("public:overview")), (_("Agreements"), "")],
        "agreements": listed,
        "last": max((agreement.effective_end for agreement in found), default=None),
    }
    return render(request, "vereinbarungen/list.html", context)


def _listed(agreement: Agreement, request: PublicRequest) -> Listed:
    tallies = build.own_tallies(agreement)
    return Listed(
        agreement=agreement,
        term=build.term_words(agreement, on=request.day),
        ended=agreement.has_ended(on=request.day),
        tallies=tallies,
        recorded=sum(tally.count for tally in tallies),
        url=commitments_url(vereinbarung=agreement.slug),
    )


@public_page
@present_only
def agreement(request: PublicRequest, slug: str) -> HttpResponse:
    """The page of one agreement, or the list of those there are."""
    found = build.load(slug)
    if found is None:
        return _unknown(request, slug)
    return render(request, "vereinbarungen/detail.html", _context(request, found))


def _context(request: PublicRequest, found: Agreement) -> dict[str, Any]:
    confirmed, unconfirmed = build.signatories(found)
    return {
        "crumbs": [
            (_("Overview"), reverse("public:overview")),
            (_("Agreements"), reverse("public:agreements")),
            (recorded(found.short_title), ""),
        ],
        "agreement": found,
        "listed": _listed(found, request),
        "term": build.term_span(found),
        "years_only": found.term_precision == Precision.YEAR,
        "fields": build.fields(found),
        "targets": build.targets(found),
        "confirmed": confirmed,
        "unconfirmed": unconfirmed,
        "events": build.events(found),
        "focus_lists": [
            (item, rows(item.main_points))  # type: ignore[attr-defined]
            for item in found.focus_lists.all()
        ],
        "findings": shown(found.findings.all()),
        "carried_on": build.carried_on(found),
        "rounds": rounds_of_agreement(found.pk, on=request.day),
    }


def _unknown(request: PublicRequest, slug: str) -> HttpResponse:
    ways = [
        Way(item.title, reverse("public:agreement", args=[item.slug]))
        for item in access.public_agreements().newest_first()
    ]
    return not_found(
        request,
        title=_("Agreement not found"),
        sentence=str(format_html(_("There is no agreement “{}” in this record."), readable(slug))),
        heading=_("The agreements of this record"),
        ways=ways,
    )
