"""Where a commitment stands against its deadline, at every boundary of days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tracker import days, rules
from tracker.vocabulary import DeadlineBasis, Kind, Schedule, Status

DUE = date(2025, 6, 30)
END = date(2026, 12, 31)
DAY = timedelta(days=1)
UNFINISHED = [Status.UNKNOWN, Status.NOT_STARTED, Status.PREPARING, Status.IN_PROGRESS]


def schedule(
    status=Status.IN_PROGRESS, *, on, due_on=DUE, basis=DeadlineBasis.STATED, began_on=None, kind=Kind.MEASURE
):
    return rules.schedule(
        kind=kind, status=status, due_on=due_on, due_basis=basis, effective_end=END, began_on=began_on, on=on
    )


@pytest.mark.parametrize("status", UNFINISHED)
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (DUE - 61 * DAY, Schedule.OPEN),
        (DUE - 60 * DAY, Schedule.DUE_SOON),
        (DUE, Schedule.DUE_SOON),
        (DUE + DAY, Schedule.OVERDUE),
        (END + DAY, Schedule.OVERDUE),
    ],
)
def test_a_stated_deadline_runs_ends_soon_and_passes(status, on, expected):
    assert schedule(status, on=on) is expected


def test_after_a_derived_deadline_the_period_is_over_and_nobody_is_overdue():
    assert schedule(on=DUE + DAY, basis=DeadlineBasis.DERIVED) is Schedule.PERIOD_OVER
    assert schedule(on=DUE, basis=DeadlineBasis.DERIVED) is Schedule.DUE_SOON


@pytest.mark.parametrize(
    ("status", "expected"),
    [(status, Schedule.ENDED_UNKNOWN if status is Status.UNKNOWN else Schedule.TERM_ENDED) for status in UNFINISHED],
)
def test_without_deadline_the_end_of_the_term_decides(status, expected):
    assert schedule(status, on=END, due_on=None) is Schedule.NO_DEADLINE
    assert schedule(status, on=END + DAY, due_on=None) is expected


@pytest.mark.parametrize(
    ("status", "in_time"), [(Status.COMPLETED, Schedule.CLOSED), (Status.ONGOING, Schedule.RUNNING)]
)
def test_closed_on_the_due_day_is_in_time_a_day_later_is_late(status, in_time):
    for on in (DUE, END + DAY):
        assert schedule(status, on=on, began_on=DUE) is in_time
        assert schedule(status, on=on, began_on=DUE + DAY) is Schedule.CLOSED_LATE
        assert schedule(status, on=on, began_on=None) is in_time
        assert schedule(status, on=on, began_on=END + DAY, due_on=None) is in_time


@pytest.mark.parametrize("on", [DUE - 90 * DAY, DUE + DAY, END + DAY])
def test_dropped_missed_and_positions_do_not_depend_on_the_day(on):
    assert schedule(Status.DROPPED, on=on) is Schedule.VOID
    assert schedule(Status.MISSED, on=on, kind=Kind.TARGET) is Schedule.CLOSED_MISSED
    assert schedule(None, on=on, kind=Kind.POSITION) is Schedule.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2025, 6, 30, 21, 59, 59, tzinfo=UTC), Schedule.DUE_SOON),
        (datetime(2025, 6, 30, 22, 0, 0, tzinfo=UTC), Schedule.OVERDUE),
    ],
)
def test_the_day_changes_at_midnight_in_berlin_in_summer(moment, expected):
    assert schedule(on=days.berlin_day(moment)) is expected


def test_the_day_changes_at_midnight_in_berlin_in_winter():
    assert days.berlin_day(datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)) == END
    assert days.berlin_day(datetime(2026, 12, 31, 23, 0, 0, tzinfo=UTC)) == END + DAY


def test_late_and_overdue_of_a_target_are_said_in_its_words():
    assert str(Schedule.CLOSED_LATE.label_for(Kind.TARGET)) == "nach Ablauf der Frist erreicht"
    assert str(Schedule.CLOSED_LATE.label_for(Kind.MEASURE)) == "nach Ablauf der Frist abgeschlossen"
    assert (
        str(Schedule.CLOSED_LATE.label_for(Kind.MEASURE, Status.ONGOING))
        == "nach Ablauf der Frist zur Daueraufgabe geworden"
    )
    assert str(Schedule.CLOSED.label_for(Kind.MEASURE, has_deadline=False)) == "abgeschlossen, ohne eigene Frist"
