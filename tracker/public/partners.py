"""Placeholder until this page is written."""

from django.http import HttpRequest, HttpResponse


def partners(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("partners")


def partner(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("partner")
