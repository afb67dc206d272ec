"""A request that cannot be carried out is answered in the frame of the site, with all its headers, in its language."""

import re

import pytest
from django.test import Client

from tests.project.test_headers import POLICY
from tracker.public import texts

pytestmark = pytest.mark.django_db


def check(response, code, words, language="de"):
    html = response.content.decode()
    assert response.status_code == code
    assert words in html
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1
    assert {part.strip() for part in response.headers["Content-Security-Policy"].split(";")} == POLICY
    assert "Set-Cookie" not in response.headers and not response.cookies
    assert not re.search(r"<style|<script|\sstyle=", html)
    return html


def test_an_unknown_address_offers_a_search_and_ways_on(client):
    html = check(client.get("/gibt-es-nicht/"), 404, "Diese Seite gibt es nicht")
    assert 'action="/massnahmen/#ergebnis"' in html and 'name="q"' in html
    assert 'href="/vereinbarungen/"' in html


def test_an_unknown_address_below_en_is_answered_in_english(client):
    html = check(client.get("/en/gibt-es-nicht/"), 404, "This page does not exist", "en")
    assert 'action="/en/massnahmen/#ergebnis"' in html


@pytest.mark.parametrize("address", ["/%00/", "/massnahmen%00/", "/en/%ff/", "/" + "x" * 3000 + "/"])
def test_an_address_that_cannot_be_one_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_sending_to_a_page_that_is_only_read_is_told_as_such():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/impressum/", {"a": "b"})
    check(response, 405, "An diese Seite kann nichts gesendet werden")
    assert response.headers["Allow"] == "GET, HEAD"


def test_sending_to_an_english_page_is_told_in_english(client):
    check(client.post("/en/impressum/"), 405, "Nothing can be sent to this page", "en")


def test_a_form_from_elsewhere_is_told_as_such(client):
    check(client.post("/barriere-melden/", {}), 403, "Das ist nicht erlaubt")


def test_a_request_that_is_too_large_is_told_as_such(client):
    fields = {f"f{number}": "x" for number in range(1100)}
    check(client.post("/barriere-melden/", fields, headers={"Origin": "http://testserver"}), 400, "nicht verständlich")


@pytest.mark.parametrize(
    ("address", "words", "language"),
    [("/impressum/", "Die Seite hat eine Störung", "de"), ("/en/impressum/", "The site has a fault", "en")],
)
def test_a_fault_of_the_site_is_told_in_the_language_of_the_page(client, monkeypatch, address, words, language):
    def fail(key):
        raise RuntimeError("the inside of the site")

    monkeypatch.setattr(texts, "text_of", fail)
    client.raise_request_exception = False
    html = check(client.get(address), 500, words, language)
    assert "the inside of the site" not in html


def test_a_missing_token_is_told_in_the_frame_of_the_site(rf):
    from tracker.pages.errors import csrf_failure

    response = csrf_failure(rf.post("/verwaltung/"), reason="no cookie")
    assert response.status_code == 403
    assert "Das ist nicht erlaubt" in response.content.decode()
