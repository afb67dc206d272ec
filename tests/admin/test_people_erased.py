"""Handing out and deleting a person in the Redaktion: both ask who is there; deleting says beforehand what goes."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.people import PASSWORD, sign_in
from tests.admin.browsing import words
from tests.factories_of_accounts import make_account, make_organisation
from tracker import workflow
from tracker.models import Account, AuditEvent, Ticket
from tracker.vocabulary import AccountRole, NoticeKind, Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def erika():
    return make_account(AccountRole.REPORTER, partners=[make_organisation()], first_name="Erika", last_name="Muster")


@pytest.fixture
def confirmed():
    """An administrator who has just confirmed who it is."""
    person = make_account(AccountRole.ADMINISTRATOR, email="verwaltung@example.org")
    client = Client()
    sign_in(client, person)
    client.post("/konto/bestaetigen/?next=/verwaltung/", {"password": PASSWORD})
    return client


def step(account, name):
    return reverse(f"admin:tracker_account_{name}", args=[account.pk])


@pytest.mark.parametrize("name", ["export", "erase"])
def test_who_has_not_confirmed_lately_is_asked_first(administrator, erika, name):
    for ask in (administrator.client.get, administrator.client.post):
        answer = ask(step(erika, name))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/konto/bestaetigen/")
    assert Account.objects.filter(pk=erika.pk).exists()


def test_the_file_comes_as_a_download_that_nothing_keeps(confirmed, erika):
    answer = confirmed.post(step(erika, "export"))
    assert json.loads(answer.content)["account"]["email"] == erika.email
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    assert AuditEvent.objects.filter(verb=Verb.PERSON_EXPORTED).count() == 1


def test_the_page_says_what_goes_and_changes_nothing(confirmed, erika):
    Ticket.objects.create(kind="error", message="Falsch.", reply_to=erika.email, due_on="2027-01-01")
    text = words(confirmed.get(step(erika, "erase")))
    assert "Das wird gelöscht" in text
    assert "Die E-Mail-Adresse in Hinweise: 1" in text
    assert Account.objects.filter(pk=erika.pk).exists()
    assert not AuditEvent.objects.filter(verb=Verb.PERSON_ERASED).exists()


def test_deleting_takes_a_reason_and_a_tick(confirmed, erika):
    page = confirmed.post(step(erika, "erase"), {})
    assert set(page.context["form"].errors) == {"reason", "sure"}
    answer = confirmed.post(step(erika, "erase"), {"reason": "Antrag.", "sure": "on"})
    assert answer.headers["Location"] == reverse("admin:tracker_account_changelist")
    assert not Account.objects.filter(pk=erika.pk).exists()


def test_nobody_deletes_the_own_account(confirmed):
    own = Account.objects.get(email="verwaltung@example.org")
    page = confirmed.post(step(own, "erase"), {"reason": "Antrag.", "sure": "on"})
    assert page.status_code == 200
    assert Account.objects.filter(pk=own.pk).exists()


def test_the_account_leads_to_both(administrator, erika):
    workflow.order_mail([erika], NoticeKind.REMINDER, item="x", step="1", at=erika.date_joined)
    page = administrator.client.get(reverse("admin:tracker_account_change", args=[erika.pk])).content.decode()
    assert step(erika, "export") in page
    assert step(erika, "erase") in page
