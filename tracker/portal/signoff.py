"""Being built."""

from django.http import HttpResponseBase
from django.shortcuts import render

from tracker.portal.guard import PortalRequest, portal_page


@portal_page()
def signoff(request: PortalRequest) -> HttpResponseBase:
    """Answer with the plain frame."""
    return render(request, "portal/home.html")
