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
        ("bis zur Sommerpause 2027", "2027-07-31", Precision.PERIOD),
        ("bis zum Jahreswechsel 2027/2028", "2027-12-31", Precision.YEAR),
        ("im Laufe von 2028", "2028-12-31", Precision.YEAR),
        ("Anfang kommenden Jahres", "2027-03-31", Precision.PERIOD),
        ("innerhalb eines halben Jahres", "2027-05-30", Precision.PERIOD),
        ("in den nächsten anderthalb Jahren", "2028-05-30", Precision.PERIOD),
        ("innerhalb der ersten zwölf Monate", "2027-11-30", Precision.PERIOD),
        ("binnen Jahresfrist", "2027-11-30", Precision.PERIOD),
        ("ein Jahr nach Inkrafttreten", "2027-11-30", Precision.PERIOD),
        ("nach zwei Jahren", "2028-11-30", Precision.PERIOD),
        ("in den Haushaltsjahren 2028 und 2029", "2029-12-31", Precision.PERIOD),
        ("bis zum Ende der Legislaturperiode", None, Precision.PERIOD),
        ("jeweils im Herbst", None, Precision.RECURRING),
        ("jeweils zum 30. Juni", None, Precision.RECURRING),
        ("im Zweijahresrhythmus", None, Precision.RECURRING),
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
        "der Bund wird das Programm, das im Jahr 2028 beginnt, ausbauen",
        "der Bund wird Maschinen fördern, die mehrere Schulen ab 2028 nutzen",
        "der Bund wird eine Messe fördern, die jährlich stattfindet",
        "der Bund prüft, ob ab 2028 mehr möglich ist",
        "weil 2028 viele Verträge enden, wird der Bund beraten",
        "der Bund wird die Strategie 2030 fortschreiben",
        "der Bund wird 2050 Plätze schaffen",
        "der Bund wird Anträge innerhalb von zwei Monaten nach Eingang prüfen",
    ],
)
def test_what_only_dates_something_is_no_deadline(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("der Bund wird ein Gesetz vorlegen, das bis Ende 2028 in Kraft tritt", "2028-12-31"),
        ("der Bund wird die Mittel, das Personal und die Räume im Jahr 2028 ausbauen", "2028-12-31"),
        ("der Bund zahlt, die Länder werden im Jahr 2028 folgen", "2028-12-31"),
    ],
)
def test_a_limit_or_a_further_main_clause_is_no_aside(text, end):
    (deadline,) = found(text)
    assert str(deadline.end) == end


@pytest.mark.parametrize(
    "text",
    [
        "Der Bund wird 2028 ein Gesetz vorlegen.",
        "2028 wird der Bund ein Gesetz vorlegen.",
        "Hierzu legt das BMAS 2028 einen Bericht vor.",
        "Der Bund wird erstmals 2028 berichten.",
    ],
)
def test_a_bare_year_beside_the_verb_is_a_deadline(text):
    (deadline,) = found(text)
    assert (str(deadline.end), deadline.precision, deadline.wording) == ("2028-12-31", Precision.YEAR, "2028")


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("ab 2027", "2027-01-01"),
        ("von 2028 an", "2028-01-01"),
        ("vom 1. September 2027 an", "2027-09-01"),
        ("ab Herbst 2027", "2027-09-23"),
        ("ab dem zweiten Quartal 2028", "2028-04-01"),
        ("ab dem Schuljahr 2027/28", "2027-08-01"),
        ("beginnend mit dem Jahr 2028", "2028-01-01"),
        ("frühestens 2029", "2029-01-01"),
        ("frühestens im Sommer 2029", "2029-06-21"),
        ("nach der Sommerpause 2027", "2027-08-01"),
        ("ab Winter 2028", "2028-12-21"),
    ],
)
def test_a_start_has_no_last_day(words, start):
    (deadline,) = found(f"Der Bund wird {words} eine Stelle fördern.")
    assert (str(deadline.start), deadline.end, deadline.wording) == (start, None, words)


def test_two_bare_years_are_a_period():
    (deadline,) = found("Der Bund wird 2027 und 2028 je fünf Millionen Euro zahlen.")
    assert (str(deadline.start), str(deadline.end)) == ("2027-01-01", "2028-12-31")


@pytest.mark.parametrize(
    "text",
    [
        "Der Bund stellt jährlich 80 Mio. Euro bereit.",
        "Der Bund stellt jährlich bis zu 1,5 Milliarden Euro bereit.",
        "Der Bund stellt 80 Millionen Euro pro Jahr bereit.",
    ],
)
def test_money_by_the_year_is_a_quantity(text):
    proposal = only(text)
    assert proposal.deadline is None
    assert [quantity.unit for quantity in proposal.quantities] == ["Euro"]


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
