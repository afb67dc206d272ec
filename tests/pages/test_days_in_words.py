"""Days on a page are no more exact than they are known."""

from datetime import date

import pytest
from django.utils import translation

from tracker.templatetags.tracker_tags import as_of, day_text

LAST_OF_JULY = date(2021, 7, 31)


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        ("day", "31. Juli 2021"),
        ("month", "Juli 2021"),
        ("quarter", "3. Quartal 2021"),
        ("half_year", "2. Halbjahr 2021"),
        ("year", "2021"),
    ],
)
def test_a_day_is_written_with_its_precision(precision, words):
    assert day_text(LAST_OF_JULY, precision) == words


@pytest.mark.parametrize(
    ("precision", "words"),
    [("day", "Angabe vom 31. Juli 2021"), ("month", "Angabe vom Juli 2021"), ("year", "Angabe von 2021")],
)
def test_a_fact_says_its_day_in_german(precision, words):
    assert as_of(LAST_OF_JULY, precision) == words


def test_a_day_is_english_on_english_pages():
    with translation.override("en"):
        assert day_text(LAST_OF_JULY) == "31 July 2021"


def test_a_missing_day_leaves_nothing():
    assert day_text(None) == as_of(None) == ""
