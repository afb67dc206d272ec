"""Two commands of the operator: the first administrator, and the end of old entries of the protocol."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories_of_accounts import PASSWORD, make_account
from tracker import access, workflow
from tracker.models import Account, AuditEvent
from tracker.vocabulary import AccountRole, ActorRole, Verb

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    """Return what a command prints."""
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_the_first_administrator_gets_a_link_that_works(client):
    link = re.search(r"https?://\S+(/konto/einladung/\S+)", run("create_administrator", "Chef@Example.org"))
    assert link
    names = {"first_name": "Erika", "last_name": "Muster"}
    client.post(link.group(1), names | {"password1": PASSWORD, "password2": PASSWORD})
    account = Account.objects.get(email="chef@example.org")
    assert account.check_password(PASSWORD)
    assert access.can_administer(account)


def test_asking_again_before_it_is_set_up_gives_a_new_link():
    first, second = run("create_administrator", "a@example.org"), run("create_administrator", "a@example.org")
    assert first != second
    assert Account.objects.count() == 1


def test_an_account_that_is_there_gets_the_role_and_keeps_the_others():
    account = make_account(AccountRole.EDITOR, email="a@example.org", is_active=False)
    run("create_administrator", "A@example.org")
    fresh = Account.objects.get(pk=account.pk)
    assert fresh.is_active
    assert workflow.roles_of(fresh) == [AccountRole.EDITOR, AccountRole.ADMINISTRATOR]


def test_nonsense_is_no_mail_address():
    with pytest.raises(CommandError, match="no mail address"):
        run("create_administrator", "Erika Muster")


def old_entry() -> AuditEvent:
    return AuditEvent.objects.create(
        at=timezone.now() - timedelta(days=400),
        actor=workflow.system_actor(),
        role=ActorRole.SYSTEM,
        verb=Verb.PUBLISHED,
        subject_kind="commitment",
        subject_key="X",
    )


def test_without_the_setting_every_entry_stays():
    old = old_entry()
    assert "nothing removed" in run("prune_protocol")
    assert AuditEvent.objects.filter(pk=old.pk).exists()


def test_old_entries_go_once(settings):
    settings.PROTOCOL_MONTHS = 12
    old = old_entry()
    assert "1 entries" in run("prune_protocol")
    assert not AuditEvent.objects.filter(pk=old.pk).exists()
    assert "0 entries" in run("prune_protocol")
    assert AuditEvent.objects.filter(verb=Verb.PRUNED).count() == 1


def test_a_second_machine_stands_back(settings):
    settings.PROTOCOL_MONTHS = 12
    with workflow.command_lock("prune_protocol"):
        assert "another process" in run("prune_protocol")
