"""The sentences of the overview count in right German: singular and plural, present and past, zero left out."""

from datetime import date

import pytest
from django.utils.html import strip_tags

from tracker.figures import AgreementFigures, Counts
from tracker.models import Agreement
from tracker.telling.sentences import Sentences
from tracker.vocabulary import Status

DAY = date(2026, 11, 22)


def said(what, *, ended=False, **numbers):
    """Return one of the sentences as a person reads it, without what only screen readers say."""
    agreement = Agreement(
        slug="probe", short_title="Probe", signed_on=date(2023, 5, 24), effective_end=date(2026, 12, 31)
    )
    counts = Counts()
    for status, number in numbers.items():
        counts.add(status, number)
    figures = AgreementFigures(agreement, has_ended=ended, measures=counts, at_end=counts, verifiable=counts)
    sentence = str(getattr(Sentences(figures, on=DAY), what))
    return without_hidden(sentence).replace("\u00a0", " ")


def without_hidden(html):
    while '<span class="kern-sr-only">' in html:
        before, rest = html.split('<span class="kern-sr-only">', 1)
        html = before + rest.split("</span>", 1)[1]
    return strip_tags(html)


def test_a_running_agreement_is_spoken_of_in_the_present():
    assert said("lead", completed=12, ongoing=15, in_progress=24, unknown=43) == (
        "Von 94 Maßnahmen sind nach öffentlichen Quellen 12 abgeschlossen, 15 Daueraufgaben und 24 in Umsetzung. "
        "Bei 43 ist der Status nicht bekannt."
    )


def test_an_ended_one_in_the_past():
    assert said("lead", ended=True, completed=1, ongoing=1, unknown=1) == (
        "Von 3 Maßnahmen waren nach öffentlichen Quellen zuletzt 1 abgeschlossen und 1 Daueraufgabe. "
        "Bei 1 ist der Status nicht bekannt."
    )


def test_a_single_measure():
    assert said("lead", dropped=1) == "Von 1 Maßnahme ist nach öffentlichen Quellen 1 nicht weiterverfolgt."


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1, "Von 1 Maßnahme ist der Status nicht bekannt."),
        (7, "Bei allen 7 Maßnahmen ist der Status nicht bekannt."),
    ],
)
def test_nothing_known_at_all(number, sentence):
    assert said("lead", unknown=number) == sentence


def test_no_measures():
    assert said("lead") == "Es sind keine Maßnahmen erfasst."
    assert said("zeros") == ""


def test_the_end_of_the_term():
    assert said("at_end", ended=True, completed=9, preparing=2, unknown=46) == (
        "Am Ende der Laufzeit, dem 31. Dezember 2026, waren von 57 Maßnahmen 9 abgeschlossen und 2 in Vorbereitung; "
        "bei 46 war der Status nicht bekannt."
    )


def test_statuses_that_no_measure_has_are_named_with_zero():
    numbers = {status.value: 1 for status in Status if status not in (Status.MISSED, Status.DROPPED)}
    assert said("zeros", **numbers) == "Nicht weiterverfolgt: 0."
    assert said("zeros", completed=1, ongoing=1, in_progress=1, preparing=1, unknown=1) == (
        "Noch nicht begonnen oder nicht weiterverfolgt: je 0."
    )


def test_what_can_be_checked_clearly_is_a_line_of_its_own():
    assert said("verifiable", completed=10, unknown=4) == (
        "Klar überprüfbar formuliert sind 14 Maßnahmen: 10 abgeschlossen und bei 4 ist der Status nicht bekannt."
    )
    assert said("verifiable") == ""


def test_whether_the_partners_were_asked_is_said():
    assert said("asked") == "Die Partner wurden hierzu nicht befragt."


def test_targets_and_declarations_stand_beside():
    agreement = Agreement(slug="probe", short_title="Probe", effective_end=DAY)
    figures = AgreementFigures(agreement, has_ended=False, targets=1, positions=2)
    words = without_hidden(str(Sentences(figures, on=DAY).beside))
    assert words == "Außerdem 1 Ziel und 2 Erklärungen ohne eigene Zusage."
