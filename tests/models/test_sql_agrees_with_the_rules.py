"""Rules that exist as SQL too give the same answer there, for many commitments on many days."""

import random
from datetime import date, timedelta

import pytest

from tests.factories import record_change
from tracker.models import Commitment, Contribution
from tracker.models.commitments import reporting_case
from tracker.models.standing import standing_values
from tracker.rules import DUE_SOON_DAYS, worst
from tracker.vocabulary import Kind, Reporting, Schedule
from tracker.workflow import derive
from tracker.workflow.derived import standing_on

pytestmark = pytest.mark.django_db
SIZE = 250
DAY = timedelta(days=1)


@pytest.fixture
def dice(bulk_record):
    bulk_record(commitments=SIZE, seed=7)
    return random.Random(7)


def boundaries(dice) -> list[date]:
    """Days on which something changes for somebody, the days before and after, and some others."""
    due = sorted(Commitment.objects.filter(due_on__isnull=False).values_list("due_on", flat=True))
    ends = set(Commitment.objects.values_list("effective_end", flat=True))
    days = {date(2026, 11, 22)}
    for day in dice.sample(due, 8):
        days |= {day, day + DAY, day - DUE_SOON_DAYS * DAY, day - (DUE_SOON_DAYS + 1) * DAY}
    for day in ends:
        days |= {day, day + DAY}
    return sorted(days)


def test_the_schedule(dice):
    seen = set()
    for day in boundaries(dice):
        for commitment in Commitment.objects.select_related("agreement").with_schedule(on=day):
            assert commitment.schedule_state == commitment.schedule(on=day), (commitment.code, day)
            seen.add(commitment.schedule_state)
    assert seen == set(Schedule) - {Schedule.CLOSED_MISSED}


def test_the_schedule_of_a_missed_target(dice):
    with record_change():
        Commitment.objects.filter(kind=Kind.TARGET).update(status="missed")
    missed = Commitment.objects.filter(kind=Kind.TARGET).with_schedule(on=date(2026, 11, 22))
    assert {commitment.schedule_state for commitment in missed} == {Schedule.CLOSED_MISSED}


def test_the_standing_and_the_schedule_of_a_past_day(dice):
    derived = dict(derive(range(1, SIZE + 1)))
    periods = {commitment.pk: (commitment, found.periods) for commitment, found in derived.items()}
    starts = sorted({period.start for _, found in periods.values() for period in found})
    chosen = dice.sample(starts, 10)
    names = list(standing_values(None))
    for day in sorted({*chosen, *(day - DAY for day in chosen)}):
        rows = Commitment.objects.standing_on(day).with_schedule(on=day, at="period__")
        found = {row.pop("pk"): row for row in rows.values("pk", "schedule_state", *(f"period__{n}" for n in names))}
        signed = {pk for pk, (commitment, _) in periods.items() if commitment.agreement.signed_on <= day}
        assert set(found) == signed
        assert rows.count() == len(signed)
        for pk in signed:
            commitment, own = periods[pk]
            standing = standing_on(own, day)
            if commitment.kind == Kind.POSITION:
                assert standing is None
                assert found[pk]["period__status"] is None
                assert found[pk]["schedule_state"] == Schedule.NOT_APPLICABLE
                continue
            assert {name: found[pk][f"period__{name}"] for name in names} == standing_values(standing)
            commitment.set_standing(standing)
            assert found[pk]["schedule_state"] == commitment.schedule(on=day)


def test_the_reporting_states(dice):
    asked = date(2026, 3, 31)
    with record_change():
        for contribution in Contribution.objects.all():
            contribution.reporting_base = dice.choice([state for state in Reporting if state is not Reporting.DUE])
            if contribution.reporting_base != Reporting.NOT_ASKED:
                contribution.asked_due_on = asked + dice.randint(-3, 3) * DAY
            contribution.save()
    seen = set()
    for day in [asked + step * DAY for step in range(-4, 5)]:
        for contribution in Contribution.objects.annotate(state=reporting_case(on=day)):
            assert contribution.state == contribution.reporting(on=day)
        for commitment in Commitment.objects.with_reporting(on=day).prefetch_related("contributions"):
            required = [part.reporting(on=day) for part in commitment.contributions.all() if part.required]
            expected = None if commitment.kind == Kind.POSITION else worst(required)
            assert commitment.reporting_state == expected
            seen.add(expected)
    assert seen == {None, *Reporting}
