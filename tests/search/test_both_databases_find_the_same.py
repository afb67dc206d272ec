"""200 queries give, on whichever database the tests run, the ordered lists that Python computes from the texts."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.search.reference import Record
from tracker import bitsets, search
from tracker.models import Commitment

pytestmark = pytest.mark.django_db

CHOSEN = [
    "platz", "Plätze", "Azubi", "Lehrling", "BA", "ver.di", "verdi", "KMU", "BMBF", "AAW-2019-1", "aaw-2019-1.07",
    "2019", "1.07", "Praktika", "Praktikum", "fördern", "Förderung", "gefördert", "Schule-Beruf", "3+2-Regelung",
    "Bundesagentur für Arbeit", "Q 4.0", "DigitalPakt", "Digitalisierung", "lehrkraefte", "IHKs", "und", "gibtesnicht",
]  # fmt: skip


def queries(number: int) -> list[str]:
    """Return words of the record, whole, cut off and in pairs, and those chosen above."""
    dice = random.Random(4)
    words = sorted({word for row in Commitment.objects.all() for word in f"{row.title} {row.description}".split()})
    made = list(CHOSEN)
    while len(made) < number:
        word, other = dice.choice(words), dice.choice(words)
        made.append(dice.choice([word, word[: dice.randint(2, 9)], word[dice.randint(1, 5) :], f"{word} {other}"]))
    return made


def in_the_order_of_the_table(query):
    sets = bitsets.current()
    by_rank = sets.search(query, search.ranks).values()
    codes = dict(Commitment.objects.values_list("pk", "code"))
    return [codes[pk] for pk in sets.in_buckets(bitsets.union(by_rank), by_rank)]


def test_200_queries_give_the_lists_that_python_computes(catalogue):
    record = Record()
    filled = 0
    for query in queries(200):
        expected = record.ordered(query)
        assert in_the_order_of_the_table(query) == expected, query
        assert search.ranks(query) == record.ranks(query), query
        filled += bool(expected)
    assert filled > 120


WORDS = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="0123456789abcdefxyzABEÄöß.-/'\"*:()&|!<>\\%_ \0", max_size=16),
    st.sampled_from([*CHOSEN, "AND", "OR", "NOT", "NEAR(", '"', "*", "title : x", "a:*", "'", "1e5", "0x1f", "½ ² ﬁ"]),
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=4).map(" ".join))
def test_any_query_is_answered_as_python_answers_it(kept_record, query):
    assert search.ranks(query) == kept_record.ranks(query)


@pytest.fixture
def kept_record(catalogue):
    return Record()


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789eeexx", min_size=1, max_size=70))
def test_any_token_is_cut_by_the_database_as_it_was_made(word_finder, word):
    assert word_finder(word)


@pytest.fixture
def word_finder(catalogue):
    """Return what writes a word into a row of the index and asks for it."""
    row = Commitment.objects.first().search_row

    def finds(word: str) -> bool:
        row.wording = search.columns({**{name: [] for name in search.WEIGHTS}, "wording": [word]})["wording"]
        row.save()
        return search.ranks(word).get(row.pk, 0) & 2 > 0

    return finds
