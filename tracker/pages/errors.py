"""Answers to requests that cannot be carried out, in the frame of the site."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string


def not_allowed(request: HttpRequest, methods: Sequence[str]) -> HttpResponse:
    """The answer 405: this page does not take what was sent, and says what it takes."""
    return HttpResponseNotAllowed(methods, render_to_string("405.html", {}, request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer 403 to a form without the word that shows where it comes from; the reason is for the log alone."""
    return render(request, "403.html", status=403)


# Django's own error views look for the word against forged forms first, and for that read what was sent. What could
# not be read made an error of its own there, and a mistyped form a fault of the site. No error page bears a form that
# needs the word.


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer 400: something in the address or in what was sent is not as it should be."""
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer 403: the page is not open to whoever asked."""
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer 404: nothing is to be found here."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer 500, without anything of the request: whatever failed may be the frame itself."""
    return HttpResponse(render_to_string("500.html"), status=500)
