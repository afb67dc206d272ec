"""The page "So wird gezählt" says every word and every rule, and shows every worked example."""

import html

import pytest
from django.urls import reverse
from django.utils.translation import override

from tracker import examples
from tracker.public import _method
from tracker.vocabulary import Reporting, Schedule, Status, UnknownReason

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(client):
    answer = client.get(reverse("public:method"))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_every_status_word_is_explained(text):
    for status in Status:
        assert str(status.meaning) in text
    for reason in UnknownReason:
        assert str(reason.label) in text


def test_every_deadline_and_reporting_state_has_its_rule():
    assert set(_method.SCHEDULE_RULES) == set(Schedule)
    assert set(_method.REPORTING_RULES) == set(Reporting.public_members())


def test_every_rule_stands_on_the_page(text):
    for rule in [*_method.STEPS, *_method.SCHEDULE_RULES.values(), *_method.REPORTING_RULES.values()]:
        assert str(rule) in text


def test_every_example_stands_on_the_page(text):
    every = [*examples.STATUS_EXAMPLES, *examples.SCHEDULE_EXAMPLES, *examples.REPORTING_EXAMPLES]
    for example in every:
        assert text.count(str(example.why)) >= 1, example.key
    assert text.count("Ergebnis:") == len(every)


def test_fuzzy_words_stand_with_their_last_day(text):
    for item in examples.DEADLINE_WORDS:
        assert item.words in text
    assert "26. August 2024" in text


def test_rules_stand_in_the_order_in_which_they_are_tried():
    """The order on the page is that of `rules.schedule`: the terminal states, the deadline, the term."""
    assert list(_method.SCHEDULE_RULES)[:3] == [Schedule.NOT_APPLICABLE, Schedule.VOID, Schedule.CLOSED_MISSED]
    assert list(_method.SCHEDULE_RULES)[-3:] == [Schedule.ENDED_UNKNOWN, Schedule.TERM_ENDED, Schedule.NO_DEADLINE]


def test_the_english_page_is_whole(client):
    with override("en"):
        page = html.unescape(client.get(reverse("public:method")).content.decode())
    assert "Which facts count" in page
    assert 'lang="de">in den kommenden fünf Jahren' in page
