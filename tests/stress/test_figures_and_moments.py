"""The figures of a stress run are those of its requests, and the moments it runs over are the right ones."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

from tests.stress import report
from tests.stress.faults import moments, next_last_sunday
from tests.stress.report import Row
from tests.stress.visitor import Visit


def test_a_row_counts_errors_by_kind_and_times_only_answers() -> None:
    row = Row("disk full", visits=[Visit(0, 0.1, ""), Visit(1, 0.3, ""), Visit(2, 45, "503"), Visit(3, 45, "503")])
    assert row.errors == Counter({"503": 2})
    assert row.times() == (200, 300)


def test_a_phase_in_which_nothing_was_answered_still_has_a_row() -> None:
    assert Row("server killed", visits=[Visit(0, 45, "none")]).times() == (0, 0)


def test_every_goal_missed_has_a_line_of_its_own() -> None:
    found = report.lines(Row("server killed", missed=["the file Wort-1-Ende is not there", "no write"]))
    assert [line.strip() for line in found[1:]] == [
        "MISSED: the file Wort-1-Ende is not there",
        "MISSED: no write",
    ]


def test_every_row_is_as_wide_as_the_head() -> None:
    assert len(report.lines(Row("disk full"))[0]) == len(report.head())


def test_the_clock_runs_over_a_midnight_and_both_changes_of_summer_time_in_order() -> None:
    found = moments(date(2026, 12, 1))
    assert found == [
        ("midnight in Berlin", datetime(2026, 12, 1, 23, tzinfo=UTC)),
        ("summer time begins", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        ("midnight after the change to summer time", datetime(2027, 3, 28, 22, tzinfo=UTC)),
        ("summer time ends", datetime(2027, 10, 31, 1, tzinfo=UTC)),
        ("midnight after the change to winter time", datetime(2027, 10, 31, 23, tzinfo=UTC)),
    ]


def test_a_change_that_is_tomorrow_is_left_for_the_next_year() -> None:
    assert next_last_sunday(3, date(2027, 3, 27)) == date(2028, 3, 26)
    assert next_last_sunday(3, date(2027, 3, 26)) == date(2027, 3, 28)
