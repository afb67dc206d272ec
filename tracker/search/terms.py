"""What a query asks for: one term for each of its words, found by any of several tokens or beginnings of tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.search.synonyms import alike
from tracker.search.tokens import MIN_PART, chunks, has_digit, joined, stem, words_of

# Words beyond these are not heeded: nobody means more, and each costs time.
MAX_WORDS = 12


@dataclass(frozen=True, slots=True)
class Term:
    """A word asked for: found where a token begins with one of `beginnings`, or is one of `wholes`."""

    beginnings: tuple[str, ...]
    wholes: tuple[str, ...]

    def is_in(self, tokens: Iterable[str]) -> bool:
        """Whether one of these tokens answers it."""
        return any(token in self.wholes or token.startswith(self.beginnings) for token in tokens)

    def is_in_column(self, column: str) -> bool:
        """Whether a column of the index, tokens with spaces between, answers it; said without cutting it up."""
        text = f" {column} "
        return any(f" {word}" in text for word in self.beginnings) or any(f" {word} " in text for word in self.wholes)


def terms(query: str) -> list[Term]:
    """The terms of a query, each once, the first twelve of them; none if there is no letter or digit in it.

    A word of four letters or more is found as the beginning of a token and by its stem, a shorter one only whole; with
    it the words that say the same. Joined words with a digit, like codes and numbers, are one term, others one each.
    """
    found = list(dict.fromkeys(_all(query)))
    return found[:MAX_WORDS]


def _all(query: str) -> Iterator[Term]:
    for chunk in chunks(query):
        words = words_of(chunk[0])
        if has_digit(chunk[0]) and len(words) > 1:
            yield _term([joined(words)])
        else:
            yield from (_term([word, *alike(word)]) for word in words)


def _term(words: Iterable[str]) -> Term:
    """The term that any of these folded words answers, without tokens that another one covers."""
    own = set(words)
    long = {word for word in own if len(word) >= MIN_PART}
    beginnings = sorted(word for word in long if not _begins(word, long - {word}))
    wholes = sorted(token for token in (own - long) | {stem(word) for word in own} if not _begins(token, beginnings))
    return Term(tuple(beginnings), tuple(wholes))


def _begins(token: str, beginnings: Iterable[str]) -> bool:
    return token.startswith(tuple(beginnings))


def whole_code(query: str) -> str | None:
    """What may be the code of a commitment: the query, if it is a single piece of joined words with a digit."""
    text = query.strip()
    pieces = [chunk[0] for chunk in chunks(text)]
    return text if pieces == [text] and has_digit(text) and len(words_of(text)) > 1 else None
