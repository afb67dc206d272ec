"""A change is on the next page, and midnight in Berlin is one; nothing has to be declared invalid."""

from datetime import date

import pytest

from tests.factories import make_commitment, make_partner, record_change
from tests.moments import Clock
from tracker import days
from tracker.models import Revision
from tracker.pages.store import store

pytestmark = pytest.mark.django_db


def test_a_change_is_on_the_next_page(client):
    partner = make_partner(name="Alter Name")
    assert "Alter Name" in client.get("/partner/").content.decode()
    with record_change() as change:
        partner.name = "Neuer Name"
        partner.save()
        change.touch(partner)
    page = client.get("/partner/").content.decode()
    assert "Neuer Name" in page
    assert "Alter Name" not in page


def test_the_bodies_of_earlier_revisions_take_no_room(client):
    make_partner()
    client.get("/partner/")
    one = store().memory.size
    for _time in range(3):
        make_partner()
        client.get("/partner/")
    assert store().memory.size < 2 * one


def test_two_revisions_of_one_number_are_two_pages(client, monkeypatch):
    make_partner()
    first = client.get("/partner/")["ETag"]
    number, stamped = Revision.present()
    monkeypatch.setattr(Revision, "present", lambda: (number, f"{stamped} after a restore"))
    assert client.get("/partner/")["ETag"] != first


def test_at_midnight_in_berlin_a_page_is_made_anew(client, monkeypatch):
    clock = Clock(monkeypatch, date(2026, 3, 1))
    make_commitment(due_on=date(2026, 3, 1))
    clock.go(date(2026, 3, 1), 23, 59)
    before = client.get("/massnahmen/")
    assert client.get("/massnahmen/").content == before.content
    clock.go(date(2026, 3, 2), 0, 0)
    after = client.get("/massnahmen/")
    assert after["ETag"] != before["ETag"]
    assert "Frist abgelaufen" not in before.content.decode().partition("<main")[2].partition("facet")[0]
    assert "2. März 2026" in after.content.decode()
    assert days.today() == date(2026, 3, 2)


def test_what_runs_here_is_part_of_the_key(client, monkeypatch):
    make_partner()
    before = client.get("/")["ETag"]
    monkeypatch.setattr("tracker.pages.keys.release", lambda: "another release")
    assert client.get("/")["ETag"] != before
