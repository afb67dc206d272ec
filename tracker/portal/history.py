"""All reports on one contribution, newest first, with what became of them."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render

from tracker import access
from tracker.portal.guard import PortalRequest, own_contribution, portal_page
from tracker.portal.sentences import step_words


@portal_page()
def history(request: PortalRequest, pk: int) -> HttpResponseBase:
    """Show every report with its states, comments, assessment and reply."""
    contribution = own_contribution(request, pk)
    reports = (
        access.reports_for(request.user, on=request.day)
        .filter(contribution=contribution)
        .select_related("commitment", "round", "corrects")
        .prefetch_related("comments", "evidence", "wishes")
        .order_by("-created_at", "-pk")
    )
    rows = [(report, step_words(report)) for report in reports]
    context = {"contribution": contribution, "commitment": contribution.commitment, "rows": rows}
    return render(request, "portal/history.html", context)
