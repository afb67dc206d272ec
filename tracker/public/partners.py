"""The partners: their list by kind, and one with its names, memberships and the lists of what it promised."""

from __future__ import annotations

from difflib import get_close_matches

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tracker import access
from tracker.pages.http import PublicRequest, public_page
from tracker.public import _partner as build
from tracker.public._common import Way, not_found, present_only, readable, recorded, span
from tracker.public._reporting import rounds_of_partner


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
@present_only
def partner(request: PublicRequest, slug: str) -> HttpResponse:
    """The page of one partner, or those with the most similar keys."""
    found = build.load(slug)
    if found is None:
        return _unknown(request, slug)
    context = {
        "crumbs": [
            (_("Overview"), reverse("public:overview")),
            (_("Partners"), reverse("public:partners")),
            (recorded(str(found)), ""),
        ],
        "partner": found,
        "existed": span(found.active_from, found.active_to),
        "names": build.names(found),
        "groups": build.groups(found),
        "members": build.members(found),
        "rounds": rounds_of_partner(found, on=request.day),
        "lists": build.lists(found),
        "signatures": build.signatures(found),
        "reservations": list(found.reservations.all()),
        "networks": [network for network in found.networks.all() if network.land],
    }
    return render(request, "partner/detail.html", context)


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
