"""Placeholder until this page is written."""

from django.http import HttpRequest, HttpResponse


def commitment(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("commitment")
