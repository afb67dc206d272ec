"""Of an ended session neither address nor program is kept."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from tests.accounts.people import enter, make_account

pytestmark = pytest.mark.django_db


def test_ended_sessions_go_and_living_ones_stay(client, capsys):
    account = make_account()
    other = type(client)()
    for visitor in (client, other):
        enter(visitor, account.email)
    ended = other.session.session_key
    Session.objects.filter(session_key=ended).update(expire_date=timezone.now() - timedelta(minutes=1))
    call_command("clear_sessions")
    assert "1 ended sessions deleted." in capsys.readouterr().out
    assert UserSession.objects.get().session_key == client.session.session_key
