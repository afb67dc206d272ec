"""The site as it is served, and beside it a view that does nothing, behind our settings and middleware."""

from __future__ import annotations

import os
from importlib import import_module

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def trivial(request: HttpRequest) -> HttpResponse:
    """A word."""
    return HttpResponse("ok")


def load() -> WSGIHandler:
    """The application with one address more, which the public site does not have."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allianz.settings")
    django.setup()
    import_module(settings.ROOT_URLCONF).urlpatterns.insert(0, path("trivial/", trivial))
    return get_wsgi_application()
