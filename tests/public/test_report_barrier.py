"""A barrier on the site can be reported by everybody."""

import pytest

from tests.public.forms import BARRIER, send
from tracker import days
from tracker.models import Ticket
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import TicketKind

pytestmark = pytest.mark.django_db


def test_a_barrier_becomes_a_ticket_due_in_a_month(client):
    send(client, BARRIER, page="/partner/", reply_to="jemand@example.org")
    ticket = Ticket.objects.get()
    assert (ticket.kind, ticket.page, ticket.message) == (TicketKind.BARRIER, "/partner/", "Da stimmt etwas nicht.")
    assert ticket.reply_to == "jemand@example.org"
    assert ticket.due_on == days.add_months(days.today(), 1)


def test_the_sender_is_led_to_a_page_that_says_what_happens_next(client):
    response = send(client, BARRIER, reply_to="jemand@example.org")
    assert response.status_code == 302
    page = client.get(response.headers["Location"])
    html = page.content.decode()
    ticket = Ticket.objects.get()
    assert "Vielen Dank" in html and f"die Nummer {ticket.pk}" in html and day_text(ticket.due_on) in html
    assert "Sie erhalten eine Antwort an die angegebene Adresse." in html
    assert "jemand@example.org" not in html + response.headers["Location"]
    assert page.headers["Cache-Control"] == "no-store"


def test_without_an_address_no_answer_is_promised(client):
    response = send(client, BARRIER)
    assert "deshalb erhalten Sie keine Antwort" in client.get(response.headers["Location"]).content.decode()


@pytest.mark.parametrize("word", ["", "erfunden", "WyJiYXJyaWVyIl0:x:y"])
def test_a_receipt_that_was_not_given_out_shows_the_form(client, word):
    html = client.get(BARRIER, {"quittung": word}).content.decode()
    assert "Vielen Dank" not in html and 'name="message"' in html


def test_the_receipt_of_an_error_is_none_for_a_barrier(client):
    location = send(client, "/fehler-melden/").headers["Location"]
    html = client.get(location.replace("/fehler-melden/", BARRIER)).content.decode()
    assert "Vielen Dank" not in html


def test_the_page_one_comes_from_is_filled_in(client):
    html = client.get(BARRIER, headers={"Referer": "http://testserver/partner/dgb/"}).content.decode()
    assert 'value="/partner/dgb/"' in html


def test_the_english_form_answers_in_english(client):
    response = send(client, f"/en{BARRIER}", message="")
    assert "This field is required." in response.content.decode()
    assert send(client, f"/en{BARRIER}").headers["Location"].startswith("/en/barriere-melden/")
