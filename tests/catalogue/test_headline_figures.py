"""The figures of the catalogue that people will quote, counted once by hand."""

from collections import Counter
from datetime import date

import pytest

from tracker.models import Commitment
from tracker.vocabulary import Kind

pytestmark = pytest.mark.usefixtures("catalogue")
TODAY = date(2026, 11, 22)


def of_2019(kind=Kind.MEASURE, on=TODAY):
    return Commitment.objects.standing_on(on).filter(agreement__slug="allianz-2019-2021", kind=kind)


def test_the_measures_of_2019_by_status():
    assert Counter(of_2019().values_list("period__status", flat=True)) == {
        "completed": 12,
        "ongoing": 15,
        "in_progress": 24,
        "preparing": 2,
        "unknown": 43,
    }


def test_why_their_status_is_not_known():
    reasons = of_2019().filter(period__status="unknown").values_list("period__unknown_reason", flat=True)
    assert Counter(reasons) == {"no_source": 30, "facts_only": 13}


def test_the_same_measures_at_the_end_of_the_term():
    assert Counter(of_2019(on=date(2022, 12, 31)).values_list("period__status", flat=True)) == {
        "completed": 9,
        "ongoing": 11,
        "in_progress": 28,
        "preparing": 2,
        "unknown": 46,
    }


def test_the_end_of_the_term_is_kept_with_each_commitment():
    kept = of_2019().values_list("code", "status_at_term_end")
    assert dict(kept) == dict(of_2019(on=date(2022, 12, 31)).values_list("code", "period__status"))


@pytest.mark.parametrize(("kind", "number"), [(Kind.TARGET, 18), (Kind.POSITION, 6)])
def test_targets_and_declarations_stand_apart(kind, number):
    assert of_2019(kind).count() == number


def test_thirteen_measures_are_parts_of_others():
    assert of_2019().parts_of_others().count() == 13


def test_one_was_completed_before_the_signing():
    assert Commitment.objects.filter(before_signing=True).count() == 1


def test_two_deadlines_of_2019_are_stated_and_one_is_derived():
    due = Commitment.objects.filter(due_on__isnull=False).order_by("code").values_list("due_on", "due_basis")
    assert sorted(basis for _day, basis in due) == ["derived", "stated", "stated"]
