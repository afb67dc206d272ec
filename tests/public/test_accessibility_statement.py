"""The accessibility statement is made from the settings and the dated record of what was tested, in both languages."""

import pytest
from django.conf import settings as django_settings

from tests.factories import record_change
from tests.public.records import html, words
from tracker import days
from tracker.models import PageText
from tracker.public._tested import OPEN, TESTED, TESTED_ON
from tracker.vocabulary import PageKey

pytestmark = pytest.mark.django_db

ADDRESS = "/barrierefreiheit/"


def test_every_test_it_names_is_in_the_project_and_none_is_of_the_future():
    assert [item.held_by for item in TESTED if not (django_settings.BASE_DIR / item.held_by).is_file()] == []
    assert days.today() >= TESTED_ON


def test_it_says_day_method_result_and_what_is_open(client):
    told = words(html(client, ADDRESS))
    assert "Diese Erklärung wurde am 1. Dezember 2026 erstellt." in told
    for item in TESTED:
        assert f"{item.what} Methode: {item.how}. Ergebnis: {item.result}." in told
    assert all(str(sentence) in told for sentence in OPEN)


def test_it_is_there_in_english(client):
    told = words(html(client, "/en/barrierefreiheit/"))
    assert "drawn up on 1 December 2026" in told and "Method:" in told and "Result:" in told


def test_it_names_who_operates_the_site_where(client, settings):
    assert "noch nicht eingetragen" in words(html(client, ADDRESS))
    before = client.get(ADDRESS).headers["ETag"]
    settings.OPERATOR_NAME, settings.SITE_URL = "Beispielamt", "https://zusagen.example.org"
    assert "https://zusagen.example.org. Betrieben werden die Seiten von: Beispielamt." in words(html(client, ADDRESS))
    assert client.get(ADDRESS).headers["ETag"] != before


def test_a_missing_text_in_plain_language_is_among_what_is_open(client):
    sentence = "Die Seite „Leichte Sprache“ hat noch keinen Text."
    assert sentence in words(html(client, ADDRESS))
    with record_change():
        PageText(key=PageKey.PLAIN_LANGUAGE, body="Das ist leicht.").save()
    assert sentence not in words(html(client, ADDRESS))
