"""The commands of the timer: each says in one line what it did, holds a lock, and does nothing twice."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.notify.world import day, make_world
from tracker import workflow
from tracker.models import CommandLock, OutboxMail

pytestmark = pytest.mark.django_db
COMMANDS = ["send_reminders", "send_outbox", "publish_due"]


def said(command):
    """Return the lines a command writes."""
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue().splitlines()


def test_reminders_and_outbox_say_what_they_did_and_do_it_once(clock, mailoutbox):
    make_world(items=2)
    clock.set(day(-7))
    assert said("send_reminders") == ["send_reminders: 2 reminders ordered"]
    assert said("send_reminders") == ["send_reminders: 0 reminders ordered"]
    assert said("send_outbox") == ["send_outbox: 2 messages sent in 1 mails, 0 settled, 0 failed, 0 of them given up"]
    assert said("send_outbox") == ["send_outbox: 0 messages sent in 0 mails, 0 settled, 0 failed, 0 of them given up"]
    assert len(mailoutbox) == 1


def test_an_outbox_that_nobody_takes_fails_the_command(clock, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    make_world()
    clock.set(day(-7))
    said("send_reminders")
    with pytest.raises(CommandError, match="0 messages sent in 0 mails, 0 settled, 1 failed"):
        said("send_outbox")
    assert OutboxMail.objects.unsent().count() == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_runs_elsewhere_is_left_to_it(clock, command):
    make_world()
    with workflow.command_lock(command):
        assert said(command) == [f"{command}: another process is at it"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_lock_of_a_machine_that_died_runs_out(clock, command):
    make_world()
    CommandLock.objects.create(name=command, holder="gone", until=clock.at + timedelta(minutes=30))
    assert said(command) == [f"{command}: another process is at it"]
    clock.at += timedelta(minutes=31)
    assert said(command) != [f"{command}: another process is at it"]
