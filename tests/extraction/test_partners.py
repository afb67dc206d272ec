"""Who promises is read from the subject of the sentence, the bracket behind it, or the sentence before."""

import pytest

from tests.extraction.texts_read import document, examined, only
from tracker.extraction import Actor, Lexicon, propose


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("Bund, Länder und die Bundesagentur für Arbeit werden die Beratung ausbauen.", {"bund", "laender", "ba"}),
        ("Mit Blick auf die Ziele des Bundes werden die Länder ihre Angebote ausbauen.", {"laender"}),
        ("Der DGB wird Lotsen schulen.", {"dgb"}),
        ("Das Bundesministerium für Arbeit und Soziales legt einen Bericht vor.", {"bmas"}),
        ("Das BMWK wird die Förderung vereinfachen.", {"bmwe"}),
        ("Die Allianzpartner wollen mehr Betriebe gewinnen.", {"allianz"}),
        ("Die „Allianz“-Partner wollen mehr Betriebe gewinnen.", {"allianz"}),
        ("Die Partner des Ausbildungspaktes wollen mehr Betriebe gewinnen.", {"allianz"}),
        ("Wir werden mehr Betriebe gewinnen.", {"allianz"}),
        ("Die Beratung wird ausgebaut (BMAS, BMBFSFJ).", {"bmas", "bmbfsfj"}),
        ("Der Bund wird die Beratung ausbauen (BMAS).", {"bmas"}),
        ("Wir werden die Beratung ausbauen (BMAS, BA).", {"bmas", "ba"}),
        ("Durch die Kammern werden neue Stellen eingerichtet.", {"kammern"}),
        ("Industrie- und Handelskammern beraten künftig auch abends.", {"ihk-organisation"}),
        ("Brandenburg und Sachsen werden ein Zentrum gründen.", {"land-de-bb", "land-de-sn"}),
    ],
)
def test_the_one_who_acts_is_found(text, partners):
    assert set(only(text).partners) == partners


def test_sie_means_the_subject_of_the_sentence_before():
    _first, second = examined("Die Länder werden Lehrkräfte schulen. Sie werden dafür Stellen schaffen.").proposals
    assert second.partners == ("laender",)


def test_er_is_nearer_than_an_object():
    _first, second = examined("Der Bund wird Schulen fördern. Dabei unterstützt er Länder und Gemeinden.").proposals
    assert second.partners == ("bund",)


def test_whom_one_works_with_takes_part():
    proposal = only("Der Bund wird gemeinsam mit den Ländern ein Netzwerk gründen.")
    assert (proposal.partners, proposal.participants) == (("bund",), ("laender",))


def test_two_actors_with_a_deed_each_are_two_promises():
    first, second = examined(
        "Der Bund wird die Verfahren vereinfachen, die Länder werden ihre Richtlinien angleichen."
    ).proposals
    assert (first.partners, second.partners) == (("bund",), ("laender",))
    assert first.quote == "Der Bund wird die Verfahren vereinfachen"


def test_two_deadlines_with_a_deed_each_are_two_promises():
    first, second = examined(
        "Der Bund wird bis Ende 2027 ein Portal aufbauen und bis Ende 2028 Lotsen einstellen."
    ).proposals
    assert [str(item.deadline.end) for item in (first, second)] == ["2027-12-31", "2028-12-31"]
    assert second.partners == ("bund",)


def test_a_ministry_outside_the_catalogue_stands_in_words():
    proposal = only("Das Bundesministerium für Gesundheit wird Pflegeschulen beraten.")
    assert proposal.partners == ()
    assert proposal.participants == ("Bundesministerium für Gesundheit",)


def test_the_caller_brings_the_partners():
    lexicon = Lexicon([Actor("nord", names=("Nordverbund",), abbreviations=("NV",)), Actor("all", joint=True)])
    found = propose(document("Der NV wird Lotsen schulen. Die Partner wollen helfen."), lexicon)
    assert [item.partners for item in found] == [("nord",), ("all",)]


def test_a_line_below_names_who_is_responsible():
    proposal = only("Die Beratung wird neu aufgebaut (BA).\n\nBeteiligte: Länder, DGB")
    assert (proposal.partners, proposal.participants) == (("ba",), ("laender", "dgb"))
