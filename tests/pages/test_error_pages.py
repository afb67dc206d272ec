"""Pages that could not be shown say why and lead on."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory

from tracker.pages import errors


def answer(view, *args):
    """The answer of one of the error views to an anonymous visit."""
    return view(RequestFactory().get("/irgendwo/"), *args)


@pytest.mark.parametrize(
    ("view", "error", "code", "words"),
    [
        (errors.bad_request, SuspiciousOperation(), 400, "Diese Anfrage war nicht verständlich"),
        (errors.permission_denied, PermissionDenied(), 403, "Das ist nicht erlaubt"),
        (errors.page_not_found, Http404(), 404, "Diese Seite gibt es nicht"),
    ],
)
def test_an_error_page_is_framed_and_says_what_is_wrong(view, error, code, words):
    response = answer(view, error)
    html = response.content.decode()
    assert response.status_code == code
    assert html.count("<h1>") == 1 and words in html
    assert "Hauptnavigation" in html


def test_a_fault_of_the_site_is_told_without_settings_or_database():
    html = answer(errors.server_error).content.decode()
    assert "Die Seite hat eine Störung" in html
    assert 'href="/"' in html


def test_the_page_of_a_fault_stands_alone():
    assert "site-head" not in render_to_string("500.html")
