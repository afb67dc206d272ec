"""The operator can help somebody back in who lost every second factor."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from tests.accounts.people import SET_UP, add_app, enter, make_account
from tracker import workflow
from tracker.models import AuditEvent
from tracker.tokens import invitation_token
from tracker.vocabulary import AccountRole

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]

NEW = "Uebermorgen-schneit-es-7"


def test_the_factors_are_gone_and_the_protocol_tells_it():
    add_app(make_account(email="erika@example.org"))
    call_command("reset_second_factor", "Erika@example.org")
    assert not Authenticator.objects.exists()
    assert AuditEvent.objects.count() == 1


def test_of_an_account_that_was_taken_over_the_password_goes_too(client):
    account = make_account(AccountRole.REPORTER, email="erika@example.org")
    add_app(account)
    workflow.disable_account(account, actor=workflow.system_actor())
    call_command("reset_second_factor", "erika@example.org", "--with-password")
    account.refresh_from_db()
    workflow.enable_account(account, actor=workflow.system_actor())
    enter(client, account.email)
    assert not client.session.get("_auth_user_id")
    assert not Authenticator.objects.exists()
    assert any("Das Passwort" in event.sentence for event in AuditEvent.objects.all())


def test_it_is_then_set_up_anew_by_an_invitation(client):
    account = make_account(AccountRole.REPORTER, email="erika@example.org")
    call_command("reset_second_factor", "erika@example.org", "--with-password")
    account.refresh_from_db()
    invitation = workflow.invite_again(account, actor=workflow.system_actor())
    answer = client.post(
        f"/konto/einladung/{invitation_token(invitation)}/",
        {"first_name": "Erika", "last_name": "Muster", "password1": NEW, "password2": NEW},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == SET_UP
    account.refresh_from_db()
    assert account.check_password(NEW)


def test_an_unknown_address_is_said_to_be_unknown():
    with pytest.raises(CommandError, match="no account with this mail address"):
        call_command("reset_second_factor", "otto@example.org")
