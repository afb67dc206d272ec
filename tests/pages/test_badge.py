"""A status is always shown by one badge: icon, label, and words on the fact behind it."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tracker.templatetags.tracker_tags import badge
from tracker.vocabulary import Kind, Status


@pytest.mark.parametrize("status", Status)
def test_a_badge_has_icon_and_label(status):
    html = badge(status)
    assert f'href="#i-{status.value}"' in html
    assert f">{status.label}</span>" in html


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_pattern_and_an_icon_on_the_page(status):
    defs = render_to_string("includes/status_defs.html")
    assert f'id="p-{status.value}"' in defs
    assert f'id="i-{status.value}"' in defs


def test_a_target_is_reached_where_a_measure_is_completed():
    with translation.override("en"):
        assert ">reached<" in badge(Status.COMPLETED, Kind.TARGET)
        assert ">completed<" in badge(Status.COMPLETED, Kind.MEASURE)


def test_a_badge_speaks_the_language_of_the_page_each_time():
    german = badge(Status.UNKNOWN)
    with translation.override("en"):
        assert "status not known" in badge(Status.UNKNOWN)
    assert badge(Status.UNKNOWN) == german


def test_words_beside_a_badge_are_escaped():
    assert "&lt;b&gt;" in badge(Status.ONGOING, None, "<b>")


def test_without_status_there_is_no_badge():
    assert badge(None) == ""


def test_the_include_renders_the_same_badge():
    html = render_to_string("includes/badge.html", {"status": Status.DROPPED, "words": "as of 2020"})
    assert html.strip() == badge(Status.DROPPED, None, "as of 2020")
