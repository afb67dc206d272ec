"""The operator can help somebody back in who lost every second factor."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from tests.accounts.people import add_app, make_account
from tracker.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]


def test_the_factors_are_gone_and_the_protocol_tells_it():
    add_app(make_account(email="erika@example.org"))
    call_command("reset_second_factor", "Erika@example.org")
    assert not Authenticator.objects.exists()
    assert AuditEvent.objects.count() == 1


def test_an_unknown_address_is_said_to_be_unknown():
    with pytest.raises(CommandError, match="no account with this mail address"):
        call_command("reset_second_factor", "otto@example.org")
