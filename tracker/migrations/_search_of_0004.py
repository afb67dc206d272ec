"""What migration 0004 needs of the search, as it was then; never changed, so that the migration keeps its effect.

How texts are cut today stands in `tracker.search`; a release that cuts them otherwise calls for `manage.py reindex`.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from snowballstemmer.german_stemmer import GermanStemmer

COLUMNS = ("title", "subject", "partner", "wording", "target")
TABLE = "tracker_searchtext"
INDEX = "tracker_searchindex"
# SQLite remakes a table when a column goes; these triggers of that time speak of the one of the commitments.
TRIGGERS_OF_COMMITMENTS = ("append_only_deadlinemove_delete", "append_only_wordingcorrection_delete")

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


def tokens(texts: Iterable[str]) -> str:
    """All tokens of some texts, each once, in order, with spaces between: what a column of the index holds."""
    found: set[str] = set()
    for text in texts:
        for chunk in CHUNK.findall(text):
            found |= tokens_of_chunk(chunk)
    return " ".join(sorted(found))


def texts(commitment: Any) -> dict[str, list[str]]:
    """The texts of a commitment by column; reads its partners, instruments, target groups and measurable targets."""
    partners = [part.partner for part in commitment.contributions.all()]
    return {
        "title": [commitment.code, commitment.title],
        "subject": [
            commitment.description,
            commitment.involved,
            commitment.quantity_text,
            *(instrument.name for instrument in commitment.instruments.all()),
            *(group.name for group in commitment.target_groups.all()),
        ],
        "partner": [word for partner in partners for word in (partner.name, partner.abbreviation)],
        "wording": [commitment.wording],
        "target": [target.text for target in commitment.agreement_targets.all()],
    }


def columns(found: dict[str, list[str]]) -> dict[str, str]:
    """What the columns of the index hold for these texts."""
    return {name: tokens(found[name]) for name in COLUMNS}


def vector(column: str) -> str:
    """PostgreSQL's vector of the tokens of a column, as it stands in its index.

    Made of the tokens as they are: `to_tsvector('simple', …)` cuts "7e3x" into a number and a letter.
    """
    return f"array_to_tsvector(string_to_array({column}, ' '))"


def make_index(connection: BaseDatabaseWrapper) -> None:
    """Make the full-text index over the words, filled with what stands there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE VIRTUAL TABLE {INDEX} USING fts5({', '.join(COLUMNS)}, content='{TABLE}', "
                "content_rowid='commitment_id', tokenize='unicode61', detail='column')"
            )
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")  # noqa: S608 - a name of ours
        else:
            for column in COLUMNS:
                # Without a list of what is pending: reading stays as fast after many changes as before.
                cursor.execute(
                    f"CREATE INDEX {INDEX}_{column} ON {TABLE} USING gin ({vector(column)}) WITH (fastupdate = off)"
                )
            return
        for statement in _triggers().values():
            cursor.execute(statement)


def drop_index(connection: BaseDatabaseWrapper) -> None:
    """Remove the full-text index and what keeps it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _triggers():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")
        else:
            for column in COLUMNS:
                cursor.execute(f"DROP INDEX IF EXISTS {INDEX}_{column}")


def _triggers() -> dict[str, str]:
    """SQLite's triggers by name: FTS5 forgets a row only if it is told what stood in it."""
    columns = ", ".join(COLUMNS)
    old, new = (", ".join(f"{row}.{column}" for column in COLUMNS) for row in ("OLD", "NEW"))
    forget = f"INSERT INTO {INDEX}({INDEX}, rowid, {columns}) VALUES ('delete', OLD.commitment_id, {old});"  # noqa: S608
    learn = f"INSERT INTO {INDEX}(rowid, {columns}) VALUES (NEW.commitment_id, {new});"  # noqa: S608
    return {
        f"{INDEX}_{event.lower()}": f"CREATE TRIGGER {INDEX}_{event.lower()} AFTER {event} ON {TABLE} BEGIN {do} END"
        for event, do in (("INSERT", learn), ("DELETE", forget), ("UPDATE", f"{forget} {learn}"))
    }
