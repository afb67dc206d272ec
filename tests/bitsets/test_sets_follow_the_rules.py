"""Schedules and reporting states as sets are, on any day, what the rules say of every single commitment."""

from datetime import date, timedelta

import pytest
from django.db.models import Prefetch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import record_change
from tracker import access, bitsets, rules
from tracker.models import Commitment, Contribution
from tracker.vocabulary import Kind, Reporting, Role

DAY = date(2026, 11, 22)


@pytest.fixture
def record(bulk_record):
    """A made-up record in which some contributions have been asked for; half of the deadlines lie around today."""
    bulk_record(commitments=400)
    with record_change() as change:
        for number, contribution in enumerate(Contribution.objects.order_by("pk")[:300]):
            state = list(Reporting)[number % len(Reporting)]
            asked = None if state == Reporting.NOT_ASKED else DAY + timedelta(days=number % 60 - 30)
            Contribution.objects.filter(pk=contribution.pk).update(reporting_base=state, asked_due_on=asked)
        dated = Commitment.objects.exclude(due_on=None).order_by("pk")
        for number, commitment in enumerate(dated[:80]):
            Commitment.objects.filter(pk=commitment.pk).update(due_on=DAY + timedelta(days=number * 3 - 120))
        change.tell()
    bitsets.forget()


def by_code(found):
    sets = bitsets.current()
    return {code: value for value, chosen in found.items() for code in sets.codes(chosen)}


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates(date(2025, 1, 1), date(2027, 12, 31)) | st.dates(date(2012, 1, 1), date(2030, 1, 1)))
def test_schedules(record, day):
    expected = {item.code: item.schedule(on=day) for item in access.public_commitments().select_related("agreement")}
    assert by_code(bitsets.current().schedule(day)) == expected
    in_sql = access.public_commitments().with_schedule(on=day).values_list("code", "schedule_state")
    assert dict(in_sql) == expected


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates(DAY - timedelta(days=40), DAY + timedelta(days=40)))
def test_reporting_states(record, day):
    required = Prefetch("contributions", Contribution.objects.filter(required=True), to_attr="asked_parts")
    rows = access.public_commitments().exclude(kind=Kind.POSITION).prefetch_related(required)
    states = {row.code: [part.reporting(on=day).public() for part in row.asked_parts] for row in rows}
    expected = {code: rules.worst(found) for code, found in states.items()}
    assert by_code(bitsets.current().reporting(day)) == expected


@pytest.mark.django_db
def test_contributions_stand_under_agreement_partner_and_role(record):
    sets = bitsets.current()
    found = {
        (code, partner, role)
        for (_agreement, partner, role), chosen in sets.by["contributor"].items()
        for code in sets.codes(chosen)
    }
    rows = access.public_contributions().values_list("commitment__code", "partner_id", "role")
    assert found == {(code, partner, Role(role)) for code, partner, role in rows}
