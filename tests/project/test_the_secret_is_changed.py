"""A new secret with the old one behind it costs nobody anything; without the old one, what it signed ends."""

import re

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts.people import PASSWORD, add_app, make_account, recovery_codes, sign_in
from tracker import workflow
from tracker.accounts.factors import decrypt, encrypt, factors_of
from tracker.models import Invitation
from tracker.tokens import invitation_token
from tracker.vocabulary import AccountRole

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]

OLD, NEW = "o" * 30 + "kZ3-_qW8rT" * 3, "n" * 30 + "Xy7_-pL2vB" * 3


@pytest.fixture(autouse=True)
def begun_with_the_old_one(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []


@pytest.fixture
def changed(settings):
    """Change the secret, as docs/operate.md says; the old one goes on counting unless it `is_lost`."""

    def change(*, is_lost: bool = False) -> None:
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [] if is_lost else [OLD]

    return change


@pytest.fixture
def invitation() -> Invitation:
    return workflow.invite(
        email="erika@example.org",
        first_name="Erika",
        last_name="Muster",
        roles=[AccountRole.REPORTER],
        actor=workflow.system_actor(),
    )


def is_signed_in(client: Client) -> bool:
    return client.get("/konto/").status_code == 200


def signed_in(client: Client) -> Client:
    account = make_account(AccountRole.REPORTER)
    sign_in(client, account, add_app(account))
    assert is_signed_in(client)
    return client


def way_to_a_new_password(client: Client) -> str:
    client.post("/konto/passwort/vergessen/", {"email": make_account(AccountRole.REPORTER).email})
    return re.search(r"https?://[^/]+(/konto/passwort/neu/\S+)", mail.outbox[0].body)[1]


def test_who_is_signed_in_stays_so_also_after_the_old_secret_has_gone(client, settings, changed):
    signed_in(client)
    changed()
    assert is_signed_in(client)
    call_command("encrypt_again")
    settings.SECRET_KEY_FALLBACKS = []
    assert is_signed_in(client)


def test_who_is_signed_in_signs_in_again_if_the_old_secret_is_lost(client, changed):
    signed_in(client)
    changed(is_lost=True)
    assert not is_signed_in(client)


def test_an_app_goes_on_as_second_factor(client, changed):
    account = make_account(AccountRole.REPORTER)
    secret = add_app(account)
    changed()
    sign_in(client, account, secret)
    assert is_signed_in(client)


def test_recovery_codes_stay_the_same(changed):
    account = make_account(AccountRole.REPORTER)
    add_app(account)
    codes = recovery_codes(account)
    changed()
    assert recovery_codes(account) == codes


def test_encrypted_again_app_and_codes_need_the_old_secret_no_more(client, settings, changed, capsys):
    account = make_account(AccountRole.REPORTER)
    secret, codes = add_app(account), recovery_codes(account)
    changed()
    call_command("encrypt_again")
    assert "with the present SECRET_KEY: 2." in capsys.readouterr().out
    settings.SECRET_KEY_FALLBACKS = []
    assert recovery_codes(account) == codes
    sign_in(client, account, secret)
    assert is_signed_in(client)


def test_encrypted_again_a_second_time_nothing_changes(changed, capsys):
    add_app(make_account(AccountRole.REPORTER))
    changed()
    call_command("encrypt_again")
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
    call_command("encrypt_again")
    assert "with the present SECRET_KEY: 0." in capsys.readouterr().out
    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before


def test_encrypting_again_says_how_much_no_key_opens(changed):
    add_app(make_account(AccountRole.REPORTER))
    changed(is_lost=True)
    with pytest.raises(CommandError, match="none of the keys: 2"):
        call_command("encrypt_again")


def test_with_the_old_secret_lost_a_code_is_refused_in_words(client, changed):
    account = make_account(AccountRole.REPORTER)
    secret = add_app(account)
    changed(is_lost=True)
    answer = sign_in(client, account, secret)
    assert answer.status_code == 200
    assert "Dieser Code gilt nicht." in answer.content.decode()


def test_with_the_old_secret_lost_the_own_page_says_that_no_code_is_left(changed):
    account = make_account(AccountRole.REPORTER)
    add_app(account)
    changed(is_lost=True)
    assert factors_of(account).codes_left == 0


def test_a_secret_of_an_app_cannot_be_read_if_the_old_secret_is_lost(changed):
    kept = encrypt("of an app")
    changed(is_lost=True)
    with pytest.raises(InvalidToken):
        decrypt(kept)


def test_an_invitation_that_is_on_its_way_still_opens(client, invitation, changed):
    link = f"/konto/einladung/{invitation_token(invitation)}/"
    changed()
    assert client.get(link).status_code == 200
    client.post(link, {"first_name": "E", "last_name": "M", "password1": PASSWORD, "password2": PASSWORD})
    client.logout()
    assert client.get(link).status_code == 410


def test_an_invitation_ends_if_the_old_secret_is_lost(client, invitation, changed):
    link = f"/konto/einladung/{invitation_token(invitation)}/"
    changed(is_lost=True)
    assert client.get(link).status_code == 410


def test_a_link_to_a_new_password_still_opens(client, changed):
    link = way_to_a_new_password(client)
    changed()
    assert "Neues Passwort wählen" in client.get(link, follow=True).content.decode()


def test_a_link_to_a_new_password_ends_if_the_old_secret_is_lost(client, changed):
    link = way_to_a_new_password(client)
    changed(is_lost=True)
    assert "Dieser Link gilt nicht mehr" in client.get(link, follow=True).content.decode()
