"""Editors see which sources cannot be reached, and mend an address or name an archived copy with one click."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.admin.browsing import address, list_of, words
from tests.factories import make_commitment, make_fact
from tracker import days, workflow
from tracker.models import AuditEvent, CheckedLink, Evidence, PublicVersion, Revision, StatusReport
from tracker.vocabulary import LinkFault, LinkState, Verb

pytestmark = pytest.mark.django_db
LIST = list_of(CheckedLink)
OLD, NEW = "https://example.org/alt", "https://example.org/neu"


def a_link(url: str = OLD, **columns) -> CheckedLink:
    link = CheckedLink(url=url, host="example.org", **{"tried_at": timezone.now(), **columns})
    link.save()
    return link


def a_moved_link() -> CheckedLink:
    return a_link(is_moved=True, target=NEW, ok_at=timezone.now(), status=200)


def a_source(url: str = OLD) -> StatusReport:
    evidence = [workflow.EvidenceData(title="Bericht", publisher="Verlag", seen_on=days.today(), url=url)]
    return make_fact(make_commitment(), evidence=evidence)


def test_the_list_says_what_is_wrong_and_filters_by_it(desk):
    a_link(f"{OLD}/1", fault=LinkFault.NAME, failures=3, failing_since=timezone.now())
    a_link(f"{OLD}/2", is_moved=True, target=NEW)
    a_link(f"{OLD}/3", tried_at=None)
    text = words(desk.get(LIST))
    for said in ("Eine Internetseite dieses Namens gibt es nicht.", "auf Dauer umgezogen", "noch nie geprüft", NEW):
        assert said in text
    for state, number in ((LinkState.FAILING, 1), (LinkState.MOVED, 2), (LinkState.NEVER, 3)):
        shown = desk.get(f"{LIST}?stand={state}").content.decode()
        assert [n for n in (1, 2, 3) if f"{OLD}/{n}" in shown] == [number]
    assert f"{OLD}/2" not in desk.get(f"{LIST}?fehler=name").content.decode()


def test_the_list_asks_as_often_for_many_links_as_for_few(desk):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST)
        return len(queries)

    a_link(f"{OLD}/1")
    few = asked()
    for number in range(2, 9):
        a_link(f"{OLD}/{number}")
    assert asked() == few


def test_one_click_takes_over_the_new_address_as_a_public_change(desk):
    report, link = a_source(), a_moved_link()
    before = Revision.current()
    desk.client.post(address(link), {"_step": "take_over"})
    assert Evidence.objects.get().url == NEW
    assert Revision.current() == before + 1
    version = PublicVersion.objects.filter(key=report.commitment.code).latest("pk")
    assert NEW in str(version.payload)
    assert AuditEvent.objects.get(verb=Verb.LINK_MENDED).detail["url"] == NEW
    report.refresh_from_db()
    assert report.changed_by_staff
    assert not CheckedLink.objects.filter(url=OLD).exists()


def test_several_are_taken_over_from_the_list_and_others_stay(desk):
    a_source()
    moved, failing = a_moved_link(), a_link(f"{OLD}/2", fault=LinkFault.NAME)
    data = {"action": "take_over", "_selected_action": [moved.pk, failing.pk]}
    desk.client.post(LIST, data)
    assert Evidence.objects.get().url == NEW
    assert list(CheckedLink.objects.all()) == [failing]


def test_an_archived_copy_stands_beside_the_source_on_the_public_page(desk, client):
    report, link = a_source(), a_link(fault=LinkFault.ANSWER, status=404)
    desk.client.post(address(link), {"_step": "archive", "archive_url": "https://archive.example/alt"})
    page = client.get(f"/massnahmen/{report.commitment.code}/").content.decode()
    assert 'href="https://archive.example/alt"' in page
    assert "archivierte Fassung" in page
    assert AuditEvent.objects.filter(verb=Verb.ARCHIVE_KEPT).count() == 1


@pytest.mark.parametrize("wrong", ["kein Link", "ftp://example.org/a", "javascript:alert(1)"])
def test_what_is_no_address_is_refused_where_it_stands(desk, wrong):
    a_source()
    link = a_link()
    page = desk.client.post(address(link), {"_step": "archive", "archive_url": wrong})
    assert page.status_code == 200
    assert page.context["form"].errors["archive_url"]
    assert Evidence.objects.get().archive_url == ""


def test_what_has_not_moved_cannot_be_taken_over(desk):
    a_source()
    link = a_link(fault=LinkFault.NAME)
    page = desk.client.post(address(link), {"_step": "take_over"})
    assert "nicht auf Dauer umgezogen" in words(page)
    assert Evidence.objects.get().url == OLD


def test_reviewers_read_and_change_nothing(reviewer):
    a_source()
    link = a_moved_link()
    assert reviewer.client.get(address(link)).status_code == 200
    assert reviewer.client.post(address(link), {"_step": "take_over"}).status_code == 403
    assert Evidence.objects.get().url == OLD


def test_the_form_of_a_fact_says_how_its_source_was_found(desk):
    report = a_source()
    a_link(fault=LinkFault.NAME, failures=1, failing_since=timezone.now())
    text = words(desk.get(reverse("admin:tracker_statusreport_change", args=[report.pk])))
    assert "nicht erreichbar" in text
    assert "Eine Internetseite dieses Namens gibt es nicht." in text
