"""`massnahmen.atom` tells the changes of a filtered table to programs that follow it."""

import json
from datetime import date

import feedparser
import pytest

from tests.factories import make_agreement, make_commitment, make_fact, make_partner
from tracker import workflow
from tracker.models import Revision

pytestmark = pytest.mark.django_db


def feed(client, address="/massnahmen.atom"):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    found = feedparser.parse(response.content)
    assert not found.bozo
    assert found.version == "atom10"
    return found


@pytest.fixture
def changed():
    """Two commitments of two partners; then the status of one changes and the deadline of the other moves."""
    dgb, zdh = make_partner("dgb"), make_partner("zdh")
    agreement = make_agreement("allianz-2023")
    first = make_commitment(agreement, leads=[dgb], title="Erste & <wichtige> Sache")
    second = make_commitment(agreement, leads=[zdh], due_on=date(2026, 6, 30))
    make_fact(first, "in_progress")
    workflow.move_deadline(
        second,
        due_on=date(2026, 12, 31),
        wording="Ende 2026",
        precision="year",
        reason="Das Gesetz kommt später.",
        actor=workflow.system_actor(),
    )
    return first, second


def test_the_newest_change_comes_first(client, changed):
    first, second = changed
    titles = [entry.title for entry in feed(client).entries]
    assert titles[0].startswith(f"{second.code} ")
    assert titles[1].startswith(f"{first.code} Erste & <wichtige> Sache: ")
    assert len(titles) == 4


def test_an_entry_says_what_changed_and_why_and_links_the_page(client, changed):
    entry = feed(client).entries[0]
    assert "30. Juni 2026" in entry.summary and "31. Dezember 2026" in entry.summary
    assert "Das Gesetz kommt später." in entry.summary
    assert entry.link == f"http://testserver/massnahmen/{changed[1].code}/"


def test_the_filters_of_the_table_hold_here_too(client, changed):
    titles = [entry.title for entry in feed(client, "/massnahmen.atom?partner=dgb").entries]
    assert len(titles) == 2
    assert all(title.startswith(changed[0].code) for title in titles)


def test_identifiers_stay_when_more_happens(client, changed):
    before = [entry.id for entry in feed(client).entries]
    make_fact(changed[1], "completed")
    after = [entry.id for entry in feed(client).entries]
    assert after[1:] == before
    assert len(set(after)) == 5


def test_a_feed_has_one_identifier_however_its_address_is_written(client, changed):
    one = feed(client, "/massnahmen.atom?art=measure&partner=dgb").feed
    other = feed(client, "/massnahmen.atom?partner=dgb&art=measure").feed
    assert one.id == other.id
    assert one.title == "Zusagen der Allianz: Änderungen (Art: Maßnahme, Partner: DGB)"


def test_it_says_when_the_record_changed_not_when_somebody_asked(client, changed):
    assert feed(client).feed.updated == Revision.objects.first().stamped_at.isoformat()
    assert feed(client, "/massnahmen.atom?q=keineswegs").feed.updated == Revision.objects.first().stamped_at.isoformat()


def test_who_has_it_already_gets_nothing_again(client, changed):
    tag = client.get("/massnahmen.atom")["ETag"]
    assert client.get("/massnahmen.atom", headers={"If-None-Match": tag}).status_code == 304
    make_fact(changed[0], "completed")
    assert client.get("/massnahmen.atom", headers={"If-None-Match": tag}).status_code == 200


def test_nobody_is_named_in_person(client, changed):
    make_commitment(leads=[make_partner(contact_name="Erika Muster", contact_address="muster@example.org")])
    text = client.get("/massnahmen.atom").content.decode()
    assert "Muster" not in text and "muster" not in text


def test_drafts_are_not_told(client, changed):
    draft = make_commitment(published=False)
    assert draft.code not in client.get("/massnahmen.atom").content.decode()


@pytest.mark.parametrize("query", ["status=erfunden", "stand=2024-01-01", "erfunden=1"])
def test_what_a_feed_cannot_do_is_said(client, changed, query):
    response = client.get(f"/massnahmen.atom?{query}")
    assert response.status_code == 400
    assert [error["parameter"] for error in json.loads(response.content)["errors"]] == [query.split("=")[0]]


def test_it_holds_the_newest_only(client, catalogue, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        assert len(feed(client).entries) == 50


def test_the_changes_of_the_whole_record_have_a_feed_too(client, changed):
    found = feed(client, "/aenderungen.atom")
    assert len(found.entries) == Revision.objects.count() > len(feed(client).entries)
    assert found.feed.link == "http://testserver/aenderungen/"


def test_the_feed_of_changes_takes_agreement_partner_and_days(client, changed):
    found = feed(client, "/aenderungen.atom?partner=zdh&vereinbarung=allianz-2023")
    assert {entry.title.split(" ")[0] for entry in found.entries} == {changed[1].code}
    assert found.feed.id == "http://testserver/aenderungen.atom?vereinbarung=allianz-2023&partner=zdh"
    assert client.get("/aenderungen.atom?partner=niemand").status_code == 400
