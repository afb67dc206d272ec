"""The figures of the loaded catalogue on 22 November 2026, number by number."""

from datetime import date

import pytest

from tests.factories import make_commitment
from tracker import access, figures
from tracker.vocabulary import Role, Status, UnknownReason

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture
def of_2019(catalogue):
    agreements = access.public_agreements().filter(slug="allianz-2019-2021")
    return figures.agreement_figures(agreements, on=TODAY)[0]


def codes(counts):
    return {status.value: number for status, number in counts.items()}


def test_measures_today(of_2019):
    expected = {"completed": 12, "ongoing": 15, "in_progress": 24, "preparing": 2, "unknown": 43}
    assert codes(of_2019.measures) == expected
    assert of_2019.measures.total == 96


def test_measures_at_the_end_of_the_term(of_2019):
    assert codes(of_2019.at_end) == {"completed": 9, "ongoing": 11, "in_progress": 28, "preparing": 2, "unknown": 46}


def test_why_a_status_is_not_known(of_2019):
    assert of_2019.reasons == {UnknownReason.NO_SOURCE: 30, UnknownReason.FACTS_ONLY: 13}


def test_what_stands_beside_the_measures(of_2019):
    assert (of_2019.parts, of_2019.before_signing, of_2019.targets, of_2019.positions) == (13, 1, 18, 6)
    assert of_2019.recorded == 120


def test_the_newest_fact_and_who_was_asked(of_2019):
    assert of_2019.newest_fact_on == date(2024, 12, 31)
    assert not of_2019.was_asked


def test_action_fields_share_out_the_measures(of_2019):
    assert [(item.action_field.number, item.counts.total) for item in of_2019.fields] == [
        (0, 2),
        (1, 55),
        (2, 30),
        (3, 9),
    ]
    for status in Status:
        assert sum(item.counts[status] for item in of_2019.fields) == of_2019.measures[status]


def test_partners_count_what_names_them_themselves(catalogue):
    agreement = access.public_agreements().get(slug="allianz-2019-2021")
    rows = {row.partner.key: row for row in figures.partner_figures([agreement])[agreement.pk]}
    assert {key: row.counts.total for key, row in rows.items()} == {
        "allianz": 40,
        "bund": 25,
        "ba": 14,
        "gewerkschaften": 8,
        "kammern": 10,
        "laender": 17,
        "sozialpartner": 2,
        "verbaende": 5,
        "wirtschaft": 15,
    }
    assert rows["bund"].roles == {Role.LEAD: 23, Role.SUPPORTING: 2}
    assert codes(rows["bund"].counts) == {"completed": 10, "ongoing": 7, "in_progress": 5, "unknown": 3}


def test_agreements_are_counted_each_by_itself(catalogue):
    every = figures.agreement_figures(access.public_agreements().newest_first(), on=TODAY)
    assert [(item.agreement.slug, item.recorded, item.has_ended) for item in every] == [
        ("allianz-2023-2026", 10, False),
        ("allianz-2019-2021", 120, True),
        ("allianz-2015-2018", 16, True),
    ]


def test_what_is_not_published_is_not_counted(of_2019):
    make_commitment(of_2019.agreement, published=False)
    again = figures.agreement_figures([of_2019.agreement], on=TODAY)[0]
    assert again.measures.total == 96
