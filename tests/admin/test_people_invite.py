"""Administrators invite people: the mail is shown before it goes out, and nobody ever sets a password for another."""

import re

import pytest

from tests.admin.browsing import address, errors, form_of, list_of, values_of, words
from tests.factories_of_accounts import make_account, make_organisation
from tracker.models import Account, AuditEvent, Invitation, OutboxMail
from tracker.vocabulary import AccountRole, Verb

pytestmark = pytest.mark.django_db
INVITE = list_of(Account, "add")


@pytest.fixture
def dgb():
    return make_organisation("Deutscher Gewerkschaftsbund")


def filled(desk, dgb, **changes):
    data = desk.open(INVITE)
    data |= {"email": ["Erika@Example.org"], "first_name": ["Erika"], "last_name": ["Muster"]}
    data |= {"roles": ["partner_reporter"], "partners": [str(dgb.pk)]}
    return data | {name: [value] if isinstance(value, str) else value for name, value in changes.items()}


def test_the_mail_is_shown_before_it_goes_out(administrator, dgb):
    response = administrator.send(INVITE, filled(administrator, dgb), _step="preview")
    text = words(response)
    assert "Diese E-Mail geht hinaus" in text
    assert "Deutscher Gewerkschaftsbund" in text
    assert f"für {dgb} bei" in text
    assert "erika@example.org" in text
    assert not Account.objects.filter(email="erika@example.org").exists()
    assert not OutboxMail.objects.exists()


def test_the_preview_shows_no_link_that_works(administrator, dgb, client):
    text = administrator.send(INVITE, filled(administrator, dgb), _step="preview").content.decode()
    link = re.search(r"/konto/einladung/[^\s<]+", text)
    assert link
    assert client.get(link.group()).status_code == 410


def test_confirming_invites_as_shown(administrator, dgb):
    preview = administrator.send(INVITE, filled(administrator, dgb, is_deputy="on"), _step="preview")
    done = administrator.send(INVITE, values_of(form_of(preview)), _step="confirm")
    account = Account.objects.get(email="erika@example.org")
    assert done.status_code == 302, errors(done)
    assert done.url == address(account)
    assert not account.has_usable_password()
    mandate = account.mandates.get()
    assert (mandate.partner, mandate.is_deputy) == (dgb, True)
    assert OutboxMail.objects.get().recipient == account
    assert AuditEvent.objects.filter(verb=Verb.INVITED, subject_key=str(account.pk)).exists()


def test_sending_twice_invites_once(administrator, dgb):
    data = filled(administrator, dgb)
    administrator.send(INVITE, data, _step="confirm")
    administrator.send(INVITE, data, _step="confirm")
    assert Account.objects.filter(email="erika@example.org").count() == 1
    assert Invitation.objects.filter(revoked_at__isnull=True).count() == 1


def test_a_partner_role_needs_an_organisation(administrator, dgb):
    response = administrator.send(INVITE, filled(administrator, dgb, partners=[]), _step="preview")
    assert "Nennen Sie mindestens eine Organisation" in errors(response)
    assert "Erika" in response.content.decode()


def test_an_organisation_needs_a_partner_role(administrator, dgb):
    response = administrator.send(INVITE, filled(administrator, dgb, roles=["editor"]), _step="preview")
    assert "Wählen Sie auch eine Partnerrolle" in errors(response)


def test_no_role_is_refused(administrator, dgb):
    response = administrator.send(INVITE, filled(administrator, dgb, roles=[], partners=[]), _step="preview")
    assert "Rollen" in errors(response)


@pytest.mark.parametrize(
    ("active", "sentence"), [(True, "gibt es schon ein Konto"), (False, "ist gesperrt. Geben Sie es")]
)
def test_an_address_that_has_an_account_is_refused(administrator, dgb, active, sentence):
    make_account(AccountRole.REPORTER, email="erika@example.org", is_active=active)
    response = administrator.send(INVITE, filled(administrator, dgb), _step="preview")
    assert sentence in errors(response)


def test_an_organisation_named_in_the_address_is_ticked(administrator, dgb):
    data = administrator.open(f"{INVITE}?partner={dgb.pk}")
    assert data["partners"] == [str(dgb.pk)]


def test_no_page_of_accounts_sets_a_password(administrator):
    account = make_account(AccountRole.EDITOR)
    for where in (INVITE, address(account)):
        html = administrator.get(where).content.decode()
        assert 'type="password"' not in html
        assert "argon2" not in html
