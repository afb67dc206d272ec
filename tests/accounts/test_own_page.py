"""The own page shows what a person may see and change of the account."""

from datetime import timedelta

import pytest

from tests.accounts.people import make_account
from tests.factories_of_accounts import make_organisation
from tracker import days
from tracker.models import AuditEvent, Mandate
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.django_db


def test_name_and_language_can_be_changed(client):
    account = make_account(AccountRole.REPORTER)
    client.force_login(account)
    answer = client.post("/konto/", {"first_name": "Anna", "last_name": "Neu", "language": "en"}, follow=True)
    assert "Ihre Angaben sind gespeichert." in answer.content.decode()
    account.refresh_from_db()
    assert (account.get_full_name(), account.language) == ("Anna Neu", "en")


def test_the_protocol_tells_it_without_the_name(client):
    client.force_login(make_account(AccountRole.REPORTER))
    client.post("/konto/", {"first_name": "Anna", "last_name": "Neu", "language": "en"})
    assert "Anna" not in AuditEvent.objects.get().sentence


def test_an_error_stands_at_its_field_and_nothing_is_lost(client):
    client.force_login(make_account(AccountRole.REPORTER))
    html = client.post("/konto/", {"first_name": "", "last_name": "Neu", "language": "xx"}).content.decode()
    assert "Bitte 2 Angaben prüfen" in html
    assert 'value="Neu"' in html


def test_it_names_the_organisations_of_today(client):
    today = days.today()
    account = make_account(AccountRole.REPORTER, partners=[make_organisation("Verband Eins")])
    Mandate.objects.create(account=account, partner=make_organisation("Verband Zwei"), end=today - timedelta(days=1))
    Mandate.objects.create(account=account, partner=make_organisation("Verband Drei"), is_deputy=True)
    client.force_login(account)
    html = client.get("/konto/").content.decode()
    assert "Verband Eins" in html
    assert "Verband Zwei" not in html
    assert "als Vertretung" in html


def test_role_and_address_cannot_be_changed(client):
    account = make_account(AccountRole.REPORTER, email="erika@example.org")
    client.force_login(account)
    data = {"first_name": "A", "last_name": "B", "language": "de", "email": "x@example.org", "is_staff": "on"}
    client.post("/konto/", data)
    account.refresh_from_db()
    assert account.email == "erika@example.org"
    assert not account.is_staff


def test_visitors_are_asked_to_sign_in(client):
    assert client.get("/konto/").headers["Location"] == "/konto/anmelden/?next=/konto/"
