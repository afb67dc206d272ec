"""A fact that cannot be is refused before anything is written, and the message stands at its field."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.factories import make_commitment
from tracker import days, workflow
from tracker.models import Revision, StatusReport
from tracker.vocabulary import Grade, Kind, Precision, Status

pytestmark = pytest.mark.django_db
TOMORROW = days.today() + timedelta(days=1)


def data(**more):
    return workflow.FactData(
        **{"as_of": date(2024, 6, 30), "as_of_precision": "day", "summary": "Text", "seen_on": days.today(), **more}
    )


def refused(commitment, contribution=None, **more):
    """Return the fields at which the refusal stands."""
    before = Revision.current()
    with pytest.raises(ValidationError) as refusal:
        workflow.add_fact(commitment, data(**more), actor=workflow.system_actor(), contribution=contribution)
    assert not StatusReport.objects.exists()
    assert Revision.current() == before
    return set(refusal.value.message_dict)


def test_a_day_in_the_future():
    commitment = make_commitment()
    assert refused(commitment, as_of=TOMORROW) == {"as_of"}
    assert refused(commitment, as_of=date(2999, 12, 31), as_of_precision=Precision.YEAR) == {"as_of"}
    assert refused(commitment, seen_on=TOMORROW) == {"seen_on"}


def test_the_present_year_has_begun_and_is_no_future():
    commitment = make_commitment()
    year = data(as_of=days.last_day(days.today(), Precision.YEAR), as_of_precision=Precision.YEAR, status="in_progress")
    workflow.add_fact(commitment, year, actor=workflow.system_actor())
    commitment.refresh_from_db()
    assert commitment.status_as_of == days.today()


def test_a_status_for_a_position():
    assert refused(make_commitment(kind=Kind.POSITION), status=Status.IN_PROGRESS) == {"status"}


def test_a_report_that_nothing_is_known():
    assert refused(make_commitment(), status=Status.UNKNOWN) == {"status"}


def test_completed_without_evidence():
    assert refused(make_commitment(), status=Status.COMPLETED, grade=Grade.NONE) == {"grade"}


def test_a_missed_measure():
    assert "status" in refused(make_commitment(), status=Status.MISSED, grade=Grade.STATISTIC)


@pytest.mark.parametrize("grade", [Grade.NONE, Grade.STATEMENT])
def test_a_missed_target_without_document_or_statistics(grade):
    target = make_commitment(kind=Kind.TARGET, due_on=date(2024, 5, 31))
    assert refused(target, status=Status.MISSED, grade=grade) == {"grade"}


def test_a_target_missed_before_its_day():
    target = make_commitment(kind=Kind.TARGET, due_on=date(2024, 6, 30))
    assert refused(target, status=Status.MISSED, grade=Grade.STATISTIC) == {"status"}


def test_a_target_without_deadline_missed_before_the_end_of_the_term():
    target = make_commitment(kind=Kind.TARGET)
    assert refused(target, status=Status.MISSED, grade=Grade.STATISTIC) == {"status"}


def test_a_target_missed_in_a_year_that_is_not_over_though_its_last_day_would_be_after_the_deadline():
    target = make_commitment(kind=Kind.TARGET, due_on=TOMORROW)
    end_of_year = days.last_day(TOMORROW + timedelta(days=62), Precision.YEAR)
    wide = {"as_of": end_of_year, "as_of_precision": Precision.YEAR}
    assert "status" in refused(target, status=Status.MISSED, grade=Grade.STATISTIC, **wide)


def test_a_contribution_to_another_commitment():
    stranger = make_commitment().contributions.get()
    assert refused(make_commitment(), contribution=stranger) == {"contribution"}
