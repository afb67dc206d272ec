"""The forms for everybody refuse machines and what cannot be kept, and lose nothing that a person wrote."""

import pytest
from django.test import Client

from tests.public.forms import BARRIER, ERROR, HERE, send, stamp, stamp_of
from tracker.models import Ticket

pytestmark = pytest.mark.django_db


def refused(response, words, status=200):
    html = response.content.decode()
    assert response.status_code == status
    assert words in html
    assert "Da stimmt etwas nicht." in html or response.status_code == 403
    assert not Ticket.objects.exists()
    return html


@pytest.mark.parametrize("address", [BARRIER, ERROR])
@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_from_elsewhere_is_refused(client, address, headers):
    refused(send(client, address, headers=headers), "Das ist nicht erlaubt", status=403)


def test_a_form_sent_faster_than_anybody_writes_is_refused_and_then_taken(client):
    young = stamp(1)
    html = refused(send(client, BARRIER, stamp=young), "Das ging sehr schnell")
    assert stamp_of(html) == young


def test_haste_is_not_told_where_something_else_is_wrong(client):
    html = refused(send(client, BARRIER, stamp=stamp(1), reply_to="keine Adresse"), "Bitte eine Angabe prüfen")
    assert "sehr schnell" not in html


# A stamp is made anew in every process, so it is no name of a test.
@pytest.mark.parametrize("old", [None, "", "erfunden", "form:x:y", "x" * 500, "a\x00"])
def test_a_form_that_expired_is_renewed_with_everything_in_it(client, old):
    sent = stamp(24 * 3600 + 5) if old is None else old
    html = refused(send(client, BARRIER, stamp=sent), "Da stimmt etwas nicht.")
    assert "error-summary" in html
    assert stamp_of(html) != sent


def test_a_form_opened_a_day_ago_is_still_taken(client):
    assert send(client, BARRIER, stamp=stamp(24 * 3600 - 60)).status_code == 302


def test_a_field_that_must_stay_empty_is_emptied_again(client):
    html = refused(send(client, BARRIER, leave_empty="Reklame"), "Ein Feld, das leer bleiben muss, war ausgefüllt")
    assert "Reklame" not in html


def test_too_many_messages_from_one_address_are_refused_with_a_sentence(client, settings):
    settings.FORM_LIMIT = 1
    assert send(client, BARRIER, message="Eins").status_code == 302
    response = send(client, ERROR, message="Zwei")
    assert response.status_code == 429
    html = response.content.decode()
    assert "schon viele Hinweise" in html and "Zwei" in html
    assert Ticket.objects.count() == 1


def test_what_is_only_corrected_does_not_count_against_the_limit(client, settings):
    settings.FORM_LIMIT = 1
    for _ in range(3):
        assert send(client, BARRIER, reply_to="keine Adresse").status_code == 200
    assert send(client, BARRIER).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reply_to", "keine Adresse"),
        ("reply_to", "a@example.org\nBcc: b@example.org"),
        ("reply_to", "a@example.org\x00"),
        ("page", "/partner/\r\nX-Header: 1"),
        ("page", "x" * 301),
        ("page", "a\x00b"),
    ],
)
def test_values_that_cannot_be_kept_are_named_at_their_field(client, field, value):
    html = refused(send(client, BARRIER, **{field: value}), "Bitte eine Angabe prüfen")
    assert f'href="#id_{field}"' in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize("message", ["", "   ", "a\x00b", "x" * 5001])
def test_a_message_that_is_empty_or_too_long_or_broken_is_named(client, message):
    response = send(client, BARRIER, message=message)
    assert response.status_code == 200
    assert 'href="#id_message"' in response.content.decode()
    assert not Ticket.objects.exists()


def test_a_flood_of_fields_is_no_fault_of_the_site(client):
    fields = {f"f{number}": "x" for number in range(1100)}
    assert client.post(BARRIER, fields, headers=HERE).status_code == 400


@pytest.mark.parametrize("address", [BARRIER, ERROR])
def test_neither_form_sets_a_cookie_or_is_kept_in_a_store(address):
    client = Client(enforce_csrf_checks=True)
    for response in (client.get(address), send(client, address), send(client, address, message="")):
        assert not response.cookies
        assert response.headers["Cache-Control"] == "no-store"
        assert "Cookie" not in response.headers.get("Vary", "")
        assert b"csrfmiddlewaretoken" not in response.content


def test_other_methods_are_refused(client):
    assert client.delete(BARRIER).status_code == 405
