"""Somebody signs in by mail address and password, and gets to where the own work is."""

import pytest

from tests.accounts.people import PASSWORD, SIGN_IN, add_app, code_of, enter, make_account, sign_in
from tracker.vocabulary import AccountRole

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]


def test_the_foot_of_public_pages_leads_to_the_sign_in(client):
    assert 'href="/konto/anmelden/">Anmelden für Partner</a>' in client.get("/gibt-es-nicht/").content.decode()


def test_the_sign_in_is_german_and_has_no_english_twin(client):
    html = client.get(SIGN_IN).content.decode()
    assert "<h1>Anmelden</h1>" in html
    assert 'hreflang="en"' not in html
    assert client.get("/en/konto/anmelden/").status_code == 404


def test_password_and_code_sign_in(client):
    account = make_account(AccountRole.REPORTER)
    secret = add_app(account)
    assert sign_in(client, account, secret).status_code == 302
    assert client.get("/konto/").status_code == 200


def test_a_password_without_the_code_opens_nothing(client):
    account = make_account(AccountRole.REPORTER)
    add_app(account)
    assert enter(client, account.email).headers["Location"] == "/konto/anmelden/code/"
    assert client.get("/konto/").headers["Location"] == "/konto/anmelden/?next=/konto/"


def test_capitals_in_the_address_do_not_matter(client):
    account = make_account(email="erika@example.org")
    secret = add_app(account)
    assert enter(client, "Erika@Example.org").headers["Location"] == "/konto/anmelden/code/"
    assert secret


def test_a_name_of_an_account_is_no_mail_address(client):
    make_account(email="erika@example.org")
    assert enter(client, "erika").status_code == 200


def test_somebody_is_led_back_to_where_they_wanted_to_go(client):
    account = make_account(AccountRole.REPORTER)
    answer = client.get("/konto/sitzungen/")
    assert answer.headers["Location"] == "/konto/anmelden/?next=/konto/sitzungen/"
    secret = add_app(account)
    client.post(SIGN_IN, {"login": account.email, "password": PASSWORD, "next": "/konto/sitzungen/"})
    answer = client.post("/konto/anmelden/code/", {"code": code_of(secret)})
    assert answer.headers["Location"] == "/konto/sitzungen/"


def test_nobody_is_led_to_another_site(client):
    account = make_account(AccountRole.REPORTER)
    secret = add_app(account)
    client.post(SIGN_IN, {"login": account.email, "password": PASSWORD, "next": "https://example.com/"})
    answer = client.post("/konto/anmelden/code/", {"code": code_of(secret)})
    assert "example.com" not in answer.headers["Location"]


def test_signing_out_ends_the_session(client):
    account = make_account(AccountRole.REPORTER)
    sign_in(client, account, add_app(account))
    answer = client.post("/konto/abmelden/")
    assert answer.headers["Location"] == SIGN_IN
    assert "Sie sind abgemeldet." in client.get(SIGN_IN).content.decode()
    assert client.get("/konto/").status_code == 302


def test_signing_out_takes_a_form_not_a_link(client):
    account = make_account(AccountRole.REPORTER)
    sign_in(client, account, add_app(account))
    assert "Abmelden?" in client.get("/konto/abmelden/").content.decode()
    assert client.get("/konto/").status_code == 200


def test_every_page_of_accounts_is_stored_nowhere(client):
    account = make_account(AccountRole.REPORTER)
    assert "no-store" in client.get(SIGN_IN).headers["Cache-Control"]
    sign_in(client, account, add_app(account))
    for address in ("/konto/", "/konto/sitzungen/", "/konto/zweiter-faktor/", "/konto/passwort/"):
        assert "no-store" in client.get(address).headers["Cache-Control"], address
