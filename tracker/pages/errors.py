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
