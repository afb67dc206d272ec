"""Status, reason, day and schedule of every commitment agree with a second computation straight from the files."""

from datetime import date

import pytest

from tests.catalogue import second_path
from tracker import days
from tracker.models import Commitment, Revision

DAYS = [date(2016, 6, 30), date(2021, 12, 31), date(2022, 12, 31), date(2024, 8, 27)]


def from_the_files(on, told_on):
    agreements = {agreement["key"]: agreement for agreement in second_path.read("agreements")["agreements"]}
    result = {}
    for commitment in second_path.read("commitments"):
        agreement = agreements[commitment["agreement"]]
        if second_path.as_day(agreement["signed_on"]) > on:
            continue
        found = second_path.standing(commitment, agreement, on, told_on)
        late = second_path.schedule(commitment, agreement, found, on)
        known = found or {"status": None, "reason": None, "as_of": None}
        result[commitment["code"]] = (known["status"], known["reason"], known["as_of"], late)
    return result


@pytest.mark.usefixtures("catalogue")
def test_today_every_commitment_agrees():
    today = days.today()
    rows = Commitment.objects.with_schedule(on=today).values_list(
        "code", "status", "unknown_reason", "status_as_of", "schedule_state"
    )
    assert {code: tuple(values) for code, *values in rows} == from_the_files(today, loaded_on())


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("on", DAYS)
def test_on_a_past_day_every_commitment_agrees(on):
    rows = (
        Commitment.objects.standing_on(on)
        .with_schedule(on=on, at="period__")
        .values_list("code", "period__status", "period__unknown_reason", "period__status_as_of", "schedule_state")
    )
    assert {code: tuple(values) for code, *values in rows} == from_the_files(on, loaded_on())


def loaded_on():
    """Return the day on which all facts of the catalogue were told: that of the load."""
    return Revision.objects.get().day
