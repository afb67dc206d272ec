"""Placeholder until this page is written."""

from django.http import HttpRequest, HttpResponse


def report_barrier(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("report_barrier")


def report_error(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("report_error")
