"""Being built."""

from django.http import HttpResponseBase
from django.shortcuts import render

from tracker.portal.guard import PortalRequest, own_contribution, portal_page


@portal_page()
def report(request: PortalRequest, pk: int) -> HttpResponseBase:
    """Answer with the plain frame."""
    own_contribution(request, pk)
    return render(request, "portal/home.html")
