"""The worked examples of the page "So wird gezählt" come out as it says, and cover every step and state."""

import pytest

from tracker import days, examples, rules
from tracker.examples.status import SIGNED_ON
from tracker.vocabulary import Precision, Reporting, Schedule


@pytest.mark.parametrize("example", examples.STATUS_EXAMPLES, ids=lambda example: example.key)
def test_a_status_example_comes_out_as_the_page_says(example):
    standing = example.standing()
    if example.expected is None:
        assert standing is None
        return
    assert standing.status is example.expected
    assert standing.unknown_reason is example.reason
    assert standing.before_signing is example.before_signing
    assert standing.differs is example.differs
    if example.as_of:
        assert standing.as_of == example.as_of


@pytest.mark.parametrize("example", examples.SCHEDULE_EXAMPLES, ids=lambda example: example.key)
def test_a_deadline_example_comes_out_as_the_page_says(example):
    assert example.schedule() is example.expected


@pytest.mark.parametrize("example", examples.REPORTING_EXAMPLES, ids=lambda example: example.key)
def test_a_reporting_example_comes_out_as_the_page_says(example):
    assert example.reporting() is example.expected


def test_every_step_of_the_roll_up_has_an_example():
    assert {example.step for example in examples.STATUS_EXAMPLES} == {None, 1, 2, 3, 4, 5, 6, 7}


def test_every_schedule_has_an_example():
    assert {example.expected for example in examples.SCHEDULE_EXAMPLES} == set(Schedule)


def test_every_reporting_state_the_public_sees_has_an_example():
    assert {example.expected for example in examples.REPORTING_EXAMPLES} == set(Reporting.public_members())


def test_keys_of_examples_are_not_used_twice():
    for group in (examples.STATUS_EXAMPLES, examples.SCHEDULE_EXAMPLES, examples.REPORTING_EXAMPLES):
        assert len({example.key for example in group}) == len(group)


@pytest.mark.parametrize("item", examples.DEADLINE_WORDS, ids=lambda item: item.words)
def test_the_last_day_of_fuzzy_words_is_the_last_day_of_their_precision(item):
    if item.precision in (Precision.RECURRING,):
        assert item.last_day is None
    elif item.precision in Precision.of_facts():
        assert days.last_day(item.last_day, item.precision) == item.last_day


def test_five_years_are_counted_from_the_signing():
    words = next(item for item in examples.DEADLINE_WORDS if "fünf" in item.words)
    assert words.last_day == days.add_months(SIGNED_ON, 60)


def test_the_sixty_days_of_the_examples_are_those_of_the_rules():
    soon = next(item for item in examples.SCHEDULE_EXAMPLES if item.key == "sixty-days")
    later = next(item for item in examples.SCHEDULE_EXAMPLES if item.key == "open")
    assert (soon.due_on - soon.on).days == rules.DUE_SOON_DAYS
    assert (later.due_on - later.on).days == rules.DUE_SOON_DAYS + 1
