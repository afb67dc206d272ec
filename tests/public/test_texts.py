"""The texts of the operator are shown, and missed where they are missing."""

import pytest

from tests.factories import record_change
from tracker.models import PageText
from tracker.vocabulary import PageKey

pytestmark = pytest.mark.django_db

PAGES = {
    PageKey.IMPRINT: "/impressum/",
    PageKey.PRIVACY: "/datenschutz/",
    PageKey.ACCESSIBILITY: "/barrierefreiheit/",
    PageKey.PLAIN_LANGUAGE: "/leichte-sprache/",
    PageKey.SIGN_LANGUAGE: "/gebaerdensprache/",
}


def write(key=PageKey.IMPRINT, body="## Betreiber\nBeispielamt", **columns):
    with record_change():
        PageText(key=key, body=body, **columns).save()


def html(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(("key", "address"), PAGES.items())
def test_every_text_has_its_page(client, key, address):
    write(key)
    page = html(client, address)
    assert "<h2>Betreiber</h2>" in page and "liegt noch nicht vor" not in page


@pytest.mark.parametrize(("key", "address"), PAGES.items())
def test_a_missing_text_is_said(client, key, address):
    write(key, body=" \n ")
    assert "liegt noch nicht vor" in html(client, address)


def test_only_development_tells_where_to_write_a_missing_text(client, settings):
    assert "Seitentexte" not in html(client, "/impressum/")
    settings.DEBUG = True
    assert "Seitentexte" in html(client, "/impressum/")


def test_an_english_page_shows_the_german_text_marked_as_german_with_a_sentence(client):
    write()
    page = html(client, "/en/impressum/")
    assert "This text is available in German only." in page
    assert '<div class="prose" lang="de">' in page


def test_an_english_page_shows_the_english_text_if_there_is_one(client):
    write()
    write(body="Sample authority", language="en")
    page = html(client, "/en/impressum/")
    assert "Sample authority" in page and "Beispielamt" not in page and "available in German only" not in page
    assert "Sample authority" not in html(client, "/impressum/")


def test_a_changed_text_gives_the_page_a_new_etag(client):
    before = client.get("/impressum/").headers["ETag"]
    write()
    assert client.get("/impressum/").headers["ETag"] != before


def test_the_day_of_the_last_review_is_shown(client):
    write(reviewed_on="2026-10-01")
    assert "Zuletzt geprüft am 1. Oktober 2026." in html(client, "/impressum/")


def test_the_accessibility_statement_has_its_own_text_first_then_the_general_part(client):
    write(PageKey.ACCESSIBILITY, body="Unsere Erklärung", reviewed_on="2026-10-01")
    page = html(client, "/barrierefreiheit/")
    assert page.index("Unsere Erklärung") < page.index("Wie diese Seiten geprüft wurden")
    assert page.count("1. Oktober 2026") == 1
    assert 'href="/barriere-melden/"' in page


def test_the_conciliation_body_comes_from_the_settings_alone(client, settings):
    assert "noch nicht benannt" in html(client, "/barrierefreiheit/")
    settings.CONCILIATION_BODY = "Schlichtungsstelle <BGG>, https://example.org/schlichtung"
    page = html(client, "/barrierefreiheit/")
    assert '<a href="https://example.org/schlichtung">' in page and "&lt;BGG&gt;" in page
