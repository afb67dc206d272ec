"""An error in the data can be reported by everybody, about a commitment or a page."""

from datetime import timedelta

import pytest

from tests.factories import make_commitment
from tests.public.forms import ERROR, send
from tracker import days
from tracker.models import Ticket
from tracker.vocabulary import TicketKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitment():
    return make_commitment(code="AAW-2019-1.07", title="Beratung ausbauen")


def test_an_error_becomes_a_ticket_about_its_commitment(client, commitment, settings):
    settings.ERROR_ANSWER_DAYS = 14
    send(client, ERROR, code="aaw-2019-1.07 ")
    ticket = Ticket.objects.get()
    assert (ticket.kind, ticket.commitment) == (TicketKind.ERROR, commitment)
    assert ticket.due_on == days.today() + timedelta(days=14)


def test_the_code_of_the_address_is_filled_in_and_its_commitment_named(client, commitment):
    html = client.get(ERROR, {"code": "AAW-2019-1.07"}).content.decode()
    assert 'value="AAW-2019-1.07"' in html
    assert "Ihr Hinweis betrifft:" in html and "Beratung ausbauen" in html


@pytest.mark.parametrize("code", ["AAW-0000-1", "<b>", "a\x00b", "x" * 5000, "ß’‮"])
def test_an_unknown_code_in_the_address_is_said(client, code):
    response = client.get(ERROR, {"code": code})
    assert response.status_code == 200
    html = response.content.decode()
    assert "gibt es nicht" in html and "<b>" not in html.split("<main")[1].split("<form")[0]


def test_an_unknown_code_in_the_form_is_said_and_nothing_is_lost(client):
    response = send(client, ERROR, code="AAW-0000-1", message="Mein langer Text")
    html = response.content.decode()
    assert response.status_code == 200
    assert "mit der Kennung AAW-0000-1 gibt es nicht" in html and "Mein langer Text" in html
    assert not Ticket.objects.exists()


def test_a_draft_is_unknown(client):
    make_commitment(code="AAW-2019-9.99", published=False)
    assert "gibt es nicht" in send(client, ERROR, code="AAW-2019-9.99").content.decode()
