"""The start page "Unsere Beiträge": what is asked, by urgency, what the editors have, what was accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker import access
from tracker.models import Contribution, Partner, Supply
from tracker.pages.words import reporting_label
from tracker.portal.guard import PortalRequest, may_report, portal_page
from tracker.portal.items import items_of, progress_of

KNOWN_SHOWN = 30


@dataclass(frozen=True)
class Choice:
    """A way to see one organisation or all."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class SupplyItem:
    """A contribution of a group to which an organisation of this person supplies."""

    contribution: Contribution
    supply: Supply | None


@dataclass(frozen=True)
class Known:
    """What another partner contributes, with the state of its report as the public reads it."""

    contribution: Contribution
    state: str


@portal_page()
def home(request: PortalRequest) -> HttpResponseBase:
    """Show what is to be reported, what is under review, what was accepted, and what is only for information."""
    partners = list(access.partners_of(request.user, on=request.day))
    if not partners:
        return render(request, "portal/no_organisation.html")
    chosen = chosen_organisation(request, partners)
    items = items_of(request.user, on=request.day, organisation=chosen)
    to_report = sorted((item for item in items if item.is_to_report), key=lambda item: item.urgency)
    rest = [item for item in items if not item.is_to_report]
    supplied = supply_items(request, partners)
    known = known_items(request)
    context = {
        "choices": choices(partners, chosen),
        "chosen": chosen,
        "several": len(partners) > 1,
        "partners": partners,
        "progress": progress_of(items, on=request.day),
        "to_report": to_report,
        "drafts": sum(item.present is not None for item in to_report),
        "in_review": [item for item in rest if item.is_submitted],
        "accepted": [item for item in rest if not item.is_submitted and item.accepted],
        "not_asked": [item for item in rest if not item.is_submitted and not item.accepted],
        "supplied": supplied,
        "known": known[:KNOWN_SHOWN],
        "known_links": [(partner, _public_list(partner)) for partner in partners],
        "more_known": len(known) > KNOWN_SHOWN,
        "may_report": may_report(request),
    }
    return render(request, "portal/home.html", context)


def _public_list(partner: Partner) -> str:
    query = urlencode([("partner", partner.key), ("bezug", "gruppen"), ("bezug", "mitglieder")])
    return f"{reverse('public:commitments')}?{query}"


def chosen_organisation(request: PortalRequest, partners: Iterable[Partner]) -> Partner | None:
    """The one organisation that is to be seen; None for all, also where the address names no own one."""
    key = request.GET.get("organisation", "")
    return next((partner for partner in partners if partner.key == key), None)


def choices(partners: list[Partner], chosen: Partner | None) -> list[Choice]:
    """The ways to see one organisation or all; empty for somebody who acts for one only."""
    if len(partners) < 2:
        return []
    own = [Choice(str(item), f"?organisation={item.key}", item == chosen) for item in partners]
    return [Choice(_("All organisations"), reverse("portal:home"), chosen is None), *own]


def known_items(request: PortalRequest) -> list[Known]:
    """What others contribute, in the order of the codes; one more than is shown, so that the page knows of the rest."""
    rows = access.known_contributions(request.user, on=request.day).order_by("commitment__sort_key", "pk")
    return [Known(row, reporting_label(row, on=request.day)) for row in rows[: KNOWN_SHOWN + 1]]


def supply_items(request: PortalRequest, partners: list[Partner]) -> list[SupplyItem]:
    """What members may supply to, with what they supplied."""
    rows = access.supplied_contributions(request.user, on=request.day).order_by("commitment__sort_key", "pk")
    given = Supply.objects.filter(partner__in=partners, contribution__in=rows)
    by_contribution = {item.contribution_id: item for item in given}
    return [SupplyItem(row, by_contribution.get(row.pk)) for row in rows]
