"""What was before the signing is history: it sets no status, except that something was already fulfilled."""

from datetime import date

from tests.rules.facts import SIGNED, fact, stand
from tracker import rules
from tracker.vocabulary import Grade, Kind, Status, UnknownReason


def test_a_fact_before_the_signing_day_sets_no_status():
    standing = stand(fact("2019-08-25", Status.IN_PROGRESS))
    assert standing.status is Status.UNKNOWN
    assert standing.unknown_reason is UnknownReason.FACTS_ONLY


def test_a_fact_of_the_signing_day_counts():
    assert stand(fact(SIGNED.isoformat(), Status.IN_PROGRESS)).status is Status.IN_PROGRESS


def test_the_year_of_the_signing_counts_because_its_last_day_lies_after_it():
    assert stand(fact("2019", Status.IN_PROGRESS)).status is Status.IN_PROGRESS


def test_what_was_completed_before_the_signing_is_completed_and_marked():
    standing = stand(fact("2018", Status.COMPLETED, grade=Grade.DOCUMENT))
    assert standing.status is Status.COMPLETED
    assert standing.before_signing


def test_what_was_completed_after_the_signing_is_not_marked():
    assert not stand(fact("2018", Status.COMPLETED), fact("2020", Status.COMPLETED)).before_signing


def test_a_fact_of_today_takes_back_what_was_completed_before_the_signing():
    standing = stand(fact("2018", Status.COMPLETED), fact("2020", Status.IN_PROGRESS))
    assert (standing.status, standing.before_signing) == (Status.IN_PROGRESS, False)


def test_something_dropped_before_the_signing_does_not_count():
    assert stand(fact("2018", Status.DROPPED)).status is Status.UNKNOWN


def test_the_periods_begin_with_the_signing_though_facts_are_older():
    periods = rules.periods(Kind.MEASURE, [1], [fact("2018", Status.COMPLETED)], SIGNED)
    assert [(period.start, period.standing.status) for period in periods] == [(SIGNED, Status.COMPLETED)]


def test_a_fact_after_the_end_of_the_term_counts_and_is_marked_late():
    assert stand(fact("2024-01-01", Status.COMPLETED)).status is Status.COMPLETED
    assert rules.is_late(date(2024, 1, 1), date(2022, 12, 31))
    assert not rules.is_late(date(2022, 12, 31), date(2022, 12, 31))
