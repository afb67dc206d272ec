"""A fuzzy day counts from the last day it may mean, but never from a day after it was told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.facts import fact
from tracker import days
from tracker.vocabulary import Precision

FACT_PRECISIONS = st.sampled_from(Precision.of_facts())
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "precision", "first", "last"),
    [
        (date(2020, 2, 10), Precision.DAY, date(2020, 2, 10), date(2020, 2, 10)),
        (date(2020, 2, 10), Precision.MONTH, date(2020, 2, 1), date(2020, 2, 29)),
        (date(2021, 5, 31), Precision.QUARTER, date(2021, 4, 1), date(2021, 6, 30)),
        (date(2021, 5, 31), Precision.HALF_YEAR, date(2021, 1, 1), date(2021, 6, 30)),
        (date(2021, 12, 31), Precision.HALF_YEAR, date(2021, 7, 1), date(2021, 12, 31)),
        (date(2021, 5, 31), Precision.YEAR, date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_a_precision_has_a_first_and_a_last_day(day, precision, first, last):
    assert days.first_day(day, precision) == first
    assert days.last_day(day, precision) == last


def test_a_year_counts_from_its_last_day():
    assert fact("2020").last_possible == date(2020, 12, 31)


def test_a_year_told_during_it_counts_from_the_day_it_was_told():
    assert fact("2026", told_on=date(2026, 11, 22)).last_possible == date(2026, 11, 22)


def test_a_month_told_on_its_first_day_counts_from_that_day():
    assert fact("2026-11", told_on=date(2026, 11, 1)).last_possible == date(2026, 11, 1)


def test_a_year_told_on_its_last_day_counts_from_it():
    assert fact("2025", told_on=date(2025, 12, 31)).last_possible == date(2025, 12, 31)


@given(DAYS, FACT_PRECISIONS, DAYS)
def test_the_day_from_which_a_fact_counts_lies_within_its_words_and_not_after_it_was_told(day, precision, told_on):
    one = fact(day.isoformat(), precision=precision, told_on=max(told_on, days.first_day(day, precision)))
    assert one.first_possible <= one.last_possible <= days.last_day(day, precision)
    assert one.last_possible <= one.told_on


@given(DAYS, FACT_PRECISIONS)
def test_storing_a_fuzzy_day_as_its_last_day_loses_nothing(day, precision):
    last = days.last_day(day, precision)
    assert days.last_day(last, precision) == last
    assert days.first_day(last, precision) == days.first_day(day, precision) <= day <= last
