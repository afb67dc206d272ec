"""All drafts on paper, for sign-off in the house before they are handed in."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponseBase
from django.shortcuts import render

from tracker import access
from tracker.portal.guard import PortalRequest, portal_page, refuse_without_organisation
from tracker.portal.home import chosen_organisation
from tracker.portal.items import Item, items_of


@portal_page()
def signoff(request: PortalRequest) -> HttpResponseBase:
    """Show every draft and returned report of the own organisations, one sheet per organisation."""
    partners = list(access.partners_of(request.user, on=request.day))
    if not partners:
        return refuse_without_organisation(request)
    chosen = chosen_organisation(request, partners)
    items = items_of(request.user, on=request.day, organisation=chosen)
    written = sorted((item for item in items if item.is_draft or item.is_returned), key=_organisation)
    groups = [list(group) for _name, group in groupby(written, _organisation)]
    sheets = [(rows[0].contribution.reporter, rows) for rows in groups]
    return render(request, "portal/signoff.html", {"sheets": sheets, "day": request.day})


def _organisation(item: Item) -> str:
    return str(item.contribution.reporter)
