"""The strip shows the status from day to day, and the sentence above it says the same."""

from datetime import date
from itertools import pairwise

import pytest

from tests.factories import make_agreement, make_commitment, make_fact
from tracker.public._strip import strip
from tracker.vocabulary import Status

pytestmark = pytest.mark.django_db

SIGNED, END, TODAY = date(2019, 8, 26), date(2022, 12, 31), date(2026, 11, 22)


@pytest.fixture
def commitment():
    agreement = make_agreement(signed_on=SIGNED, term_start=SIGNED, term_end=END)
    commitment = make_commitment(agreement)
    make_fact(commitment, Status.IN_PROGRESS, as_of=date(2020, 6, 30))
    make_fact(commitment, Status.IN_PROGRESS, as_of=date(2021, 6, 30))
    make_fact(commitment, Status.COMPLETED, as_of=date(2023, 6, 30))
    return commitment


def drawn(commitment):
    return strip(commitment.kind, commitment.periods.all(), signed_on=SIGNED, effective_end=END, today=TODAY)


def test_equal_statuses_one_after_the_other_are_one_stretch(commitment):
    assert commitment.periods.count() == 4
    assert [stretch.status for stretch in drawn(commitment).stretches] == [
        Status.UNKNOWN,
        Status.IN_PROGRESS,
        Status.COMPLETED,
    ]


def test_the_stretches_join_and_end_today(commitment):
    stretches = drawn(commitment).stretches
    for before, after in pairwise(stretches):
        assert float(before.x) + float(before.width) == pytest.approx(float(after.x), abs=0.02)
    whole = (date(2027, 1, 1) - date(2019, 1, 1)).days
    end = 100 * (TODAY - date(2019, 1, 1)).days / whole
    assert float(stretches[-1].x) + float(stretches[-1].width) == pytest.approx(end, abs=0.02)


def test_the_sentence_names_each_stretch_with_its_day(commitment):
    assert drawn(commitment).sentence == (
        "Status von Tag zu Tag: Status nicht bekannt ab 26. August 2019; in Umsetzung ab 30. Juni 2020; "
        "abgeschlossen ab 30. Juni 2023."
    )


def test_many_years_are_not_all_written():
    long = make_agreement(signed_on=date(2014, 12, 12), term_start=date(2015, 1, 1), term_end=date(2018, 12, 31))
    commitment = make_commitment(long)
    picture = strip(
        commitment.kind,
        commitment.periods.all(),
        signed_on=long.signed_on,
        effective_end=long.effective_end,
        today=TODAY,
    )
    assert [tick.label for tick in picture.ticks] == ["2014", "2016", "2018", "2020", "2022", "2024", "2026"]


def test_a_word_never_leaves_the_picture():
    running = make_agreement()
    commitment = make_commitment(running)
    picture = strip(
        commitment.kind,
        commitment.periods.all(),
        signed_on=running.signed_on,
        effective_end=running.effective_end,
        today=TODAY,
    )
    end = picture.marks[-1]
    assert "end" in end.css.split()
    assert float(end.word_x) < float(end.x)
