"""What needs attention in running agreements: overdue, due soon, asked and not reported, without evidence."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import make_agreement, make_commitment, make_fact, make_partner, record_change
from tracker import bitsets, figures
from tracker.figures.attention import BY_CODE
from tracker.models import ReportingRound
from tracker.vocabulary import Kind, Status

pytestmark = pytest.mark.django_db

DAY = date(2025, 3, 1)


def attention_of(agreement):
    return figures.attention([agreement], on=DAY)[agreement.pk]


def codes(found):
    return [row.code for row in found.rows]


def test_a_stated_deadline_that_has_passed_is_overdue():
    agreement = make_agreement()
    late = make_commitment(agreement, due_on=DAY - timedelta(days=1))
    make_commitment(agreement, due_on=DAY - timedelta(days=1), due_basis="derived")
    done = make_commitment(agreement, due_on=DAY - timedelta(days=1))
    make_fact(done, Status.COMPLETED, as_of=date(2025, 2, 1))
    assert codes(attention_of(agreement).overdue) == [late.code]


def test_a_deadline_within_sixty_days_is_due_soon_the_nearest_first():
    agreement = make_agreement()
    second = make_commitment(agreement, due_on=DAY + timedelta(days=60))
    first = make_commitment(agreement, due_on=DAY)
    make_commitment(agreement, due_on=DAY + timedelta(days=61))
    assert codes(attention_of(agreement).due_soon) == [first.code, second.code]


def test_only_who_was_asked_can_have_failed_to_report():
    agreement, partner = make_agreement(), make_partner()
    asked = make_commitment(agreement, leads=[partner])
    make_commitment(agreement, leads=[partner])
    with record_change() as change:
        rounds = ReportingRound(
            agreement=agreement,
            title="Runde",
            starts_on=date(2025, 1, 1),
            due_on=DAY - timedelta(days=1),
            opened_at=timezone.now(),
        )
        rounds.save()
        rounds.contributions.set(asked.contributions.all())
        change.touch(asked)
    assert codes(attention_of(agreement).unreported) == [asked.code]
    assert figures.agreement_figures([agreement], on=DAY)[0].asked_until == rounds.due_on


def test_measures_and_targets_behind_which_no_evidence_stands():
    agreement = make_agreement()
    bare = make_commitment(agreement)
    target = make_commitment(agreement, kind=Kind.TARGET, leads=[])
    make_commitment(agreement, kind=Kind.POSITION, leads=[])
    make_fact(make_commitment(agreement), Status.IN_PROGRESS, as_of=date(2025, 1, 1))
    assert codes(attention_of(agreement).without_evidence) == [bare.code, target.code]


def test_an_agreement_that_has_ended_asks_nobody_to_act():
    agreement = make_agreement(term_end=DAY - timedelta(days=1), signed_on=date(2020, 1, 1))
    make_commitment(agreement, due_on=date(2024, 1, 1))
    assert figures.attention([agreement], on=DAY) == {}


def test_a_list_tells_its_first_rows_and_how_many_there_are():
    agreement = make_agreement()
    for _number in range(7):
        make_commitment(agreement)
    found = attention_of(agreement).without_evidence
    assert (found.total, len(found.rows), found.rest) == (7, 5, 2)


def test_first_rows_are_those_of_each_agreement_by_itself():
    one, other = make_agreement(), make_agreement()
    make_commitment(one)
    make_commitment(other)
    make_commitment(other)
    sets = bitsets.current()
    lists = {agreement.pk: (sets.of("agreement", agreement.pk), BY_CODE) for agreement in (one, other)}
    found = figures.first_rows(lists, sets, limit=1)
    assert {pk: (item.total, len(item.rows)) for pk, item in found.items()} == {one.pk: (1, 1), other.pk: (2, 1)}
