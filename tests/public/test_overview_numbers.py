"""Every number on the overview leads to a table of exactly that many rows, and its name is the whole phrase."""

import json
import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from tests.reading import Page
from tracker import days

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
AGREEMENT = re.compile(r"Allianz \d{4}\S*")
TABLE = re.compile(r"/massnahmen/\?")


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    monkeypatch.setattr(days, "today", lambda: TODAY)


def counted_links(client, path):
    """Return the number in the name of each link to the table, with the link and the name."""
    page = Page(client.get(path).content.decode())
    found = []
    for href, name in page.links:
        number = re.match(r"\D*(\d+)", AGREEMENT.sub("", name))
        if TABLE.search(href) and number:
            found.append((href, int(number[1]), name))
    return found


def rows_behind(client, href):
    query = urlsplit(href).query
    answer = client.get(f"{reverse('commitments_json')}?{query}")
    assert answer.status_code == 200, f"{href}: {b''.join(answer)[:500]!r}"
    data = json.loads(b"".join(answer))
    assert data["count"] == len(data["commitments"])
    return data["count"]


def test_every_number_equals_the_rows_of_the_table_it_links_to(client, catalogue):
    links = {(href, number) for href, number, _name in counted_links(client, "/")}
    assert len(links) > 150
    wrong = [(href, number, rows) for href, number in links if (rows := rows_behind(client, href)) != number]
    assert wrong == []


def test_the_table_page_says_the_same_number_as_the_link(client, catalogue):
    for href, number, _name in counted_links(client, "/")[:12]:
        assert Page(client.get(href).content.decode()).h1[0].startswith(f"{number} "), href


def test_every_link_with_a_number_says_the_whole_phrase(client, catalogue):
    for href, _number, name in counted_links(client, "/"):
        assert re.search(r"[A-Za-zäöüß]{4,}", name), f"{name!r} leads to {href} without saying of what"
        assert "Allianz 20" in name, f"{name!r} does not name its agreement"


def test_every_link_to_the_table_names_the_kind_it_counts(client, catalogue):
    links = counted_links(client, "/")
    assert all("art=" in href for href, _number, _name in links)


def test_the_english_page_has_the_same_numbers(client, catalogue):
    german = [(number, urlsplit(href).query) for href, number, _name in counted_links(client, "/")]
    english = [(number, urlsplit(href).query) for href, number, _name in counted_links(client, "/en/")]
    assert sorted(german) == sorted(english)
