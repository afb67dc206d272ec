"""What has been kept for its time goes by one command; what is younger, or not answered, stays."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories_of_accounts import make_account
from tracker import days, workflow
from tracker.models import AuditEvent, FormUse, OutboxMail, Ticket
from tracker.vocabulary import ActorRole, NoticeKind, TicketKind, TicketState, Verb

pytestmark = pytest.mark.django_db
OLD, YOUNG = timezone.timedelta(days=100), timezone.timedelta(days=60)


@pytest.fixture(autouse=True)
def _three_months(settings):
    settings.MAIL_MONTHS = settings.TICKET_MONTHS = settings.PROTOCOL_MONTHS = 3


def run() -> str:
    out = StringIO()
    call_command("apply_retention", stdout=out)
    return out.getvalue()


def message(key: str, **columns) -> OutboxMail:
    values = {"kind": NoticeKind.REMINDER, "send_after": timezone.now() - OLD, **columns}
    return OutboxMail.objects.create(key=key, recipient=make_account(), **values)


def test_old_mail_goes_and_young_and_waiting_mail_stays():
    now = timezone.now()
    message("sent", sent_at=now - OLD)
    message("given up", given_up_at=now - OLD, last_error="550")
    for key, columns in {"waits": {}, "young": {"sent_at": now - YOUNG}, "late": {"given_up_at": now - YOUNG}}.items():
        message(key, **columns)
    assert "2 messages of the outbox" in run()
    assert set(OutboxMail.objects.values_list("key", flat=True)) == {"waits", "young", "late"}
    assert AuditEvent.objects.get(verb=Verb.MAIL_CLEARED).detail == {"count": 2}


def test_an_answered_message_loses_address_and_words_and_an_open_one_keeps_them():
    values = {"kind": TicketKind.ERROR, "message": "Falsch.", "reply_to": "a@example.org", "due_on": days.today()}
    closed = {"state": TicketState.CLOSED, "answer": "Berichtigt."}
    old = Ticket.objects.create(**values, **closed, closed_at=timezone.now() - OLD)
    young = Ticket.objects.create(**values, **closed, closed_at=timezone.now() - YOUNG)
    waiting = Ticket.objects.create(**values)
    assert "1 answered messages emptied" in run()
    assert "0 answered messages emptied" in run()
    for ticket in (old, young, waiting):
        ticket.refresh_from_db()
    assert (old.reply_to, old.message, old.answer) == ("", "[…]", "Berichtigt.")
    assert young.reply_to == waiting.reply_to == "a@example.org"


def test_old_entries_of_the_protocol_go_only_if_a_time_is_set(settings):
    values = {"actor": workflow.system_actor(), "role": ActorRole.SYSTEM, "verb": Verb.EDITED, "subject_key": "x"}
    AuditEvent.objects.create(at=timezone.now() - OLD, **values)
    AuditEvent.objects.create(at=timezone.now() - YOUNG, **values)
    settings.PROTOCOL_MONTHS = 0
    assert "0 entries of the protocol" in run()
    settings.PROTOCOL_MONTHS = 3
    assert "1 entries of the protocol" in run()
    assert AuditEvent.objects.filter(verb=Verb.EDITED).count() == 1


def test_uses_of_forms_are_forgotten_after_the_hour():
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    FormUse.objects.create(hour=hour - timedelta(hours=2), mark="a")
    FormUse.objects.create(hour=hour, mark="b")
    run()
    assert FormUse.objects.get().mark == "b"
