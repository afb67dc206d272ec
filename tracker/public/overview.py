"""Placeholder until this page is written."""

from django.http import HttpRequest, HttpResponse


def overview(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("overview")
