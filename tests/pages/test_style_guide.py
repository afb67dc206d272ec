"""The style guide shows every part, and only those who build the site can reach it."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from tracker.public.style import style
from tracker.vocabulary import Status


def test_it_shows_every_status(settings):
    settings.DEBUG = True
    html = style(RequestFactory().get("/gestaltung/")).content.decode()
    assert all(f"badge st-{status.value}" in html for status in Status)


def test_it_is_not_there_outside_debug():
    with pytest.raises(Http404):
        style(RequestFactory().get("/gestaltung/"))
