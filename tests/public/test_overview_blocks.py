"""The overview has a block per agreement: the running one first, figures only where the whole text is recorded."""

import re
from datetime import date

import pytest

from tests.factories import make_agreement, make_commitment, make_fact
from tests.reading import Page
from tracker import days
from tracker.vocabulary import Coverage, Kind, Status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    monkeypatch.setattr(days, "today", lambda: date(2026, 11, 22))


def selection(**columns):
    return make_agreement(coverage=Coverage.SELECTION, coverage_note="Nur eine Pressemeldung lag vor.", **columns)


def test_the_running_agreement_stands_first(client, catalogue):
    text = client.get("/").content.decode()
    places = [text.index(f'id="v-allianz-{years}"') for years in ("2023-2026", "2019-2021", "2015-2018")]
    assert places == sorted(places)


def test_a_selection_has_its_rows_and_no_figures(client):
    agreement = selection()
    for _number in range(6):
        make_fact(make_commitment(agreement), Status.IN_PROGRESS)
    text = client.get("/").content.decode()
    assert "Nur eine Pressemeldung lag vor." in text
    assert text.count("Maßnahme Nummer") >= 6
    assert 'class="bar' not in text
    assert 'class="chart' not in text
    assert "<table" not in text
    counted = [name for href, name in Page(text).links if "/massnahmen/?" in href]
    assert counted == [f"Alle 6 Aussagen in der Tabelle, {agreement.short_title}"]


def test_a_selection_tells_what_needs_attention_without_figures(client):
    agreement = selection()
    make_commitment(agreement, due_on=date(2026, 11, 1))
    names = [name for _href, name in Page(client.get("/").content.decode()).links]
    assert f"Frist abgelaufen, {agreement.short_title}" in names
    assert f"Ohne Beleg, {agreement.short_title}" in names


def test_a_running_agreement_in_full_lists_what_needs_attention(client):
    agreement = make_agreement()
    late = make_commitment(agreement, due_on=date(2026, 10, 1))
    make_fact(late, Status.IN_PROGRESS)
    text = client.get("/").content.decode()
    assert "1 Frist abgelaufen" in text
    assert "am 1. Oktober 2026, vor 1 Monat" in text
    assert "41 von 43 Monaten der Laufzeit vorbei" in text


def test_an_ended_agreement_has_the_count_at_the_end_of_its_term(client, catalogue):
    text = client.get("/").content.decode()
    assert "Ende der Laufzeit" in text
    assert "stand=2022-12-31" in text


def test_nothing_published_is_said(client):
    assert "Es ist noch keine Vereinbarung veröffentlicht." in client.get("/").content.decode()


def test_drafts_are_not_there(client):
    make_commitment(make_agreement(published=False), title="Geheimer Entwurf")
    make_commitment(make_agreement(), published=False, title="Geheimer Entwurf")
    assert "Geheimer Entwurf" not in client.get("/").content.decode()


def test_the_chart_says_what_it_shows(client, catalogue):
    text = client.get("/").content.decode()
    assert "Zeigt, ab wann ein Status öffentlich belegt ist, nicht, wann er eintrat." in text
    assert "Schraffiert: nach Laufzeitende." in text
    assert len(re.findall(r'<rect class="late"', text)) == 15


def test_numbers_in_the_drawings_are_written_with_a_point(client, catalogue):
    text = client.get("/").content.decode()
    assert not re.search(r'(?:x|y|width|height|x1|x2|y1|y2)="\d+,\d', text)


def test_no_percentage_is_printed(client, catalogue):
    text = re.sub(r"<svg.*?</svg>", "", client.get("/").content.decode(), flags=re.DOTALL)
    assert not re.search(r"\d\s?(?:%|Prozent)", re.sub(r"<[^>]+>", "", text))


def test_partners_stand_in_the_order_of_the_alphabet(client, catalogue):
    text = client.get("/").content.decode()
    table = text[text.index('id="partner-allianz-2019-2021"') :]
    names = re.findall(r'<th scope="row"><a href="/partner/[^"]+">([^<]+)</a>', table)
    assert names == [
        "Alle Partner",
        "Bund",
        "Bundesagentur für Arbeit",
        "Gewerkschaften",
        "Kammern",
        "Länder",
        "Sozialpartner",
        "Verbände",
        "Wirtschaft",
    ]


def test_a_declaration_of_a_selection_has_no_status(client):
    agreement = selection()
    make_commitment(agreement, kind=Kind.POSITION, leads=[])
    assert "Erklärung ohne eigene Zusage" in client.get("/").content.decode()


@pytest.mark.parametrize("name", ["stand", "fassung"])
def test_a_past_day_is_refused_with_a_sentence(client, name):
    assert client.get(f"/?{name}=2024-01-01").status_code == 400


def test_a_status_that_occurred_only_in_between_has_its_column_in_the_course(client):
    commitment = make_commitment(make_agreement())
    make_fact(commitment, Status.PREPARING, as_of=date(2024, 2, 1))
    make_fact(commitment, Status.IN_PROGRESS, as_of=date(2025, 2, 1))
    text = client.get("/").content.decode()
    course = text[text.index("Ende des Quartals") :]
    assert "stand=2024-12-31&amp;status=preparing" in course or "status=preparing&amp;stand=2024-12-31" in course
