"""A passage is compared with recorded promises: score, reasons in words, the likeliest first."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.matching import LIKELY, Candidate, Matcher, overlapping

FAIR = Candidate(
    1, "A-1", "Messen", "Die Kammern richten in jeder Region Messen für Berufe aus.", {"kammern": "Kammern"}
)
SCHOOL = Candidate(2, "A-2", "Schulen", "Der Bund besucht alle Schulen und berät Jugendliche.", {"bund": "Bund"})
OTHER = Candidate(3, "A-3", "Werbung", "Gemeinsam für die Fortbildung werben.", due_on=date(2028, 12, 31))


def test_the_likeliest_comes_first_with_its_reasons_in_words():
    [best, *_rest] = Matcher([SCHOOL, FAIR, OTHER]).best(
        "Die Kammern werden Messen in jeder Region ausrichten.", partners=["kammern"]
    )
    assert best.candidate is FAIR
    assert best.score >= LIKELY
    assert best.reasons[0].startswith("gleiche Wörter: ") and "Messen" in best.reasons[0]
    assert best.reasons[1] == "gleicher Partner: Kammern"


def test_the_same_words_are_as_like_as_can_be():
    [best] = Matcher([FAIR, SCHOOL]).best(FAIR.words, partners=["kammern"])
    assert best.score == 100


def test_the_same_partner_without_a_common_word_says_nothing():
    assert Matcher([FAIR]).best("Etwas völlig Fremdes geschieht hier.", partners=["kammern"]) == []


def test_the_same_deadline_counts_a_little_and_is_said():
    words = "Gemeinsam für die berufliche Fortbildung werben"
    with_day = Matcher([OTHER]).best(words, due_on=date(2028, 12, 31))[0]
    without = Matcher([OTHER]).best(words)[0]
    assert without.score < with_day.score <= without.score + 5
    assert "gleiche Frist" in with_day.reasons


def test_other_endings_and_words_everybody_uses_make_no_difference():
    matcher = Matcher([FAIR, SCHOOL])
    one = matcher.score("Eine Messe in der Region", FAIR).score
    many = matcher.score("Messen in den Regionen und auch für alle", FAIR).score
    assert one == many > 0


def test_lines_that_touch_are_found():
    spans = [(1, 3, 5), (2, 6, None), (3, None, None), (4, 8, 9)]
    assert overlapping((5, 6), spans) == [1, 2]
    assert overlapping((6, None), spans) == [2]
    assert overlapping((None, None), spans) == []


@settings(max_examples=50)
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_words_break_it_and_a_score_stays_between_0_and_100(one, other):
    candidate = Candidate(1, "A", "", other)
    assert 0 <= Matcher([candidate]).score(one, candidate).score <= 100
