"""What is public or used elsewhere is not deleted but refused with a sentence; the rest goes after a question."""

import pytest

from tests.admin.browsing import address, form_of, values_of, words
from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tracker import days
from tracker.models import AuditEvent, Event, Revision, Source, TargetGroup, Ticket
from tracker.vocabulary import TicketKind, Verb

pytestmark = pytest.mark.django_db


def delete(desk, item):
    page = desk.client.get(address(item, "delete"))
    if page.status_code != 200:
        return desk.client.get(page.url)
    return desk.client.post(address(item, "delete"), values_of(form_of(page)), follow=True)


@pytest.mark.parametrize("make", [make_agreement, make_commitment, make_partner])
def test_what_was_published_stays(desk, make):
    item = make()
    response = delete(desk, item)
    assert "bleibt in den Daten" in words(response)
    assert type(item).objects.filter(pk=item.pk).exists()
    assert desk.client.post(address(item, "delete"), {"post": "yes"}).status_code == 302
    assert type(item).objects.filter(pk=item.pk).exists()


def test_an_agreement_with_commitments_stays(desk):
    agreement = make_agreement(published=False)
    make_commitment(agreement, published=False)
    assert "1 Punkt gehört dazu" in words(delete(desk, agreement))


def test_a_draft_goes_with_its_contributions_and_the_protocol_tells_it(desk):
    item = make_commitment(published=False)
    before = Revision.current()
    delete(desk, item)
    assert not type(item).objects.exists()
    assert Revision.current() == before, "nobody has ever seen it"
    assert AuditEvent.objects.filter(verb=Verb.DELETED, subject_key=item.code).count() == 1


def test_a_source_that_something_rests_on_stays(desk):
    with record_change():
        source = Source(title="Bericht", publisher="Verlag")
        source.save()
        event = Event(key="treffen", title="Treffen", kind="workshop")
        event.save()
        event.sources.add(source)
    assert "Ereignisse" in words(delete(desk, source))
    assert Source.objects.exists()
    with record_change():
        event.sources.clear()
    delete(desk, source)
    assert not Source.objects.exists()


def test_a_word_that_commitments_use_stays(desk):
    item = make_commitment()
    with record_change():
        word = TargetGroup(key="jugendliche", name="Jugendliche")
        word.save()
        item.target_groups.add(word)
    delete(desk, word)
    assert TargetGroup.objects.exists()


def test_an_open_ticket_is_answered_first(desk):
    ticket = Ticket.objects.create(kind=TicketKind.ERROR, message="Falsch.", due_on=days.today())
    assert "noch offen" in words(delete(desk, ticket))
    assert Ticket.objects.exists()
