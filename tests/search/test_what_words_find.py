"""A search finds words by stem, ending, beginning and synonym, in whatever case and spelling; codes as a whole."""

import pytest

from tests.factories import make_agreement, make_commitment, make_partner
from tracker import search

pytestmark = pytest.mark.django_db


def finds(query, **columns):
    texts = {"title": "Titel", "description": "Nichts", **columns}
    commitment = make_commitment(make_agreement(), **texts)
    return commitment.pk in search.ranks(query)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("platz", "Mehr Ausbildungsplätze"),
        ("Plätze", "Ein Ausbildungsplatz"),
        ("PLAETZE", "Ein Ausbildungsplatz"),
        ("bildung", "Die Weiterbildung"),
        ("Ämter", "Die Arbeitsämter"),
        ("ausbildungspl", "Ein Ausbildungsplatz"),
        ("cafe", "Das Café"),
        ("strasse", "Eine Straße"),
        ("Berufsorientierungsprogramm", "Das Berufsorientierungs-Programm"),
        ("Ausbildungsplatz", "Ein Ausbildungs\u00adplatz"),
        ("cafe", "Das Cafe\u0301"),
        ("500.000", "Bis zu 500.000 Plätze"),
        ("500000", "Bis zu 500.000 Plätze"),
        ("2019/2020", "Im Jahr 2019–2020"),
    ],
)
def test_a_word_finds_its_other_forms(query, text):
    assert finds(query, description=text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Praktikum", "Viele Praktika"),
        ("Azubi", "Die Auszubildenden"),
        ("Auszubildende", "Drei Azubis"),
        ("Lehrstelle", "Der Ausbildungsplatz"),
        ("KMU", "Für Kleinbetriebe"),
        ("BA", "Die Bundesagentur"),
        ("fördern", "Es wird gefördert"),
        ("Förderung", "Das wird gefördert"),
    ],
)
def test_a_word_finds_what_says_the_same(query, text):
    assert finds(query, description=text)


@pytest.mark.parametrize(
    ("query", "text"),
    [("ba", "Die Bahn"), ("amt", "Insgesamt"), ("Lehre", "Der Lehrling lernt"), ("ausbildung platz", "Ausbildung")],
)
def test_a_word_does_not_find_what_only_looks_alike(query, text):
    assert not finds(query, description=text)


def test_every_place_of_a_commitment_is_looked_at_and_weighs_what_it_should():
    partner = make_partner("zdh", name="Zentralverband", abbreviation="ZDH")
    commitment = make_commitment(
        make_agreement(), title="Tulpen", description="Rosen", wording="Nelken", leads=[partner]
    )
    for query, rank in [
        ("Tulpe", 16),
        ("Rose", 8),
        ("ZDH", 4),
        ("Zentralverband", 4),
        ("Nelke", 2),
        ("Tulpe Nelke", 18),
    ]:
        assert search.ranks(query) == {commitment.pk: rank}, query


def test_the_title_weighs_more_than_all_else_together():
    weights = list(search.WEIGHTS.values())
    assert all(weight > sum(weights[at + 1 :]) for at, weight in enumerate(weights))


def test_a_whole_code_finds_one_and_that_of_a_draft_hides_none():
    agreement = make_agreement()
    first = make_commitment(agreement, code="TST-2019-1")
    other = make_commitment(agreement, code="TST-2019-2", description="Wie TST-2019-1, und wie TST-2019-3.")
    draft = make_commitment(make_agreement(published=False), code="TST-2019-3")
    assert set(search.ranks("tst-2019-1")) == {first.pk}
    assert set(search.ranks("TST-2019-3")) == {draft.pk, other.pk}


@pytest.mark.parametrize(
    "query",
    [
        *(
            "AND",
            "NOT",
            "OR",
            "NEAR(a b)",
            "*",
            '"',
            "'",
            ":",
            "a:*",
            "title : x",
            "(",
            ")",
            "%",
            "_",
            "\\",
            "&",
            "|",
            "!",
        ),
        *("<->", "-", "--", ";", "\0", "a\0b", "{title}", "^a", "+", "x" * 10_000, "x " * 10_000, "ä" * 10_000),
    ],
)
def test_signs_of_query_languages_are_nothing_special(query):
    make_commitment(make_agreement(), title="Tulpen")
    assert search.ranks(query) == {}


def test_words_of_query_languages_are_words():
    commitment = make_commitment(make_agreement(), title="Tulpen and more, not near")
    assert search.ranks("AND NOT NEAR") == {commitment.pk: 48}
    assert search.ranks("Tulpen NOT more")[commitment.pk]
