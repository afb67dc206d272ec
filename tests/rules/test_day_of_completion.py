"""The day on which a measure was completed or became a permanent task, by which late and in time are told apart."""

from datetime import date

import pytest

from tests.rules.facts import fact, stand
from tracker.vocabulary import Kind, Status

C, O, I, D = Status.COMPLETED, Status.ONGOING, Status.IN_PROGRESS, Status.DROPPED  # noqa: E741


def test_it_is_the_first_possible_day_of_a_fuzzy_fact():
    assert stand(fact("2021", C)).began_on == date(2021, 1, 1)
    assert stand(fact("2021-07", O)).began_on == date(2021, 7, 1)


@pytest.mark.parametrize("status", [C, O])
def test_a_later_fact_that_confirms_it_does_not_move_it(status):
    assert stand(fact("2021-05-01", status), fact("2024-05-01", status)).began_on == date(2021, 5, 1)


def test_a_fact_that_took_it_back_in_between_makes_it_begin_anew():
    facts = [fact("2020-05-01", C), fact("2021-05-01", I), fact("2022-05-01", C), fact("2023-05-01", C)]
    assert stand(*facts).began_on == date(2022, 5, 1)


def test_a_fact_without_status_in_between_does_not_interrupt_it():
    assert stand(fact("2020-05-01", C), fact("2021-05-01"), fact("2022-05-01", C)).began_on == date(2020, 5, 1)


def test_of_several_parts_the_last_one_decides():
    facts = [fact("2020-05-01", C, part=1), fact("2022-05-01", C, part=2), fact("2023-05-01", C, part=1)]
    assert stand(*facts, parts=(1, 2)).began_on == date(2022, 5, 1)


def test_of_permanent_tasks_a_completed_part_counts_from_its_completion():
    facts = [fact("2020-05-01", C, part=1), fact("2019-10-01", O, part=2)]
    assert stand(*facts, parts=(1, 2)).began_on == date(2020, 5, 1)


def test_a_dropped_part_does_not_move_it():
    facts = [fact("2020-05-01", C, part=1), fact("2024-05-01", D, part=2)]
    assert stand(*facts, parts=(1, 2)).began_on == date(2020, 5, 1)


def test_a_fact_for_the_whole_begins_it_for_all_parts():
    facts = [fact("2020-05-01", C), fact("2021-05-01", C, part=1)]
    assert stand(*facts, parts=(1, 2)).began_on == date(2020, 5, 1)


def test_a_reached_target_has_one_too():
    assert stand(fact("2021-05", C), kind=Kind.TARGET).began_on == date(2021, 5, 1)


@pytest.mark.parametrize("status", [I, D, Status.PREPARING, Status.NOT_STARTED])
def test_other_statuses_have_none(status):
    assert stand(fact("2021", status)).began_on is None
