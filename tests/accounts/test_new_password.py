"""A forgotten password is replaced by a link from a mail; a known one is changed on the own page."""

import re

import pytest

from tests.accounts.people import PASSWORD, add_app, enter, make_account, sign_in
from tracker.vocabulary import AccountRole

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]

NEW = "Uebermorgen-schneit-es-7"
CHANGE = "/konto/passwort/"


def link_from(mail) -> str:
    return re.search(r"https?://[^/]+(/konto/passwort/neu/\S+)", mail.body)[1]


def ask(client, email: str) -> None:
    client.post("/konto/passwort/vergessen/", {"email": email})


def test_the_link_sets_a_new_password_and_works_once(client, mailoutbox):
    account = make_account(AccountRole.REPORTER)
    ask(client, account.email)
    link = link_from(mailoutbox[0])
    form = client.get(link).headers["Location"]
    assert "Neues Passwort wählen" in client.get(form).content.decode()
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    account.refresh_from_db()
    assert account.check_password(NEW)
    assert "Dieser Link gilt nicht mehr" in client.get(link).content.decode()


def test_a_new_password_does_not_replace_the_second_factor(client, mailoutbox):
    account = make_account(AccountRole.REPORTER)
    add_app(account)
    ask(client, account.email)
    form = client.get(link_from(mailoutbox[0])).headers["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert client.get("/konto/").status_code == 302
    assert enter(client, account.email, NEW).headers["Location"] == "/konto/anmelden/code/"


def test_the_mail_is_in_the_language_of_its_reader(client, mailoutbox):
    for language in ("de", "en"):
        ask(client, make_account(AccountRole.REPORTER, language=language).email)
    assert "Neues Passwort wählen" in mailoutbox[0].subject
    assert "Choose a new password" in mailoutbox[1].subject
    assert mailoutbox[1].extra_headers["Auto-Submitted"] == "auto-generated"


def test_the_link_leads_to_the_sites_own_address(client, mailoutbox, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://zusagen.example.org", ["*"]
    account = make_account(AccountRole.REPORTER)
    client.post("/konto/passwort/vergessen/", {"email": account.email}, headers={"host": "falsch.example.net"})
    assert "https://zusagen.example.org/konto/passwort/neu/" in mailoutbox[0].body
    assert "falsch.example.net" not in mailoutbox[0].body


def test_who_has_no_name_is_greeted_without_one(client, mailoutbox):
    ask(client, make_account(first_name="", last_name="").email)
    assert mailoutbox[0].body.startswith("Guten Tag,\n")


def test_a_failing_mail_server_changes_nothing_in_what_the_page_says(client, monkeypatch):
    account = make_account(AccountRole.REPORTER)

    def fail(self, *args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    for email in (account.email, "otto@example.net"):
        answer = client.post("/konto/passwort/vergessen/", {"email": email})
        assert answer.headers["Location"] == "/konto/passwort/unterwegs/"


def test_a_disabled_account_gets_no_link(client, mailoutbox):
    ask(client, make_account(AccountRole.REPORTER, is_active=False).email)
    assert "/konto/passwort/neu/" not in mailoutbox[0].body


def test_an_address_the_account_had_before_opens_nothing(client, mailoutbox):
    account = make_account(AccountRole.REPORTER, email="alt@example.org")
    ask(client, "alt@example.org")
    account.email = "neu@example.org"
    account.save()
    ask(client, "alt@example.org")
    assert "/konto/passwort/neu/" not in mailoutbox[1].body
    assert "passen nicht zusammen" in enter(client, "alt@example.org").content.decode()


def test_the_present_password_is_asked_for(client):
    account = make_account(AccountRole.REPORTER)
    sign_in(client, account, add_app(account))
    answer = client.post(CHANGE, {"oldpassword": "x", "password1": NEW, "password2": NEW})
    assert "Das ist nicht Ihr jetziges Passwort." in answer.content.decode()
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_changing_the_password_ends_the_other_sessions_and_is_told_by_mail(client, mailoutbox):
    account = make_account(AccountRole.REPORTER)
    elsewhere = type(client)()
    elsewhere.force_login(account)
    sign_in(client, account, add_app(account))
    assert elsewhere.get("/konto/").status_code == 200
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert elsewhere.get("/konto/").status_code == 302
    assert client.get("/konto/").status_code == 200
    assert "Das Passwort wurde geändert" in mailoutbox[-1].subject
