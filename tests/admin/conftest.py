"""Who works in the room of the editors, and how a browser would send their forms."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.admin.browsing import Desk
from tracker.models import Account


def make_account(name: str, **columns: bool) -> Account:
    return Account.objects.create_user(name, password="nur für diesen Test", **columns)


@pytest.fixture
def editor(db: None) -> Account:
    """An editor: staff who may change the whole record, but keeps no accounts."""
    account = make_account("redaktion", is_staff=True)
    account.user_permissions.set(Permission.objects.filter(content_type__app_label="tracker"))
    return account


@pytest.fixture
def desk(editor: Account) -> Desk:
    """The editor at the desk: opens pages and sends forms."""
    return Desk(editor)


@pytest.fixture
def colleague(db: None) -> Desk:
    """Another editor, with the same rights, at another desk."""
    account = make_account("kollegin", is_staff=True)
    account.user_permissions.set(Permission.objects.filter(content_type__app_label="tracker"))
    return Desk(account)


@pytest.fixture
def administrator(db: None) -> Desk:
    """An administrator, who may do everything."""
    return Desk(make_account("verwaltung", is_staff=True, is_superuser=True))


@pytest.fixture
def stranger(db: None) -> Client:
    """Somebody with an account who is no staff."""
    client = Client()
    client.force_login(make_account("gast"))
    return client
