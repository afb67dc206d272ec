"""The frame of a public page: language, links, banner, day and revision."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import RequestFactory
from django.urls import NoReverseMatch
from django.utils import translation

from tracker import days
from tracker.pages import navigation


def page(path: str, *, revision: int | None = None, found: bool = True, **context: object) -> str:
    """The HTML of an empty page at a path."""
    request = RequestFactory().get(path)
    request.resolver_match = SimpleNamespace() if found else None
    if revision is not None:
        request.revision = revision
    template = engines["django"].from_string('{% extends "base.html" %}{% block title %}Titel{% endblock %}')
    with translation.override("en" if path.startswith("/en/") else "de"):
        return template.render(context, request)


@pytest.fixture
def all_rooms(monkeypatch):
    """As if every room were built: each name has an address."""
    known = {"public:overview": "/", "public:commitments": "/massnahmen/", "public:method": "/methode/"}

    def reverse(name):
        try:
            return known[name]
        except KeyError:
            raise NoReverseMatch(name) from None

    monkeypatch.setattr(navigation, "address", reverse)


def test_a_page_is_german_and_its_english_twin_keeps_the_query():
    html = page("/massnahmen/?status=unknown&q=x")
    assert '<html lang="de">' in html
    assert 'href="/en/massnahmen/?status=unknown&amp;q=x" lang="en" hreflang="en"' in html


def test_an_english_page_leads_back_to_the_german_one():
    html = page("/en/massnahmen/?q=x")
    assert '<html lang="en">' in html
    assert 'href="/massnahmen/?q=x" lang="de" hreflang="de"' in html


def test_a_page_that_was_not_found_leads_to_the_other_front_page():
    assert 'href="/en/" lang="en" hreflang="en"' in page("/gibt-es-nicht/", found=False)


def test_the_menu_marks_the_page_itself(all_rooms):
    assert '<a href="/massnahmen/" aria-current="page">' in page("/massnahmen/")


def test_the_menu_marks_the_section_a_page_lies_in(all_rooms):
    html = page("/massnahmen/AAW-2019-1.07/")
    assert '<a href="/massnahmen/" aria-current="true">' in html
    assert '<a href="/" aria-current' not in html


def test_the_menu_leads_only_to_rooms_that_exist(all_rooms):
    html = page("/")
    assert "Leichte Sprache" not in html
    assert "So wird gezählt" in html


def test_the_foot_says_day_and_revision(monkeypatch):
    monkeypatch.setattr(days, "today", lambda: date(2026, 11, 22))
    assert "Berechnet am 22. November 2026, Revision 17." in page("/", revision=17)


def test_the_banner_stands_on_every_page_and_can_be_switched_off(settings):
    settings.BANNER_TEXT = "Probe, nichts davon gilt. Und ein zweiter Satz."
    assert "<strong>Probe, nichts davon gilt.</strong> Und ein zweiter Satz." in page("/")
    settings.BANNER_TEXT = ""
    assert 'class="demo"' not in page("/")


def test_texts_of_the_operator_are_marked_as_german_on_english_pages(settings):
    settings.BANNER_TEXT = "Nur eine Probe."
    assert '<p lang="de"><strong>Nur eine Probe.' in page("/en/")
    assert "<p><strong>Nur eine Probe." in page("/")


def test_crumbs_end_with_the_page_itself():
    html = page("/", crumbs=[("Übersicht", "/"), ("AAW-2019-1.07", "")])
    assert re.search(r'<li><a href="/">Übersicht</a></li><li aria-current="page">AAW-2019-1.07</li>', html)


def test_the_frame_asks_the_database_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        page("/", revision=1)
