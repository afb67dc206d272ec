"""Deadlines are read with their last satisfying day, their precision and their words."""

from datetime import date

import pytest

from tests.extraction.texts_read import SIGNED_ON, TERM_END, only
from tracker.examples import DEADLINE_WORDS
from tracker.examples.status import EFFECTIVE_END
from tracker.extraction import deadlines
from tracker.vocabulary import DeadlineBasis, Precision


def found(text, signed_on=SIGNED_ON, term_end=TERM_END):
    return [item.deadline for item in deadlines.find(text, 0, len(text), signed_on, term_end)]


@pytest.mark.parametrize("example", DEADLINE_WORDS, ids=lambda example: example.words)
def test_every_worked_example_of_the_rules_is_read(example):
    words = example.words.split(", ")[-1]
    (deadline,) = found(words, date(2019, 8, 26), EFFECTIVE_END)
    assert (deadline.end, deadline.precision, deadline.basis) == (example.last_day, example.precision, example.basis)


@pytest.mark.parametrize(
    ("words", "end", "precision"),
    [
        ("bis Ende 2027", "2027-12-31", Precision.YEAR),
        ("bis spätestens Ende 2027", "2027-12-31", Precision.YEAR),
        ("bis zum Jahr 2028", "2028-12-31", Precision.YEAR),
        ("noch in diesem Jahr", "2026-12-31", Precision.YEAR),
        ("im kommenden Jahr", "2027-12-31", Precision.YEAR),
        ("bis Jahresende", "2026-12-31", Precision.YEAR),
        ("bis Mitte 2028", "2028-07-31", Precision.PERIOD),
        ("im 1. Halbjahr 2027", "2027-06-30", Precision.HALF_YEAR),
        ("in der zweiten Jahreshälfte 2027", "2027-12-31", Precision.HALF_YEAR),
        ("bis zum Ende des dritten Quartals 2028", "2028-09-30", Precision.QUARTER),
        ("bis Ende März 2027", "2027-03-31", Precision.MONTH),
        ("bis zum 31. März 2027", "2027-03-31", Precision.DAY),
        ("bis 31.12.2027", "2027-12-31", Precision.DAY),
        ("in den Jahren 2027 bis 2029", "2029-12-31", Precision.PERIOD),
        ("innerhalb von zwei Jahren", "2028-11-30", Precision.PERIOD),
        ("innerhalb der nächsten 18 Monate", "2028-05-30", Precision.PERIOD),
        ("drei Jahre nach Unterzeichnung", "2029-11-30", Precision.PERIOD),
        ("zum Ausbildungsjahr 2027/2028", "2027-09-30", Precision.PERIOD),
        ("bis zum Beginn des Schuljahres 2027/28", "2027-09-30", Precision.PERIOD),
        ("im Schuljahr 2027/28", "2028-07-31", Precision.PERIOD),
        ("bis zum Ende der Laufzeit", "2029-12-31", Precision.TERM),
        ("während der Laufzeit dieser Vereinbarung", "2029-12-31", Precision.TERM),
        ("einmal im Jahr", None, Precision.RECURRING),
        ("alle zwei Jahre", None, Precision.RECURRING),
    ],
)
def test_the_last_day_that_satisfies_the_words(words, end, precision):
    (deadline,) = found(f"Der Bund wird {words} eine Stelle schaffen.")
    assert (deadline.end and deadline.end.isoformat(), deadline.precision) == (end, precision)
    assert deadline.wording == words


@pytest.mark.parametrize(
    "text",
    [
        "seit 2027 gibt es das Programm",
        "die Agenda 2030 der Vereinten Nationen",
        "die Initiative „Bildung bis 2030“",
        "die im Jahr 2027 gestartete Initiative",
        "am 31. Februar 2027 beginnt nichts",
        "die Vereinbarung vom 26. August 2027",
        "die bis 2019 geltende Regel",
    ],
)
def test_what_only_dates_something_is_no_deadline(text):
    assert found(text) == []


def test_a_span_counts_from_the_signing_and_is_derived():
    (deadline,) = found("in den kommenden fünf Jahren")
    assert (deadline.start, deadline.basis) == (SIGNED_ON, DeadlineBasis.DERIVED)


def test_without_a_signing_day_a_span_has_words_but_no_day():
    (deadline,) = found("in den kommenden fünf Jahren", signed_on=None)
    assert (deadline.end, deadline.wording) == (None, "in den kommenden fünf Jahren")


def test_a_day_goes_before_what_recurs():
    deadline = only("Der Bund wird jährlich bis Ende 2028 berichten.").deadline
    assert (str(deadline.end), deadline.recurring) == ("2028-12-31", True)


def test_no_deadline_is_none():
    assert only("Der Bund wird berichten.").deadline is None
