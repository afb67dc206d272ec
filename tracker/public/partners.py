"""The partners: their list by kind, and one with its names, memberships and the lists of what it promised."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tracker import access
from tracker.archive import first_version
from tracker.models import Partner, PublicVersion
from tracker.pages.http import PublicRequest, public_page
from tracker.public import _partner as build
from tracker.public import _published as published
from tracker.public._common import Way, find, not_found, present_only, readable, recorded, span
from tracker.public._past import PastRequest, past_context, refuse_unpublished, with_past
from tracker.public._reporting import rounds_of_partner
from tracker.vocabulary import SourceStatus


@public_page
@present_only
def partners(request: PublicRequest) -> HttpResponse:
    """All partners by kind, the groups with their members first."""
    found = build.by_kind()
    context = {
        "crumbs": [(_("Overview"), reverse("public:overview")), (_("Partners"), "")],
        "kinds": found,
    }
    return render(request, "partner/list.html", context)


@public_page
@with_past
def partner(request: PastRequest, slug: str) -> HttpResponse:
    """The page of one partner, today or on a past day, or those with the most similar keys."""
    found = _found(request, slug)
    if found is None:
        return _unknown(request, slug)
    past = request.past
    # As known today nothing is told that happened after the day; a version tells what it told then.
    last = past.day if past and not past.is_version else date.max
    context = {
        "crumbs": [
            (_("Overview"), reverse("public:overview")),
            (_("Partners"), reverse("public:partners")),
            (recorded(str(found)), ""),
        ],
        "partner": found,
        "existed": span(found.active_from, found.active_to),
        "names": build.names(found, on=last),
        "groups": build.groups(found, on=last),
        "members": build.members(found, on=last),
        "rounds": [] if past else rounds_of_partner(found, on=request.day),
        **_promises(request, found),
        **past_context(request),
    }
    return render(request, "partner/detail.html", context)


def _found(request: PastRequest, slug: str) -> Partner | None:
    past = request.past
    if past is None or past.archive is None:
        return build.load(slug)
    found = past.archive.partners.get(slug)
    if found is None and find(access.public_partners(), key=slug):
        refuse_unpublished(request, first_version(PublicVersion.PARTNER, slug))
    return found


def _promises(request: PastRequest, found: Partner) -> dict[str, Any]:
    """What it promised and signed, as of the day asked for."""
    past = request.past
    if past is not None and past.archive is not None:
        signed = [(item, item.status == SourceStatus.SOURCED) for item in published.signatures(past.archive, found)]
        return {"lists": build.lists(build.relations(found, past)), "signatures": signed}
    day = past.day if past else None
    return {
        "lists": build.lists(build.relations(found, past)),
        "signatures": [
            (item, sourced)
            for item, sourced in build.signatures(found)
            if day is None or item.agreement.signed_on <= day
        ],
        "reservations": [item for item in found.reservations.all() if day is None or item.agreement.signed_on <= day],
        "networks": [network for network in found.networks.all() if network.land],
    }


def _unknown(request: PublicRequest, slug: str) -> HttpResponse:
    asked = readable(slug)
    names = dict(access.public_partners().values_list("key", "name"))
    near = get_close_matches(asked.lower(), names, n=4, cutoff=0.5)
    ways = [Way(names[key], reverse("public:partner", args=[key])) for key in near]
    return not_found(
        request,
        title=_("Partner not found"),
        sentence=str(format_html(_("There is no partner “{}” in this record."), asked)),
        heading=_("Similar ones") if near else _("Ways on"),
        ways=[*ways, Way(_("All partners"), reverse("public:partners"))],
    )
