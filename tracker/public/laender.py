"""The Länder: the grid of the sixteen, and one with its own alliances, networks, events and figures."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tracker.pages.http import PublicRequest, public_page
from tracker.public import _land as build
from tracker.public._common import Way, not_found, present_only, readable, recorded
from tracker.public._rows import rows


@public_page
@present_only
def laender(request: PublicRequest) -> HttpResponse:
    """The Länder as a grid of links, national structures, and events without a Land."""
    context = {
        "crumbs": [(_("Overview"), reverse("public:overview")), (_("Länder"), "")],
        "tiles": build.tiles(),
        "any_named": build.any_named(),
        "structures": build.networks(None),
        "events": build.events_without_land(),
    }
    return render(request, "laender/list.html", context)


@public_page
@present_only
def land(request: PublicRequest, code: str) -> HttpResponse:
    """The page of one Land, or all of them where there is none with this code."""
    found = build.load(code)
    if found is None:
        return _unknown(request, code)
    context = {
        "crumbs": [
            (_("Overview"), reverse("public:overview")),
            (_("Länder"), reverse("public:laender")),
            (recorded(found.name), ""),
        ],
        "land": found,
        "commitments": rows(build.named_in(found)),
        "alliances": build.alliances(found),
        "networks": build.networks(found),
        "events": build.events(found),
        "numbers": build.numbers(found),
    }
    return render(request, "laender/detail.html", context)


def _unknown(request: PublicRequest, code: str) -> HttpResponse:
    ways = [Way(tile.land.name, reverse("public:land", args=[tile.land.code])) for tile in build.tiles()]
    return not_found(
        request,
        title=_("Land not found"),
        sentence=str(format_html(_("There is no Land with the code “{}”."), readable(code))),
        heading=_("The Länder of this record"),
        ways=sorted(ways, key=lambda way: way.label),
    )
