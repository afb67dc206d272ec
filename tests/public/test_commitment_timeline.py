"""The facts of a commitment stand in three phases, and those that set no status say why."""

from datetime import date

import pytest

from tests.factories import make_agreement, make_commitment, make_fact, make_partner
from tests.public.records import html, section, words
from tracker.vocabulary import Precision, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement():
    return make_agreement(
        signed_on=date(2019, 8, 26), term_start=date(2019, 8, 26), term_end=date(2022, 12, 31), slug="alt"
    )


def phases(client, commitment):
    course = section(html(client, f"/massnahmen/{commitment.code}/"), "verlauf")
    return [words(part) for part in course.split('<div class="phase')[1:]]


def test_facts_stand_before_during_and_after_the_term(client, agreement):
    commitment = make_commitment(agreement)
    make_fact(commitment, as_of=date(2023, 3, 1), summary="Danach.")
    make_fact(commitment, as_of=date(2018, 3, 1), summary="Davor.")
    make_fact(commitment, as_of=date(2021, 3, 1), summary="Währenddessen.")
    before, during, after = phases(client, commitment)
    assert "Vorgeschichte vor der Unterzeichnung am 26. August 2019; setzt keinen Status" in before
    assert "Davor." in before
    assert "Laufzeit 26. August 2019 bis 31. Dezember 2022" in during
    assert "Währenddessen." in during
    assert "Nach Laufzeitende zählt und ist so gekennzeichnet" in after
    assert "Danach." in after


def test_a_status_from_before_the_signing_is_not_shown_as_one(client, agreement):
    commitment = make_commitment(agreement)
    make_fact(commitment, Status.IN_PROGRESS, as_of=date(2018, 3, 1))
    (before, during) = phases(client, commitment)
    assert "Vorgeschichte, setzt keinen Status" in before
    assert "in Umsetzung" not in before
    assert "Aus dieser Zeit ist keine Angabe gefunden." in during


def test_what_was_completed_before_the_signing_is_said_so(client, agreement):
    commitment = make_commitment(agreement)
    make_fact(commitment, Status.COMPLETED, as_of=date(2018, 3, 1))
    assert "abgeschlossen schon vor der Unterzeichnung erfüllt" in phases(client, commitment)[0]


def test_the_fact_behind_the_present_status_is_marked(client, agreement):
    commitment = make_commitment(agreement)
    make_fact(commitment, Status.PREPARING, as_of=date(2020, 3, 1))
    make_fact(commitment, Status.IN_PROGRESS, as_of=date(2021, 3, 1))
    during = phases(client, commitment)[0]
    assert during.count("maßgeblich für den Status") == 1
    assert during.index("in Vorbereitung") < during.index("maßgeblich für den Status")


def test_a_fact_on_one_contribution_names_the_partner(client, agreement):
    partner = make_partner("ba", abbreviation="BA")
    commitment = make_commitment(agreement, leads=[partner, make_partner()])
    make_fact(commitment, Status.IN_PROGRESS, as_of=date(2020, 3, 1), partner=partner)
    assert "für BA" in phases(client, commitment)[0]


def test_a_fuzzy_day_is_no_more_exact_than_it_is_known(client, agreement):
    commitment = make_commitment(agreement)
    make_fact(commitment, as_of=date(2020, 12, 31), as_of_precision=Precision.YEAR)
    assert "31. Dezember 2020" not in phases(client, commitment)[0]


def test_without_any_fact_the_page_says_so_and_asks_for_a_source(client, agreement):
    commitment = make_commitment(agreement)
    course = section(html(client, f"/massnahmen/{commitment.code}/"), "verlauf")
    assert "Dazu ist noch keine öffentliche Quelle gefunden. Das heißt nicht, dass nichts geschehen ist." in words(
        course
    )
    assert f"/fehler-melden/?code={commitment.code}" in course
