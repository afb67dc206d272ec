"""Passwords are stored as argon2 hashes; older ones become such at the next sign-in."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.hashers import make_password as hashed

from tests.accounts.people import PASSWORD, enter, make_account
from tracker.models import Account
from tracker.vocabulary import AccountRole

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]


def test_a_new_password_is_hashed_by_argon2():
    assert hashed(PASSWORD).startswith("argon2$argon2id$")


def test_an_older_hash_is_replaced_when_its_owner_signs_in(client):
    account = make_account(AccountRole.REPORTER)
    account.password = PBKDF2PasswordHasher().encode(PASSWORD, "salz", iterations=1000)
    account.save()
    assert enter(client, account.email).status_code == 302
    assert Account.objects.get(pk=account.pk).password.startswith("argon2$")
