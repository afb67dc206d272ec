"""Targets are assessed as a whole, positions have no status at all."""

import pytest

from tests.rules.facts import SIGNED, fact, stand
from tracker import rules
from tracker.vocabulary import Grade, Kind, Status, StatusBasis, UnknownReason


def test_a_fact_on_a_contribution_adds_to_a_target_but_sets_no_status():
    standing = stand(fact("2020", Status.COMPLETED, part=1), kind=Kind.TARGET)
    assert standing.status is Status.UNKNOWN
    assert standing.unknown_reason is UnknownReason.FACTS_ONLY
    assert standing.facts_count == 1


def test_a_fact_on_the_whole_sets_the_status_of_a_target_whatever_its_parts_say():
    standing = stand(
        fact("2022", Status.MISSED, grade=Grade.STATISTIC),
        fact("2023", Status.COMPLETED, part=1),
        parts=(1, 2),
        kind=Kind.TARGET,
    )
    assert standing.status is Status.MISSED
    assert standing.basis is StatusBasis.WHOLE
    assert standing.parts is None


@pytest.mark.parametrize("status", Status.reportable())
def test_the_newest_judgement_on_a_target_is_its_status(status):
    standing = stand(fact("2020", Status.IN_PROGRESS), fact("2024", status), kind=Kind.TARGET)
    assert standing.status is status


def test_a_position_has_no_status_and_no_periods():
    facts = [fact("2020")]
    assert rules.stand(Kind.POSITION, [1], facts, SIGNED) is None
    assert rules.periods(Kind.POSITION, [1], facts, SIGNED) == []
