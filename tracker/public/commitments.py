"""Placeholder until this page is written."""

from django.http import HttpRequest, HttpResponse


def commitments(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("commitments")
