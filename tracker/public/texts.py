"""Placeholder until this page is written."""

from django.http import HttpRequest, HttpResponse


def imprint(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("imprint")


def privacy(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("privacy")


def accessibility(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("accessibility")


def easy_language(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("easy_language")


def sign_language(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Placeholder."""
    return HttpResponse("sign_language")
