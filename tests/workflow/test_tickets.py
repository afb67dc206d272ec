"""Messages of the public have a day of answer, and an end that says what was done."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tracker import workflow
from tracker.models import AuditEvent, Ticket
from tracker.vocabulary import TicketKind, TicketState, Verb

pytestmark = pytest.mark.django_db

TODAY = date(2026, 1, 31)


def open_one(kind=TicketKind.ERROR, **data):
    return workflow.open_ticket(workflow.TicketData(kind=kind, message="Da fehlt etwas.", **data), today=TODAY)


def test_a_barrier_is_to_be_answered_within_a_month():
    assert open_one(TicketKind.BARRIER).due_on == date(2026, 2, 28)


def test_an_error_is_to_be_answered_within_the_days_of_the_setting(settings):
    settings.ERROR_ANSWER_DAYS = 10
    assert open_one().due_on == date(2026, 2, 10)


def test_the_same_message_sent_twice_is_one_ticket():
    assert open_one().pk == open_one().pk
    assert open_one(page="/partner/").pk != open_one().pk


def test_the_same_message_later_is_a_new_ticket():
    first = open_one()
    Ticket.objects.update(received_at=timezone.now() - timedelta(minutes=11))
    assert open_one().pk != first.pk


def test_closing_says_what_was_done_and_stands_in_the_protocol():
    ticket = workflow.close_ticket(open_one(), answer=" Berichtigt. ", actor=workflow.system_actor())
    assert (ticket.state, ticket.answer) == (TicketState.CLOSED, "Berichtigt.")
    event = AuditEvent.objects.get(verb=Verb.TICKET_CLOSED)
    assert event.sentence == f"Hinweis {ticket.pk} wurde beantwortet."
    assert event.detail == {}


def test_closing_without_an_answer_is_refused():
    with pytest.raises(ValidationError):
        workflow.close_ticket(open_one(), answer="  ", actor=workflow.system_actor())


def test_closing_twice_is_refused():
    ticket = open_one()
    workflow.close_ticket(ticket, answer="Berichtigt.", actor=workflow.system_actor())
    with pytest.raises(ValidationError, match="schon abgeschlossen"):
        workflow.close_ticket(ticket, answer="Noch einmal.", actor=workflow.system_actor())
