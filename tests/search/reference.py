"""What a search must find, said once more in plain Python over the texts themselves, with no database and no index."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from snowballstemmer.german_stemmer import GermanStemmer

from tracker.models import Commitment
from tracker.search.synonyms import SETS

STEM = cache(GermanStemmer().stemWord)
JOINT = "-./\u2010\u2011\u2013"


def plain(word: str) -> str:
    """Return a word in small letters from a to z and digits."""
    spelled = unicodedata.normalize("NFC", word).casefold()
    for umlaut, letters in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        spelled = spelled.replace(umlaut, letters)
    kept = [char for char in unicodedata.normalize("NFKD", spelled) if char.isascii() and char.isalnum()]
    return "".join(kept)[:60]


def pieces(text: str) -> list[list[str]]:
    """Return the words of a text; those that joints hold together in one list."""
    word = r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])*"
    found = [re.split(f"[{JOINT}]", chunk) for chunk in re.findall(f"{word}(?:[{JOINT}]{word})*", text)]
    return [[short for part in parts if (short := plain(part))] for parts in found]


def is_number(word: str) -> bool:
    return any(char.isdigit() for char in word)


def stem_of(word: str) -> str:
    return word if is_number(word) else STEM(word)


@cache
def keys(text: str) -> set[str]:
    """Return everything by which a word of a text is known."""
    known: set[str] = set()
    for words in pieces(text):
        together = "".join(words)
        if len(words) > 1 and is_number(together):
            known |= {"".join(words[at:])[:60] for at in range(len(words) - 1)}
        for word in [*words, *([together[:60]] if len(words) > 1 and not is_number(together) else [])]:
            known |= {word, stem_of(word)}
            if not is_number(word):
                endings = [word[at:] for at in range(3, len(word)) if len(word) - at >= 4]
                known |= {STEM(ending) if len(STEM(ending)) >= 4 else ending for ending in endings}
    return known


def same(word: str) -> set[str]:
    """Return the words that say the same, with the word."""
    lines = [[plain(item) for item in line.split()] for line in SETS]
    named = [line for line in lines if word in line]
    stem = stem_of(word)
    by_stem = [line for line in lines if len(stem) >= 5 and stem in {STEM(item) for item in line}]
    return {word}.union(*(named + [line for line in by_stem if line not in named]))


def asked(query: str) -> list[set[str]]:
    """Return for each word of a query the words any of which will do."""
    found: list[set[str]] = []
    for words in pieces(query):
        whole = len(words) > 1 and is_number("".join(words))
        found += [{"".join(words)[:60]}] if whole else [same(word) for word in words]
    distinct = [item for at, item in enumerate(found) if item not in found[:at]]
    return distinct[:12]


def answering(words: set[str], known: set[str]) -> set[str]:
    """Return the keys that are one of these words, its stem, or go on after it where it is long enough."""
    long = tuple(word for word in words if len(word) >= 4)
    return {key for key in known if key.startswith(long)} | (known & (words | {stem_of(word) for word in words}))


def texts(item: Commitment) -> list[tuple[int, str]]:
    """Return the texts of a commitment with their weights."""
    partners = [contribution.partner for contribution in item.contributions.all()]
    labels = [label.name for label in [*item.instruments.all(), *item.target_groups.all()]]
    return [
        (16, f"{item.code} \n {item.title}"),
        (8, " \n ".join([item.description, item.involved, item.quantity_text, *labels])),
        (4, " \n ".join(f"{partner.name} \n {partner.abbreviation}" for partner in partners)),
        (2, item.wording),
        (1, " \n ".join(target.text for target in item.agreement_targets.all())),
    ]


class Record:
    """All commitments by the keys of their texts."""

    def __init__(self) -> None:
        related = ("contributions__partner", "instruments", "target_groups", "agreement_targets")
        self.rows = [
            (item.pk, item.code, item.sort_key, [(weight, keys(text)) for weight, text in texts(item)])
            for item in Commitment.objects.prefetch_related(*related)
        ]
        self.all_keys = set().union(*(known for *_row, texts in self.rows for _weight, known in texts))

    def ranks(self, query: str) -> dict[int, int]:
        """Return id and rank of each commitment that a query finds; whole codes are looked for among all."""
        words = [answering(word, self.all_keys) for word in asked(query)]
        named = [pk for pk, code, _key, _texts in self.rows if code.casefold() == query.strip().casefold()]
        found = {}
        for pk, _code, _key, known in self.rows:
            parts = [sum(weight for weight, keys in known if not keys.isdisjoint(word)) for word in words]
            if parts and all(parts) and (not named or pk in named):
                found[pk] = sum(parts)
        return found

    def ordered(self, query: str) -> list[str]:
        """Return the codes that a query finds, best match first, then by code."""
        ranks = self.ranks(query)
        rows = sorted((-ranks[pk], key, code) for pk, code, key, _texts in self.rows if pk in ranks)
        return [code for _rank, _key, code in rows]
