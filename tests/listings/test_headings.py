"""Heading and title say what the table shows."""

import re

import pytest

from tests.factories import make_agreement, make_commitment
from tests.listings.reading import heading, page, plain
from tracker.vocabulary import Kind

pytestmark = pytest.mark.django_db

OLD = "vereinbarung=allianz-2019-2021"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "146 Maßnahmen, Ziele und Erklärungen"),
        (
            f"{OLD}&art=measure&handlungsfeld=2019-2&handlungsfeld=2019-3",
            "39 Maßnahmen: Handlungsfelder 2 und 3, Allianz 2019–2021",
        ),
        (f"{OLD}&art=measure&status=unknown", "43 Maßnahmen: Status nicht bekannt, Allianz 2019–2021"),
        (f"{OLD}&art=target", "18 Ziele: Allianz 2019–2021"),
        ("art=position", "6 Erklärungen ohne eigene Zusage"),
        ("art=target&status=completed", "1 Ziel: erreicht"),
        ("handlungsfeld=2019-0&art=measure", "2 Maßnahmen: Handlungsfeld „Übergeordnete Ziele“"),
        ("q=zauberstab", "Kein Treffer: Suche „zauberstab“"),
        (
            "vereinbarung=allianz-2019-2021&vereinbarung=allianz-2023-2026&art=target",
            "20 Ziele: Allianz 2019–2021 und Allianz 2023–2026",
        ),
        ("allgemein=ja&teil=nein&art=target&beleg=none&beleg=document&q=a&zielgruppe=jugendliche", None),
    ],
)
def test_the_heading_says_the_result(client, catalogue, query, words):
    said = heading(page(client, query))
    assert said == words if words else said.count(",") == 4 and "1 weiterer Filter" in said


def test_one_measure_is_said_in_the_singular(client):
    make_commitment(make_agreement(short_title="Probe 2030", slug="probe"))
    assert heading(page(client, "vereinbarung=probe")) == "1 Maßnahme: Probe 2030"


def test_the_title_adds_the_page(client, catalogue):
    text = page(client, f"{OLD}&art=measure&page=2").content.decode()
    title = re.search(r"<title>(.*?)</title>", text, re.S)
    assert title and plain(title[1]).startswith("96 Maßnahmen: Allianz 2019–2021, Seite 2 von 4")


def test_the_head_of_the_first_column_names_the_kind(client, catalogue):
    for query, word in (("art=target", "Ziel"), ("art=measure", "Maßnahme"), ("", "Maßnahme oder Ziel")):
        head = re.search(r'<th[^>]*class="c-title"[^>]*>(.*?)</th>', page(client, query).content.decode())
        assert head and plain(head[1]) == word


def test_a_selection_says_that_it_is_one(client, catalogue):
    text = plain(page(client, "vereinbarung=allianz-2015-2018").content.decode())
    assert "ist nur eine Auswahl erfasst" in text
    assert "nur eine Auswahl erfasst" not in plain(page(client, OLD).content.decode())


def test_the_english_page_marks_the_words_of_the_record(client, catalogue):
    response = page(client, f"{OLD}&art=measure&handlungsfeld=2019-2", prefix="/en")
    assert heading(response) == "30 measures: Action field 2, Allianz 2019–2021"
    assert '<span lang="de">Allianz 2019–2021</span></h1>' in response.content.decode()


def test_a_mixed_table_names_the_kind_of_what_is_no_measure(client):
    agreement = make_agreement()
    make_commitment(agreement)
    target = make_commitment(agreement, kind=Kind.TARGET)
    text = plain(page(client).content.decode())
    assert f"{target.code} · Ziel" in text
    assert text.count("· Ziel") == 1
