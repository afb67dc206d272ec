"""A correction made after a message of the public is told as one; nothing about who wrote is."""

import pytest
from django.urls import reverse

from tests.admin.browsing import address
from tests.admin.test_actions import action, confirm, preview
from tests.factories import make_commitment, make_fact
from tests.public.records import html, section, words
from tracker import days, workflow
from tracker.models import Revision, Ticket
from tracker.vocabulary import TicketKind, TicketState

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """Return a commitment and a message about it."""
    commitment = make_commitment(title="Alter Titel")
    ticket = Ticket.objects.create(
        kind=TicketKind.ERROR,
        commitment=commitment,
        message="Der Titel von Frau Beispiel ist falsch.",
        reply_to="beispiel@example.org",
        due_on=days.today(),
    )
    return commitment, ticket


def newest(client, commitment):
    return words(section(html(client, f"/massnahmen/{commitment.code}/"), "aenderungen").split("<li>")[1])


def test_a_correction_can_name_the_message_that_led_to_it(desk, client, told):
    commitment, ticket = told
    where = action("commitment_wording", commitment)
    response = preview(desk, where, title="Neuer Titel", reason="Klarer.", ticket=str(ticket.pk))
    assert confirm(desk, where, response).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.corrected_in_id, ticket.state) == (Revision.current(), TicketState.OPEN)
    assert "Korrektur nach Hinweis" in newest(client, commitment)
    assert "Korrektur nach Hinweis" in words(html(client, "/aenderungen/"))
    entry = client.get("/aenderungen.json").getvalue().decode()
    assert '"after_report":true' in entry
    for source in (html(client, f"/massnahmen/{commitment.code}/"), html(client, "/aenderungen/"), entry):
        assert "Beispiel" not in source
        assert "example.org" not in source.replace("https://example.org", "")


def test_looking_at_the_preview_binds_nothing(desk, told):
    commitment, ticket = told
    preview(desk, action("commitment_wording", commitment), title="Neu", reason="Klarer.", ticket=str(ticket.pk))
    ticket.refresh_from_db()
    assert ticket.corrected_in is None


def test_without_a_message_it_is_an_ordinary_correction(desk, client, told):
    commitment, _ticket = told
    where = action("commitment_wording", commitment)
    confirm(desk, where, preview(desk, where, title="Neuer Titel", reason="Klarer."))
    assert "Korrektur nach Hinweis" not in newest(client, commitment)


def test_no_message_no_field(desk):
    commitment = make_commitment()
    assert "ticket" not in desk.open(action("commitment_wording", commitment))


def test_a_message_about_another_commitment_is_not_offered(desk, told):
    assert "ticket" not in desk.open(action("commitment_wording", make_commitment()))


def test_closing_the_message_can_name_the_correction(desk, client, told):
    commitment, ticket = told
    make_fact(commitment, "in_progress")
    correction, before = Revision.current(), Revision.current()
    answer = desk.save(address(ticket), answer="Berichtigt.", close="on", correction=str(correction))
    assert answer.status_code == 302
    ticket.refresh_from_db()
    assert (ticket.corrected_in_id, ticket.state) == (correction, TicketState.CLOSED)
    assert "Korrektur nach Hinweis" in newest(client, commitment)
    assert Revision.current() == before + 1


def test_a_revision_of_something_else_cannot_be_named(desk, told):
    _commitment, ticket = told
    make_commitment()
    answer = desk.save(address(ticket), answer="Berichtigt.", close="on", correction=str(Revision.current()))
    assert answer.status_code == 200
    ticket.refresh_from_db()
    assert ticket.state == TicketState.OPEN


def test_a_fact_withdrawn_after_a_message_is_told_so(desk, client, told):
    commitment, ticket = told
    fact = make_fact(commitment, "in_progress")
    where = reverse("admin:tracker_statusreport_revoke", args=[fact.pk])
    confirm(desk, where, preview(desk, where, reason="Falsche Quelle.", ticket=str(ticket.pk)))
    assert "Korrektur nach Hinweis" in newest(client, commitment)


def test_the_prompt_ends_with_its_block(told):
    commitment, ticket = told
    with workflow.prompted_by(ticket):
        make_fact(commitment, "in_progress")
    bound = Revision.current()
    make_fact(commitment, "preparing")
    ticket.refresh_from_db()
    assert ticket.corrected_in_id == bound < Revision.current()
