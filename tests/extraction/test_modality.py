"""How binding a promise is follows from its verb; what only tells, demands or allows is none."""

import pytest

from tests.extraction.texts_read import examined, only, quotes
from tracker.extraction import Ground
from tracker.vocabulary import Kind, Modality


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Der Bund wird die Beratung ausbauen.", Modality.COMMITMENT),
        ("Die Länder werden ihre Angebote verknüpfen.", Modality.COMMITMENT),
        ("Der Bund fördert die Beratung in den Betrieben.", Modality.COMMITMENT),
        ("Die Kammern verpflichten sich, mehr Prüfer zu schulen.", Modality.COMMITMENT),
        ("Die Bundesagentur für Arbeit sagt zu, jede Schule zu besuchen.", Modality.COMMITMENT),
        ("Die Wirtschaft stellt Maschinen bereit.", Modality.COMMITMENT),
        ("Die Gewerkschaften wollen die Übernahme stärken.", Modality.INTENTION),
        ("Wir setzen uns für bessere Prüfungen ein.", Modality.INTENTION),
        ("Der Bund plant eine Reform der Förderung.", Modality.INTENTION),
        ("Die Länder streben an, die Quote zu halten.", Modality.INTENTION),
        ("Die BDA ist bestrebt, mehr Betriebe zu gewinnen.", Modality.INTENTION),
        ("Die Partner haben sich zum Ziel gesetzt, den Anteil zu halten.", Modality.INTENTION),
        ("Die Partner wirken darauf hin, dass alle einen Platz finden.", Modality.INTENTION),
        ("Die Angebote sollen stärker verzahnt werden.", Modality.INTENTION),
        ("Damit sollen möglichst alle einen Abschluss erreichen, mit Vorrang für Betriebe.", Modality.INTENTION),
        ("Die Länder prüfen, ob die Zuschüsse steigen können.", Modality.EXAMINATION),
        ("Zudem wird der Bund prüfen, ob Änderungen notwendig sind.", Modality.EXAMINATION),
        ("Der ZDH erprobt neue Formen der Prüfung.", Modality.PILOT),
    ],
)
def test_the_verb_says_how_binding_it_is(text, modality):
    assert only(text).modality is modality


def test_an_aim_is_a_target():
    proposal = only("Unser Ziel ist es, mehr junge Menschen zum Abschluss zu führen.")
    assert (proposal.kind, proposal.partners) == (Kind.TARGET, ("allianz",))


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("Der Bund hat die Beratung im Jahr 2020 ausgebaut.", Ground.PAST),
        ("Vertreter der Länder haben eine neue Allianz für Ausbildung unterzeichnet.", Ground.PAST),
        ("Die Länder gründeten eigene Agenturen.", Ground.PAST),
        ("Das Bündnis wurde im Jahr 2018 geschlossen.", Ground.PAST),
        ("Die Partner appellieren an die Betriebe, mehr auszubilden.", Ground.APPEAL),
        ("Wir fordern die Kommunen auf, Grundstücke bereitzustellen.", Ground.APPEAL),
        ("Die Betriebe werden gebeten, ihre Plätze zu melden.", Ground.APPEAL),
        ("Die Partner begrüßen die Vorschläge des Bundes.", Ground.POSITION),
        ("Die Partner sind überzeugt, dass sich das lohnt.", Ground.POSITION),
        ("Wenn Mittel da sind, wird der Bund die Förderung ausbauen.", Ground.CONDITIONAL),
        ("Der Bund könnte die Beratung ausbauen.", Ground.CONDITIONAL),
        ("Der Bund fördert die Beratung bereits seit 2015.", Ground.DESCRIPTION),
        ("Die duale Ausbildung bietet viele Möglichkeiten.", Ground.DESCRIPTION),
        ("Der Bedarf an Fachkräften wird weiter steigen.", Ground.DESCRIPTION),
        ("Wird der Bund die Beratung ausbauen?", Ground.QUESTION),
    ],
)
def test_what_promises_nothing_says_why(text, ground):
    found = examined(text)
    assert found.proposals == ()
    assert [item.ground for item in found.rejected] == [ground]
    assert found.rejected[0].reason.endswith(".")


def test_a_promise_beside_a_welcome_counts():
    assert quotes("Die Partner begrüßen die Initiative und setzen sich dafür ein, dass Schulen beteiligt werden.")


def test_what_follows_a_promise_in_the_passive_belongs_to_its_actor():
    first, second = examined("Die Wirtschaft wird Berater schulen. Dabei werden digitale Formate erprobt.").proposals
    assert second.partners == first.partners == ("wirtschaft",)
    assert second.confidence < first.confidence
