"""The quarters say what the table says of their last days, from the signing on."""

from datetime import date

import pytest
from django.db.models import Count

from tests.factories import make_agreement, make_commitment, make_fact
from tracker import access, figures
from tracker.vocabulary import Kind, Precision, Status

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


def quarters_of(agreement, on=TODAY):
    return figures.quarter_figures([agreement], on=on)[agreement.pk]


def test_every_quarter_equals_the_statuses_of_its_last_day(catalogue):
    agreement = access.public_agreements().get(slug="allianz-2019-2021")
    measures = access.public_commitments().of_kind(Kind.MEASURE).filter(agreement=agreement)
    for quarter in quarters_of(agreement):
        of_that_day = measures.standing_on(quarter.day).order_by().values("period__status").annotate(number=Count("pk"))
        expected = {row["period__status"]: row["number"] for row in of_that_day}
        assert {status.value: number for status, number in quarter.counts.items()} == expected


def test_they_run_from_the_signing_to_the_last_quarter_that_has_ended(catalogue):
    days = [quarter.day for quarter in quarters_of(access.public_agreements().get(slug="allianz-2019-2021"))]
    assert (days[0], days[-1], len(days)) == (date(2019, 9, 30), date(2026, 9, 30), 29)


def test_those_after_the_term_are_marked(catalogue):
    quarters = quarters_of(access.public_agreements().get(slug="allianz-2019-2021"))
    assert {quarter.day for quarter in quarters if not quarter.is_late} == {
        quarter.day for quarter in quarters if quarter.day <= date(2022, 12, 31)
    }


def test_a_fact_known_to_the_year_only_is_marked_in_the_quarter_it_counts_from():
    commitment = make_commitment(make_agreement())
    make_fact(commitment, Status.IN_PROGRESS, as_of=date(2024, 12, 31), as_of_precision=Precision.YEAR)
    make_fact(commitment, Status.ONGOING, as_of=date(2025, 5, 1))
    marked = {quarter.day: quarter.year_only for quarter in quarters_of(commitment.agreement) if quarter.year_only}
    assert marked == {date(2024, 12, 31): 1}


def test_an_agreement_signed_in_this_quarter_has_none_yet():
    agreement = make_agreement(signed_on=date(2026, 10, 5), term_end=date(2029, 12, 31))
    make_commitment(agreement)
    assert quarters_of(agreement) == []
