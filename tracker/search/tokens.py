"""How a text is cut into tokens, the same for both databases: folded words, stems of their endings, joined words.

A token is made of the letters a to z and digits alone. Of a word stands in the index: the folded word itself, its
stem, and the stems of its endings of at least four letters, so that "Plätze" finds "Ausbildungsplatz". Words joined
by a hyphen, dot or slash stand there one by one and as one: "AAW-2019-1.07" is aaw2019107, too.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from snowballstemmer.german_stemmer import GermanStemmer

# An ending shorter than this says nothing by itself; a beginning is cut off only if it may be a word, like "Bau".
MIN_PART = 4
MIN_HEAD = 3
# Longer than any word of the language ("Berufsausbildungsvorbereitungsmaßnahmen"); PostgreSQL takes 2,046 characters.
MAX_LENGTH = 60
# The words of a large record; one takes about a kilobyte with its tokens.
KEPT_WORDS = 50_000

_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
# Accents set apart from their letter, and places where a word may break, belong to the word.
_WORD = r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])*"
_JOINT = r"[-./\u2010\u2011\u2013]"
CHUNK = re.compile(rf"{_WORD}(?:{_JOINT}{_WORD})*")
WORD = re.compile(_WORD)
_OTHER = re.compile(r"[^0-9a-z]")
_DIGIT = re.compile(r"[0-9]")


def fold(text: str) -> str:
    """The text in small letters with umlauts and accents folded, so that "ÄRZTE", "ärzte" and "aerzte" are one word."""
    spelled = unicodedata.normalize("NFC", text).casefold().translate(_FOLD)
    if spelled.isascii():
        return " ".join(spelled.split())
    plain = unicodedata.normalize("NFKD", spelled)
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def words_of(chunk: str) -> list[str]:
    """The folded words of a piece of text without spaces, cut to the longest length that is kept."""
    folded = (_OTHER.sub("", fold(word))[:MAX_LENGTH] for word in WORD.findall(chunk))
    return [word for word in folded if word]


def has_digit(word: str) -> bool:
    """Whether a folded word is a number, or holds one: such words have no stem and no endings."""
    return _DIGIT.search(word) is not None


def joined(words: Iterable[str]) -> str:
    """Words written as one."""
    return "".join(words)[:MAX_LENGTH]


class _Stemmers(threading.local):
    """A stemmer of its own for each thread, as one holds the word it works on."""

    def __init__(self) -> None:
        self.german = GermanStemmer()


_stemmers = _Stemmers()


@lru_cache(KEPT_WORDS)
def stem(word: str) -> str:
    """The stem of a folded German word; numbers are their own."""
    return word if has_digit(word) else _stemmers.german.stemWord(word)


@lru_cache(KEPT_WORDS)
def tokens_of_word(word: str) -> frozenset[str]:
    """The tokens of a folded word: itself, its stem and the stems of its endings."""
    if has_digit(word):
        return frozenset([word])
    endings = (word[start:] for start in range(MIN_HEAD, len(word) - MIN_PART + 1))
    return frozenset([word, stem(word), *map(_token_of_ending, endings)])


def _token_of_ending(ending: str) -> str:
    """Its stem; the ending itself where that is too short to mean it: "Ämter" of "Arbeitsämter", not "amt"."""
    short = stem(ending)
    return short if len(short) >= MIN_PART else ending


@lru_cache(KEPT_WORDS)
def tokens_of_chunk(chunk: str) -> frozenset[str]:
    """The tokens of a piece of text without spaces: those of its words, and those of what they make together."""
    words = words_of(chunk)
    found: frozenset[str] = frozenset().union(*map(tokens_of_word, words))
    if len(words) < 2:
        return found
    if has_digit(chunk):
        return found.union(joined(words[start:]) for start in range(len(words) - 1))
    return found | tokens_of_word(joined(words))


def chunks(text: str) -> Iterator[re.Match[str]]:
    """The pieces of a text that are words or joined words, with their places."""
    return CHUNK.finditer(text)


def tokens(texts: Iterable[str]) -> str:
    """All tokens of some texts, each once, in order, with spaces between: what a column of the index holds."""
    found: set[str] = set()
    for text in texts:
        for chunk in CHUNK.findall(text):
            found |= tokens_of_chunk(chunk)
    return " ".join(sorted(found))
