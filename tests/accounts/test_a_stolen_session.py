"""A session in foreign hands, or a link that leads somebody into a trap: neither opens the account for good."""

import pytest
from allauth.mfa.models import Authenticator

from tests.accounts.people import PASSWORD, add_app, enter, make_account, sign_in
from tracker.vocabulary import AccountRole

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]
FACTORS = "/konto/zweiter-faktor/"


@pytest.fixture
def passkey(client) -> Authenticator:
    """A passkey of somebody who signed in an hour ago with password and app."""
    account = make_account(AccountRole.EDITOR)
    sign_in(client, account, add_app(account))
    session = client.session
    for method in session["account_authentication_methods"]:
        method["at"] -= 3600
    session.save()
    return Authenticator.objects.create(
        user=account, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": {}}
    )


@pytest.mark.parametrize(
    "step", ["passkeys/{}/entfernen/", "passkeys/{}/", "passkeys/neu/", "app/entfernen/", "codes/neu/", "codes/datei/"]
)
def test_no_factor_is_changed_or_shown_before_one_proves_once_more_who_one_is(client, passkey, step):
    before = list(Authenticator.objects.order_by("pk").values())
    for answer in (
        client.get(f"{FACTORS}{step.format(passkey.pk)}"),
        client.post(f"{FACTORS}{step.format(passkey.pk)}"),
    ):
        assert answer.headers["Location"].startswith("/konto/bestaetigen/?next=%2Fkonto%2F")
    assert list(Authenticator.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    "there",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example", "javascript:alert(1)"],
)
def test_the_sign_in_leads_to_no_other_site(client, there):
    account = make_account(AccountRole.READER)
    answer = client.post("/konto/anmelden/", {"login": account.email, "password": PASSWORD, "next": there})
    assert answer.status_code == 302
    assert "evil" not in answer.headers["Location"]
    assert answer.headers["Location"].startswith("/")


def test_a_session_from_before_the_sign_in_is_another_one_afterwards(client):
    session = client.session
    session["planted"] = True
    session.save()
    enter(client, make_account(AccountRole.READER).email)
    assert client.session.session_key != session.session_key
