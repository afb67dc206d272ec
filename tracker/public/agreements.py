"""Placeholder until this page is written."""

from django.http import HttpRequest, HttpResponse


def agreements(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("agreements")


def agreement(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("agreement")
