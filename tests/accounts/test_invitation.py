"""An invited person sets name and password, then the second factor; the link works once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.accounts.people import PASSWORD, SET_UP, make_account
from tests.factories_of_accounts import make_organisation
from tracker import workflow
from tracker.models import Account, Invitation
from tracker.tokens import invitation_token
from tracker.vocabulary import AccountRole

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]

DATA = {"first_name": "Erika", "last_name": "Muster", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def invitation() -> Invitation:
    return workflow.invite(
        email="Erika@Example.org",
        first_name="",
        last_name="",
        roles=[AccountRole.REPORTER],
        partners=[make_organisation("Deutscher Gewerkschaftsbund")],
        actor=workflow.system_actor(),
    )


def link(invitation: Invitation) -> str:
    return f"/konto/einladung/{invitation_token(invitation)}/"


def test_the_page_names_organisation_and_address(client, invitation):
    html = client.get(link(invitation)).content.decode()
    assert "Deutscher Gewerkschaftsbund" in html
    assert "erika@example.org" in html


def test_name_and_password_open_the_account_and_lead_to_the_second_factor(client, invitation):
    answer = client.post(link(invitation), DATA, follow=True)
    account = Account.objects.get()
    assert account.get_full_name() == "Erika Muster"
    assert account.check_password(PASSWORD)
    assert answer.redirect_chain[-1][0] == SET_UP
    assert "Zweiten Faktor einrichten" in answer.content.decode()


def test_the_app_is_set_up_without_entering_the_new_password_again(client, invitation):
    client.post(link(invitation), DATA)
    html = client.get("/konto/zweiter-faktor/app/").content.decode()
    assert "App einrichten" in html
    assert "data:image/svg+xml" in html


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("kurz", "kurz", "mindestens 12 Zeichen"),
        ("erika@example.org", "erika@example.org", "zu ähnlich"),
        ("qwerty123456", "qwerty123456", "zu üblich"),
        (PASSWORD, PASSWORD + "!", "Die beiden Passwörter sind verschieden."),
    ],
)
def test_a_bad_password_is_refused_at_its_field_and_the_name_is_kept(client, invitation, password, again, sentence):
    answer = client.post(link(invitation), DATA | {"password1": password, "password2": again})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in html
    assert 'value="Muster"' in html
    assert not Account.objects.get().has_usable_password()


def test_a_link_that_was_used_says_so_and_leads_on(client, invitation):
    address = link(invitation)
    client.post(address, DATA)
    client.logout()
    answer = client.get(address)
    assert answer.status_code == 410
    assert "Diese Einladung gilt nicht mehr" in answer.content.decode()
    assert 'href="/konto/anmelden/"' in answer.content.decode()
    assert client.post(address, DATA | {"password1": "Anders-als-vorher-9"}).status_code == 410
    assert Account.objects.get().check_password(PASSWORD)


def test_a_link_that_has_run_out_says_so(client, invitation):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link(invitation)).status_code == 410


def test_a_second_invitation_replaces_the_first(client, invitation):
    first = link(invitation)
    second = workflow.invite(
        email="erika@example.org",
        first_name="",
        last_name="",
        roles=[AccountRole.REPORTER],
        actor=workflow.system_actor(),
    )
    assert client.get(first).status_code == 410
    assert client.get(link(second)).status_code == 200


@pytest.mark.parametrize("change", [lambda word: word[:-1], lambda word: "x" + word, lambda word: "nichts"])
def test_a_link_that_was_changed_says_so(client, invitation, change):
    assert client.get(f"/konto/einladung/{change(invitation_token(invitation))}/").status_code == 410


def test_a_disabled_account_cannot_be_set_up(client, invitation):
    workflow.disable_account(invitation.account, actor=workflow.system_actor())
    assert client.get(link(invitation)).status_code == 410


def test_a_password_chosen_otherwise_ends_the_link(client, invitation):
    address = link(invitation)
    account = Account.objects.get()
    account.set_password(PASSWORD)
    account.save()
    assert client.get(address).status_code == 410


def test_another_person_at_the_same_browser_is_signed_out(client, invitation, monkeypatch):
    monkeypatch.setattr("tracker.accounts.middleware.has_second_factor", lambda account: True)
    client.force_login(make_account(AccountRole.REPORTER, first_name="Otto"))
    assert "Otto" in client.get(link(invitation)).content.decode()
    client.post(link(invitation), DATA)
    assert client.session["_auth_user_id"] == str(invitation.account.pk)


def test_who_was_never_set_up_gets_no_link_for_a_new_password(client, invitation, mailoutbox):
    client.post("/konto/passwort/vergessen/", {"email": "erika@example.org"})
    assert "Kein Konto mit dieser Adresse" in mailoutbox[0].subject
    assert "/konto/passwort/neu/" not in mailoutbox[0].body
