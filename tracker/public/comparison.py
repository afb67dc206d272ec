"""Two agreements side by side, at an address of its own: `?von=allianz-2015-2018&mit=allianz-2019-2021`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker import access
from tracker.listings.comparison import Comparison, Fate, Pair, comparable, compare
from tracker.models import Agreement
from tracker.pages.http import PublicRequest, public_page
from tracker.public._common import present_only, readable, recorded
from tracker.public._rows import Row, rows


@dataclass(frozen=True, slots=True)
class Side:
    """One line of the comparison: the statements on both sides as rows, and what differs."""

    earlier: list[Row]
    later: list[Row]
    changed: str


@dataclass(frozen=True, slots=True)
class Part:
    """One fate with its lines; None where a selection does not let say."""

    fate: Fate
    lines: list[Side] | None


@public_page
@present_only
def comparison(request: PublicRequest) -> HttpResponse:
    """Show the two agreements the address names, or let two be chosen."""
    agreements = list(access.public_agreements().newest_first())
    by_slug = {agreement.slug: agreement for agreement in agreements}
    asked = [request.GET.get(name, "").strip() for name in ("von", "mit")]
    chosen = [by_slug.get(slug) for slug in asked]
    wrong = [
        _("There is no agreement “%s” in this record.") % readable(slug)
        for slug, found in zip(asked, chosen, strict=True)
        if slug and found is None
    ]
    if chosen[0] is not None and chosen[0] == chosen[1]:
        wrong.append(_("Choose two different agreements."))
    pairs = comparable()
    offered = pairs[-1] if pairs and not any(asked) else chosen
    context: dict[str, Any] = {
        "agreements": agreements,
        "earlier": offered[0],
        "later": offered[1],
        "wrong": wrong,
        "pairs": pairs,
        "crumbs": [
            (_("Overview"), reverse("public:overview")),
            (_("Agreements"), reverse("public:agreements")),
            (_("Two agreements side by side"), ""),
        ],
    }
    if not wrong and chosen[0] is not None and chosen[1] is not None:
        earlier, later = sorted((chosen[0], chosen[1]), key=_signed)
        context |= {"earlier": earlier, "later": later, "parts": _parts(compare(earlier, later))}
        context["crumbs"][-1] = (recorded(f"{earlier.short_title} – {later.short_title}"), "")
    return render(request, "vereinbarungen/comparison.html", context)


def _signed(agreement: Agreement) -> Any:
    return agreement.signed_on


def _parts(found: Comparison) -> list[Part]:
    return [
        Part(fate, None if pairs is None else [_side(pair) for pair in pairs]) for fate, pairs in found.pairs.items()
    ]


def _side(pair: Pair) -> Side:
    return Side(rows(pair.earlier), rows(pair.later), pair.changed)
