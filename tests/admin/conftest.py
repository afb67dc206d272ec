"""Who works in the room of the editors, and how a browser would send their forms."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories_of_accounts
from tests.admin.browsing import Desk
from tracker.models import Account
from tracker.vocabulary import AccountRole


def make_account(name: str, *roles: AccountRole) -> Account:
    return factories_of_accounts.make_account(*roles, email=f"{name}@example.org", last_name=name.capitalize())


@pytest.fixture
def editor(db: None) -> Account:
    """An editor: staff who may change the whole record, but keeps no accounts."""
    return make_account("redaktion", AccountRole.EDITOR)


@pytest.fixture
def desk(editor: Account) -> Desk:
    """The editor at the desk: opens pages and sends forms."""
    return Desk(editor)


@pytest.fixture
def colleague(db: None) -> Desk:
    """Another editor, with the same rights, at another desk."""
    return Desk(make_account("kollegin", AccountRole.EDITOR))


@pytest.fixture
def administrator(db: None) -> Desk:
    """An administrator, who keeps the accounts as well."""
    return Desk(make_account("verwaltung", AccountRole.ADMINISTRATOR))


@pytest.fixture
def reviewer(db: None) -> Desk:
    """A reviewer, who reads the record and decides on reports."""
    return Desk(make_account("pruefung", AccountRole.REVIEWER))


@pytest.fixture
def stranger(db: None) -> Client:
    """Somebody with an account who is no staff."""
    client = Client()
    client.force_login(make_account("gast"))
    return client
