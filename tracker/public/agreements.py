"""The agreements: their list, and one with its term, signatories, targets, fields, events and what followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tracker import access, bitsets
from tracker.archive import first_version
from tracker.listings.links import FilterValue, commitments_url
from tracker.models import Agreement, PublicVersion
from tracker.pages.http import PublicRequest, public_page
from tracker.public import _agreement as build
from tracker.public import _published as published
from tracker.public._common import Way, find, not_found, present_only, readable, recorded
from tracker.public._findings import Happening, known_by, shown
from tracker.public._past import (
    Past,
    PastRequest,
    as_known,
    on_day,
    past_context,
    refuse_before_signing,
    refuse_unpublished,
    with_past,
)
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
    found = list(access.public_agreements().newest_first())
    listed = [_listed(agreement, request) for agreement in found]
    context = {
        "crumbs": [(_("Overview"), reverse("public:overview")), (_("Agreements"), "")],
        "agreements": listed,
        "last": max((agreement.effective_end for agreement in found), default=None),
    }
    return render(request, "vereinbarungen/list.html", context)


def _listed(agreement: Agreement, request: PublicRequest, past: Past | None = None) -> Listed:
    stay: dict[str, FilterValue] = {**past.filters} if past else {}
    on = past.day if past else request.day
    sets = past.archive.sets if past is not None and past.archive is not None else bitsets.current()
    tallies = build.own_tallies(agreement, sets, **stay)
    return Listed(
        agreement=agreement,
        term=build.term_words(agreement, on=on),
        ended=agreement.has_ended(on=on),
        tallies=tallies,
        recorded=sum(tally.count for tally in tallies),
        url=commitments_url("", vereinbarung=agreement.slug, **stay),
    )


@public_page
@with_past
def agreement(request: PastRequest, slug: str) -> HttpResponse:
    """The page of one agreement, today or on a past day, or the list of those there are."""
    found = _found(request, slug)
    if found is None:
        return _unknown(request, slug)
    context = _context(request, found)
    context |= past_context(request, first_state=found.signed_on)
    # A page of the past tells of that day, and no balance had to be there by then.
    context["balances"] = [] if request.past else list(access.public_balances().about(found))
    context["has_text"] = not request.past and access.public_texts().filter(agreement=found).exists()
    return render(request, "vereinbarungen/detail.html", context)


def _found(request: PastRequest, slug: str) -> Agreement | None:
    past = request.past
    if past is not None and past.archive is not None:
        found = past.archive.agreements.get(slug)
        if found is None and find(access.public_agreements(), slug=slug):
            refuse_unpublished(request, first_version(PublicVersion.AGREEMENT, slug))
        return found
    found = build.load(slug)
    if found is not None:
        refuse_before_signing(request, found.signed_on)
    return found


def _context(request: PastRequest, found: Agreement) -> dict[str, Any]:
    confirmed, unconfirmed = build.signatories(found)
    return {
        "crumbs": [
            (_("Overview"), reverse("public:overview")),
            (_("Agreements"), reverse("public:agreements")),
            (recorded(found.short_title), ""),
        ],
        "agreement": found,
        "listed": _listed(found, request, request.past),
        "term": build.term_span(found),
        "years_only": found.term_precision == Precision.YEAR,
        "confirmed": confirmed,
        "unconfirmed": unconfirmed,
        **(_published(request, found) if request.past and request.past.is_version else _present(request, found)),
    }


def _present(request: PastRequest, found: Agreement) -> dict[str, Any]:
    """What is known today, of today or of a past day."""
    past, on = request.past, on_day(request)
    lists = [item for item in found.focus_lists.all() if item.adopted_on is None or item.adopted_on <= on]
    if past:
        as_known((point for item in lists for point in item.main_points), past.day)  # type: ignore[attr-defined]
    stay: dict[str, FilterValue] = {**past.filters} if past else {}
    return {
        "fields": build.fields(found, build.recorded_fields(found), bitsets.current(), **stay),
        "targets": build.targets(found, on=on),
        "events": build.events(found, on=on),
        "focus_lists": [(item, rows(item.main_points)) for item in lists],  # type: ignore[attr-defined]
        "findings": shown(known_by(found.findings.all(), on) if past else found.findings.all()),
        "carried_on": build.carried_on(found, past_day=past.day if past else None),
        "rounds": [] if past else rounds_of_agreement(found.pk, on=on),
    }


def _published(request: PastRequest, found: Agreement) -> dict[str, Any]:
    """What the versions of a day tell."""
    past = request.past
    assert past is not None and past.archive is not None  # noqa: S101 - asked for above
    return {
        "fields": build.fields(found, found.action_fields.all(), past.archive.sets, **past.filters),
        "targets": published.targets(found),
        "events": [
            Happening(event, [])
            for event in sorted(found.events.all(), key=lambda item: (item.day is None, item.day or date.max, item.key))
        ],
        "focus_lists": [],
        "findings": [],
        "carried_on": published.carried_on(past.archive, found),
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
