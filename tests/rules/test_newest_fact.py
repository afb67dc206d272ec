"""Which fact is the newest: by the last possible as-of day, then by acceptance, then by number."""

from datetime import datetime

from tests.rules.facts import BERLIN, fact, stand
from tracker.vocabulary import Confidence, Grade, Origin, Status


def test_the_later_day_wins_though_it_was_told_earlier():
    new = fact("2021-03-01", Status.COMPLETED, grade=Grade.DOCUMENT, id=1)
    old = fact("2020-03-01", Status.IN_PROGRESS, id=2)
    assert stand(new, old).status is Status.COMPLETED


def test_a_year_is_newer_than_a_day_within_it():
    day = fact("2020-12-30", Status.IN_PROGRESS, id=2)
    year = fact("2020", Status.COMPLETED, id=1)
    assert stand(day, year).status is Status.COMPLETED


def test_of_two_facts_of_one_day_the_later_accepted_wins():
    first = fact("2020-06-30", Status.PREPARING, id=2, accepted_at=datetime(2026, 11, 1, 9, tzinfo=BERLIN))
    second = fact("2020-06-30", Status.IN_PROGRESS, id=1, accepted_at=datetime(2026, 11, 1, 10, tzinfo=BERLIN))
    assert stand(second, first).status is Status.IN_PROGRESS


def test_of_two_facts_accepted_together_the_higher_number_wins():
    moment = datetime(2026, 11, 1, 9, tzinfo=BERLIN)
    first = fact("2020-06-30", Status.PREPARING, id=1, accepted_at=moment)
    second = fact("2020-06-30", Status.IN_PROGRESS, id=2, accepted_at=moment)
    assert stand(second, first).status is Status.IN_PROGRESS


def test_a_newer_fact_without_status_leaves_the_status_as_it_is():
    standing = stand(fact("2020-06", Status.IN_PROGRESS, id=1), fact("2024", id=2))
    assert (standing.status, standing.deciding_fact) == (Status.IN_PROGRESS, 1)
    assert standing.newest_fact_on == fact("2024").last_possible


def test_day_origin_confidence_and_evidence_are_those_of_the_newest_fact_used():
    old = fact("2020", Status.IN_PROGRESS, part=1, grade=Grade.STATISTIC)
    new = fact(
        "2021-07",
        Status.IN_PROGRESS,
        part=2,
        grade=Grade.STATEMENT,
        confidence=Confidence.LOW,
        origin=Origin.PARTNER,
    )
    standing = stand(new, old, parts=(1, 2))
    assert standing.deciding_fact == new.id
    assert (standing.as_of, standing.precision) == (new.last_possible, new.precision)
    assert (standing.grade, standing.confidence) == (Grade.STATEMENT, Confidence.LOW)
    assert standing.origin is Origin.PARTNER


def test_a_dropped_part_does_not_date_the_status_of_the_others():
    rest = fact("2020", Status.COMPLETED, part=1)
    gone = fact("2024", Status.DROPPED, part=2)
    assert stand(rest, gone, parts=(1, 2)).deciding_fact == rest.id
