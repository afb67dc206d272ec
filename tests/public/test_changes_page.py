"""The page of changes tells every revision, newest first, with reason, role and what was touched."""

import re

import pytest
from django.urls import reverse

from tests.factories import make_commitment, make_fact, record_change
from tests.reading import Page
from tracker.vocabulary import Status

pytestmark = pytest.mark.django_db


def text_of(client, query=""):
    answer = client.get(reverse("public:changes") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_first_load_is_one_entry(client, catalogue):
    text = text_of(client)
    assert text.count('<li id="revision-') == 1
    assert "3 Vereinbarungen, 146 Maßnahmen, Ziele und Erklärungen, 62 Partner" in text
    assert "211 geänderte Einträge" in text
    assert text.count('<ul class="touched">') == 1
    assert "Erfasst mit" in text


def test_nothing_is_left_out_but_put_on_more_pages(client, catalogue):
    shown = [
        href
        for number in range(1, 6)
        for href, _name in Page(text_of(client, f"?page={number}")).links
        if re.fullmatch(r"/(massnahmen|vereinbarungen|partner)/[^/?]+/", href)
    ]
    assert len(set(shown)) == 211


def test_an_entry_links_what_it_touched(client):
    commitment = make_commitment()
    make_fact(commitment, Status.IN_PROGRESS)
    links = {name: href for href, name in Page(text_of(client)).links}
    assert links[commitment.title] == f"/massnahmen/{commitment.code}/"
    assert links[commitment.agreement.short_title] == f"/vereinbarungen/{commitment.agreement.slug}/"


def test_the_newest_stands_first_with_its_reason_in_words(client):
    commitment = make_commitment()
    with record_change(note="Ein Grund in Worten") as change:
        commitment.title = "Neuer Titel"
        commitment.save()
        change.touch(commitment)
    text = text_of(client)
    assert "Ein Grund in Worten" in text
    assert text.index("Neuer Titel") < text.index("Maßnahme Nummer")


def test_many_changes_stand_on_several_pages(client):
    commitment = make_commitment()
    for day in range(1, 52):
        with record_change() as change:
            commitment.title = f"Titel {day}"
            commitment.save()
            change.touch(commitment)
    assert text_of(client).count('<li id="revision-') == 50
    assert "Titel 51" in text_of(client)
    assert "Titel 51" not in text_of(client, "?page=2")


def test_a_page_beyond_the_last_is_named(client):
    make_commitment()
    assert "gibt es nicht; dies ist Seite 1 von 1" in text_of(client, "?page=99")


@pytest.mark.parametrize("page", ["0", "abc", "-1", "1" * 400])
def test_what_is_no_page_is_named(client, page):
    make_commitment()
    text = text_of(client, f"?page={page}")
    assert "Eine Eingabe lässt sich nicht verwenden" in text
    assert '<li id="revision-' not in text


def test_the_overview_links_to_the_entry(client, catalogue):
    assert 'href="/aenderungen/?revision=1#revision-1"' in client.get("/").content.decode()


def test_nothing_published_is_said(client):
    assert "Es ist noch nichts veröffentlicht." in text_of(client)
