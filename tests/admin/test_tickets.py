"""Tickets are read, answered and closed with what was done; a closed one stays as it is."""

import pytest

from tests.admin.browsing import address, errors
from tracker import days
from tracker.models import AuditEvent, Ticket
from tracker.vocabulary import TicketKind, TicketState, Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket():
    return Ticket.objects.create(kind=TicketKind.ERROR, message="Das Datum ist falsch.", due_on=days.today())


def test_closing_says_what_was_done_and_the_protocol_tells_it(desk, ticket):
    assert desk.save(address(ticket), answer="Das Datum ist berichtigt.", close="on").status_code == 302
    ticket.refresh_from_db()
    assert (ticket.state, ticket.answer) == (TicketState.CLOSED, "Das Datum ist berichtigt.")
    assert ticket.closed_at is not None
    assert AuditEvent.objects.filter(verb=Verb.TICKET_CLOSED).count() == 1


def test_closing_without_an_answer_is_refused_at_its_field(desk, ticket):
    response = desk.save(address(ticket), close="on")
    assert response.status_code == 200
    assert "veranlasst wurde" in errors(response)
    ticket.refresh_from_db()
    assert ticket.state == TicketState.OPEN


def test_what_the_visitor_wrote_cannot_be_changed(desk, ticket):
    data = desk.open(address(ticket))
    assert not {"message", "reply_to", "state", "kind"} & {*data}
    desk.send(address(ticket), data, message="Anders", answer="Wird geprüft.")
    ticket.refresh_from_db()
    assert (ticket.message, ticket.answer) == ("Das Datum ist falsch.", "Wird geprüft.")
