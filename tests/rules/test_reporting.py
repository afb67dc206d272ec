"""Where the report on a contribution stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules import Asking, Report, reporting, worst
from tracker.vocabulary import Reporting, ReportState, Status

DUE = date(2026, 3, 31)
AFTER = DUE + timedelta(days=1)
FIRST, SECOND = Asking(1, date(2025, 3, 31)), Asking(2, DUE)
CLOSING = Asking(3, DUE, is_closing=True)


def report(state=ReportState.ACCEPTED, *, round=2, status=Status.IN_PROGRESS, submitted=True, pending=False):
    return Report(state=state, status=status, round=round, submitted=submitted, pending=pending)


def test_nobody_is_late_who_was_never_asked():
    assert reporting([], [], AFTER) is Reporting.NOT_ASKED
    assert reporting([], [report(ReportState.SUBMITTED, round=None)], AFTER) is Reporting.NOT_ASKED


def test_a_report_is_due_up_to_its_day():
    assert reporting([SECOND], [], DUE) is Reporting.DUE


def test_who_never_reported_is_told_so_after_the_day():
    assert reporting([FIRST, SECOND], [], AFTER) is Reporting.NEVER


def test_who_reported_earlier_is_overdue_after_the_day():
    assert reporting([FIRST, SECOND], [report(round=1)], AFTER) is Reporting.OVERDUE


def test_an_answered_and_accepted_request_is_up_to_date():
    assert reporting([FIRST, SECOND], [report()], AFTER) is Reporting.CURRENT


def test_a_report_without_round_does_not_answer_a_request():
    assert reporting([SECOND], [report(round=None)], DUE) is Reporting.DUE


@pytest.mark.parametrize("on", [DUE, AFTER, AFTER + timedelta(days=400)])
def test_a_slow_review_never_makes_a_partner_late(on):
    assert reporting([SECOND], [report(ReportState.SUBMITTED)], on) is Reporting.IN_REVIEW


def test_a_returned_report_waits_for_its_author():
    assert reporting([SECOND], [report(ReportState.RETURNED)], AFTER) is Reporting.RETURNED


def test_an_accepted_report_is_under_review_until_the_hearing_period_ends():
    assert reporting([SECOND], [report(pending=True)], AFTER) is Reporting.IN_REVIEW
    assert reporting([SECOND], [report(pending=True, status=Status.COMPLETED)], AFTER) is Reporting.IN_REVIEW


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.DROPPED])
def test_no_report_is_needed_any_more_once_the_last_accepted_one_ends_it(status):
    assert reporting([FIRST, SECOND], [report(round=1, status=status)], AFTER) is Reporting.FINAL
    assert reporting([], [report(round=None, status=status)], AFTER) is Reporting.FINAL


def test_a_later_accepted_report_can_open_it_again():
    reports = [report(round=1, status=Status.COMPLETED), report(round=2)]
    assert reporting([FIRST, SECOND], reports, AFTER) is Reporting.CURRENT


def test_no_report_is_needed_any_more_once_the_closing_round_is_answered():
    assert reporting([FIRST, CLOSING], [report(round=3)], AFTER) is Reporting.FINAL
    assert reporting([FIRST, CLOSING], [report(round=1)], AFTER) is Reporting.OVERDUE


def test_a_withdrawn_report_answers_nothing_but_was_a_report():
    assert reporting([SECOND], [report(ReportState.REVOKED)], AFTER) is Reporting.OVERDUE


def test_a_draft_that_was_never_handed_in_is_no_report():
    assert reporting([SECOND], [report(ReportState.DRAFT, submitted=False)], AFTER) is Reporting.NEVER


STATES = st.sampled_from(ReportState)
REPORTS = st.lists(
    st.builds(
        Report,
        state=STATES,
        status=st.sampled_from([*Status.reportable(), None]),
        round=st.sampled_from([None, 1, 2, 3]),
        submitted=st.just(True),
        pending=st.booleans(),
    ),
    max_size=4,
)
ASKINGS = st.sampled_from([[], [FIRST], [FIRST, SECOND], [FIRST, SECOND, CLOSING]])


@given(ASKINGS, REPORTS, st.integers(0, 4), st.sampled_from([DUE, AFTER]))
def test_beginning_a_draft_changes_nothing_that_others_see(askings, reports, place, on):
    draft = report(ReportState.DRAFT, submitted=False)
    assert reporting(askings, [*reports[:place], draft, *reports[place:]], on) is reporting(askings, reports, on)


@given(ASKINGS, REPORTS)
def test_only_an_unanswered_request_depends_on_the_day(askings, reports):
    before, after = reporting(askings, reports, date.min), reporting(askings, reports, date.max)
    if after in (Reporting.NEVER, Reporting.OVERDUE):
        assert before is Reporting.DUE
    else:
        assert before is after


def test_a_commitment_shows_its_worst_part():
    ordered = ["never", "overdue", "returned", "due", "in_review", "current", "final"]
    for number in range(len(ordered)):
        states = [Reporting(word) for word in ordered[number:]]
        assert worst([*reversed(states), Reporting.NOT_ASKED]) == ordered[number]


def test_not_asked_is_shown_only_if_no_part_was_asked():
    assert worst([]) is Reporting.NOT_ASKED
    assert worst([Reporting.NOT_ASKED, Reporting.NOT_ASKED]) is Reporting.NOT_ASKED
    assert worst([Reporting.NOT_ASKED, Reporting.FINAL]) is Reporting.FINAL


def test_the_public_sees_a_returned_report_as_under_review():
    assert Reporting.RETURNED.public() is Reporting.IN_REVIEW
    assert Reporting.NEVER.public() is Reporting.NEVER
