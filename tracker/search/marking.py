"""Showing where a hit is: words marked in a text, and short pieces of long texts, by the same tokens as the search."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from tracker.search.terms import terms
from tracker.search.tokens import WORD, chunks, tokens_of_chunk

# About two lines of the table; so much of it may stand before the first hit.
EXCERPT_LENGTH = 160
LEAD_LENGTH = 60
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Hit:
    """A piece of a text that answers some terms of a query, by their numbers."""

    start: int
    end: int
    terms: frozenset[int]


class Marker:
    """Marks what a query finds in texts; keeps what it learned of a word for the texts of one page."""

    def __init__(self, query: str) -> None:
        self._terms = terms(query)
        self._known: dict[str, frozenset[int]] = {}

    @property
    def all_terms(self) -> frozenset[int]:
        """The numbers of all terms of the query."""
        return frozenset(range(len(self._terms)))

    def hits(self, text: str) -> Iterator[Hit]:
        """The pieces of a text that answer the query: words, or joined words where only all together do."""
        for chunk in chunks(text):
            together = self._answers(chunk[0])
            if not together:
                continue
            words = [
                Hit(chunk.start() + word.start(), chunk.start() + word.end(), found)
                for word in WORD.finditer(chunk[0])
                if (found := self._answers(word[0]))
            ]
            if frozenset().union(*(word.terms for word in words)) == together:
                yield from words
            else:
                yield Hit(chunk.start(), chunk.end(), together)

    def _answers(self, piece: str) -> frozenset[int]:
        known = self._known.get(piece)
        if known is None:
            tokens = tokens_of_chunk(piece)
            known = frozenset(number for number, term in enumerate(self._terms) if term.is_in(tokens))
            self._known[piece] = known
        return known

    def terms_in(self, text: str) -> frozenset[int]:
        """The numbers of the terms that a text answers."""
        return frozenset().union(*(hit.terms for hit in self.hits(text)))

    def mark(self, text: str) -> SafeString:
        """The text as HTML, escaped, its hits in <mark>."""
        return self._marked(text, list(self.hits(text)), 0, len(text))

    def excerpt(self, text: str, wanted: Collection[int]) -> SafeString:
        """A piece of the text around its first hit of one of these terms, as HTML with all hits in it marked.

        A text little longer than a piece comes whole; cut ends are shown by an ellipsis. Empty without such a hit.
        """
        hits = list(self.hits(text))
        first = next((hit for hit in hits if not hit.terms.isdisjoint(wanted)), None)
        if first is None:
            return SafeString("")
        start = max(0, min(first.start - LEAD_LENGTH, len(text) - EXCERPT_LENGTH))
        start = 0 if len(text) <= EXCERPT_LENGTH else _word_from(text, start, first.start)
        end = max(first.end, _word_until(text, start + EXCERPT_LENGTH))
        inside = [hit for hit in hits if hit.start >= start and hit.end <= end]
        marked = self._marked(text, inside, start, end)
        before, after = (ELLIPSIS if cut else "" for cut in (start > 0, end < len(text)))
        return format_html("{}{}{}", before, marked, after)

    @staticmethod
    def _marked(text: str, hits: list[Hit], start: int, end: int) -> SafeString:
        pieces, at = [], start
        for hit in hits:
            pieces += [escape(text[at : hit.start]), "<mark>", escape(text[hit.start : hit.end]), "</mark>"]
            at = hit.end
        return mark_safe("".join([*pieces, escape(text[at:end])]))


def _word_from(text: str, place: int, limit: int) -> int:
    """The first place from there on where a word begins, not after the limit."""
    while 0 < place < limit and not text[place - 1].isspace():
        place += 1
    return place


def _word_until(text: str, place: int) -> int:
    """The last place before there where a word ends; the end of the text, if that comes first."""
    if place >= len(text):
        return len(text)
    return len(text[:place].rsplit(None, 1)[0]) if " " in text[:place] else place
