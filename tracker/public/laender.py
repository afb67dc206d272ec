"""Placeholder until this page is written."""

from django.http import HttpRequest, HttpResponse


def laender(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("laender")


def land(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("land")
