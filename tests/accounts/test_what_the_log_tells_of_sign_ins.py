"""Sign-ins, failures, sign-outs and changed factors stand in the log, by pseudonym and without an address."""

import logging

import pytest
from allauth.mfa.models import Authenticator

from tests.accounts.people import PASSWORD, add_app, enter, make_account, sign_in
from tracker.vocabulary import AccountRole
from tracker.workflow import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]


@pytest.fixture
def told(caplog):
    """What the log has been told of accounts so far."""
    with caplog.at_level(logging.INFO, logger="tracker.accounts.told"):
        yield lambda: [record.getMessage() for record in caplog.records if record.name == "tracker.accounts.told"]


def test_a_sign_in_and_a_sign_out_are_told_with_their_factors(client, told):
    account = make_account(AccountRole.REPORTER)
    sign_in(client, account, add_app(account))
    client.post("/konto/abmelden/")
    pk = actor_of(account).pk
    lines = [line for line in told() if line.startswith("Signed")]
    assert set(lines) == {f"Signed in: actor {pk} (password, totp).", f"Signed out: actor {pk}."}


def test_a_failed_sign_in_is_told_without_whose_address_it_was(client, told):
    account = make_account(AccountRole.REPORTER)
    enter(client, account.email, "wrong")
    enter(client, "nobody@example.org", PASSWORD)
    assert set(told()) == {"A sign-in failed."} and len(told()) >= 2


def test_no_line_bears_a_name_or_an_address(client, told):
    account = make_account(AccountRole.REPORTER)
    sign_in(client, account, add_app(account))
    Authenticator.objects.filter(user=account).delete()
    words = " ".join(told())
    assert words and account.email not in words and "127.0.0.1" not in words
