"""Nothing that a signed-in person reads, no form and nothing with a cookie ever gets into the store."""

import pytest
from django.http import HttpResponse
from django.test import Client

from tracker.pages.store import Store

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(monkeypatch):
    """What was put into the store, by path."""
    found = []
    monkeypatch.setattr(Store, "put", lambda self, key, response, standing: found.append(response))
    return found


def test_portal_administration_account_and_open_forms_are_not_kept(the_cast, stored):
    for name in ("visitor", "reporter_of_a", "editor"):
        visitor = Client()
        if name != "visitor":
            visitor.force_login(the_cast.person(name))
        for address in ("/portal/", "/verwaltung/", "/konto/", "/konto/anmelden/", "/barriere-melden/", "/readyz"):
            visitor.get(address)
    assert not stored


def test_a_public_page_is_the_same_for_a_signed_in_person_and_kept_for_all(the_cast, asked):
    visitor = Client()
    visitor.force_login(the_cast.person("editor"))
    page = visitor.get("/partner/")
    other, one = asked(Client().get, "/partner/")
    assert (other.content, one) == (page.content, 1)
    assert not page.cookies


def reads_the_session(request):
    return HttpResponse(f"Guten Tag, {request.session.get('name', 'niemand')}")


def sets_a_cookie(request):
    response = HttpResponse("mit Keks")
    response.set_cookie("x", "1")
    return response


def varies(request):
    return HttpResponse("je nach Browser", headers={"Vary": "User-Agent"})


@pytest.mark.parametrize("view", [reads_the_session, sets_a_cookie, varies])
def test_a_page_that_turns_personal_is_not_kept(rf, client, monkeypatch, stored, view):
    monkeypatch.setattr("tracker.public.method.render", lambda request, *words, **more: view(request))
    assert client.get("/methode/").status_code == 200
    assert not stored
