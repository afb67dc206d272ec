"""Before credentials are changed, a person proves once more who it is."""

import time

import pytest

from tests.accounts.people import PASSWORD, add_app, code_of, make_account, sign_in
from tracker.vocabulary import AccountRole

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]

GUARDED = [
    "/konto/zweiter-faktor/app/entfernen/",
    "/konto/zweiter-faktor/codes/neu/",
    "/konto/zweiter-faktor/codes/datei/",
    "/konto/zweiter-faktor/passkeys/neu/",
]
CODES = "/konto/zweiter-faktor/codes/"


def asking(address: str) -> str:
    return f"/konto/bestaetigen/?next={address.replace('/', '%2F')}"


@pytest.fixture
def signed_in(client):
    account = make_account(AccountRole.REPORTER)
    secret = add_app(account)
    sign_in(client, account, secret)
    return account, secret


@pytest.mark.parametrize("address", [*GUARDED, CODES])
def test_each_asks_first(client, signed_in, address):
    assert client.get(address).headers["Location"] == asking(address)


@pytest.mark.parametrize("address", GUARDED)
def test_a_form_sent_without_asking_does_nothing_either(client, signed_in, address):
    assert client.post(address).headers["Location"] == asking(address)


def test_the_password_confirms_and_leads_back(client, signed_in):
    answer = client.post(f"/konto/bestaetigen/?next={CODES}", {"password": PASSWORD})
    assert answer.headers["Location"] == CODES
    assert client.get(CODES).status_code == 200


def test_a_recovery_code_confirms_too(client, signed_in, monkeypatch):
    _account, secret = signed_in
    later = time.time() + 60
    monkeypatch.setattr("time.time", lambda: later)
    answer = client.post(f"/konto/bestaetigen/code/?next={CODES}", {"code": code_of(secret)})
    assert answer.headers["Location"] == CODES


def test_a_wrong_password_confirms_nothing(client, signed_in):
    assert "Das ist nicht Ihr Passwort." in client.post("/konto/bestaetigen/", {"password": "x"}).content.decode()
    assert client.get(CODES).status_code == 302


def test_the_confirmation_runs_out(client, signed_in, monkeypatch):
    client.post("/konto/bestaetigen/", {"password": PASSWORD})
    later = time.time() + 301
    monkeypatch.setattr("time.time", lambda: later)
    assert client.get(CODES).status_code == 302


def test_the_other_ways_are_named_in_words(client, signed_in):
    html = client.get("/konto/bestaetigen/").content.decode()
    assert "Bestätigen mit einem Code aus Ihrer App oder einem Ersatzcode" in html
