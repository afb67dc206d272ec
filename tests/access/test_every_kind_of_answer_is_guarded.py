"""Errors, redirects, files and odd methods carry the headers of pages; no message travels in a cookie of its own."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.access.guarded import as_with_https, gaps
from tests.factories_of_accounts import PASSWORD, make_account
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def https(settings) -> None:
    as_with_https(settings)


def get(path: str, **more: object) -> object:
    return Client().get(path, secure=True, **more)


def broken(monkeypatch) -> object:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("Kennwort in der Meldung")

    monkeypatch.setattr("tracker.public.service.Revision.current", fail)
    return Client(raise_request_exception=False).get("/readyz", secure=True)


def limited(settings) -> object:
    settings.API_LIMIT = 1
    get("/api/v1/agreements")
    return get("/api/v1/agreements")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/gibt-es-nicht/", 404),
        ("/en/nowhere/", 404),
        ("/static/gibt-es-nicht.css", 404),
        ("/static/kern/kern.min.css", 200),
        ("/static/../allianz/settings.py", 404),
        ("/massnahmen", 301),
        ("/portal/", 302),
        ("/verwaltung/", 302),
        ("/massnahmen.csv?status=erfunden", 400),
        ("/api/v1/nichts/", 404),
        ("/healthz", 200),
        ("/readyz", 503),
        ("/aenderungen.atom", 200),
        ("/massnahmen.ics", 200),
        ("/sitemap.xml", 200),
    ],
)
def test_pages_files_redirects_and_errors(path, status):
    answer = get(path)
    assert answer.status_code == status
    assert gaps(answer) == []


def test_a_host_that_is_not_ours():
    answer = get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert gaps(answer) == [] and b"evil" not in answer.content


def test_a_form_without_the_word_against_forgery():
    answer = Client(enforce_csrf_checks=True).post("/konto/anmelden/", {"login": "a"}, secure=True)
    assert answer.status_code == 403
    assert gaps(answer) == []


def test_an_open_form_from_elsewhere():
    answer = Client().post("/fehler-melden/", {}, secure=True, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert gaps(answer) == []


def test_too_many_requests(settings):
    for _attempt in range(6):
        answer = Client().post("/konto/anmelden/", {"login": "a@example.org", "password": "x"}, secure=True)
        assert gaps(answer) == []


def test_a_fault_of_the_site_tells_nothing_of_the_inside(monkeypatch):
    answer = broken(monkeypatch)
    assert answer.status_code == 500
    assert gaps(answer) == []
    assert b"Kennwort" not in answer.content and b"Traceback" not in answer.content


@pytest.mark.parametrize("path", ["/", "/massnahmen.csv", "/api/v1/agreements", "/konto/anmelden/", "/fehler-melden/"])
@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_odd_methods_change_nothing_and_echo_nothing(path, method):
    answer = Client().generic(method, path, secure=True, headers={"x-secret": "echo-me"})
    assert answer.status_code in (404, 405, 403)
    assert gaps(answer) == []
    assert b"echo-me" not in answer.content


def test_a_redirect_to_https(settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/massnahmen/")
    assert answer.status_code == 301
    assert set(gaps(answer)) <= {"Strict-Transport-Security", "X-Frame-Options"}


def test_cookies_of_the_sign_in_and_of_a_message_are_bound_to_this_host():
    client = Client()
    account = make_account(AccountRole.REPORTER)
    steps = [
        client.get("/konto/anmelden/", secure=True),
        client.post("/konto/anmelden/", {"login": account.email, "password": PASSWORD}, secure=True),
        client.post("/konto/", {"first_name": "A", "last_name": "B", "language": "de"}, secure=True),
        client.get("/konto/", secure=True),
        client.post("/konto/abmelden/", secure=True),
    ]
    assert any(step.cookies for step in steps)
    assert [gaps(step) for step in steps] == [[]] * len(steps)
