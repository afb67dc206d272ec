"""How alike a passage of a new text is to commitments already recorded, with the reasons in words. No database."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.search.tokens import CHUNK, stem, words_of

LIKELY = 30
"""From this score on a match is offered."""
FITS = 20
"""From this score on words may belong to a commitment recorded by its own description."""
MIN_LENGTH = 4
COMMON_WORDS = (
    "aber alle allen aller alles auch auf aus bei beim dabei dadurch damit dass dazu denen der deren dessen diese "
    "diesem diesen dieser dieses durch eine einem einen einer eines fuer gegen haben hierzu ihre ihrem ihren ihrer "
    "insbesondere jeweils kann koennen mehr mit nach nicht noch oder ohne sein seine seinen sich sind sollen sowie "
    "soll ueber unter vom von vor weiter weiterhin werden wird wollen zudem zum zur zwischen allianz partner"
)
COMMON = frozenset(COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A recorded commitment as far as it is compared: its words, partners and deadline."""

    key: int
    code: str
    title: str
    words: str
    partners: Mapping[str, str] = field(default_factory=dict)
    """Names by keys."""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A commitment that a passage is like, how much in percent, and why."""

    candidate: Candidate
    score: int
    reasons: tuple[str, ...]


class Matcher:
    """Compares passages with a fixed set of commitments; words that many of them have weigh little."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.candidates = list(candidates)
        self._known = [_stems(item.words) for item in self.candidates]
        seen = Counter(word for known in self._known for word in known)
        number = len(self.candidates) or 1
        self._weight = {word: math.log(1 + number / count) for word, count in seen.items()}
        self._rare = math.log(1 + number)

    def best(
        self,
        words: str,
        *,
        partners: Iterable[str] = (),
        due_on: date | None = None,
        least: int = LIKELY,
        most: int = 3,
    ) -> list[Match]:
        """The commitments most like a passage, the likeliest first."""
        own, leads = _stems(words), frozenset(partners)
        found = []
        for candidate, known in zip(self.candidates, self._known, strict=True):
            match = self._compared(own, leads, due_on, candidate, known)
            if match.score >= least:
                found.append(match)
        return sorted(found, key=lambda match: (-match.score, match.candidate.code))[:most]

    def score(self, words: str, candidate: Candidate) -> Match:
        """How alike a passage is to one of these commitments."""
        place = next(number for number, item in enumerate(self.candidates) if item.key == candidate.key)
        return self._compared(_stems(words), frozenset(), None, candidate, self._known[place])

    def _compared(
        self,
        own: dict[str, str],
        leads: frozenset[str],
        due_on: date | None,
        candidate: Candidate,
        known: dict[str, str],
    ) -> Match:
        shared = own.keys() & known.keys()
        together = sum(self._of(word) for word in shared)
        mine, theirs = (math.sqrt(sum(self._of(word) for word in words)) for words in (own, known))
        alike = together / (mine * theirs) if mine and theirs else 0.0
        reasons = []
        if shared:
            top = sorted(shared, key=lambda word: (-self._of(word), word))
            said = list(dict.fromkeys(own[word] for word in top))[:5]
            reasons.append(_("same words: %s") % ", ".join(said))
        both = leads & candidate.partners.keys()
        if both:
            words = ngettext("same partner: %s", "same partners: %s", len(both))
            reasons.append(words % ", ".join(sorted(candidate.partners[key] for key in both)))
        if due_on is not None and due_on == candidate.due_on:
            reasons.append(_("same deadline"))
        share = len(both) / len(leads | candidate.partners.keys()) if both else 0.0
        score = 100 * alike * 0.85 + 100 * alike * 0.15 * share + (5 if due_on and due_on == candidate.due_on else 0)
        return Match(candidate, min(100, round(score)), tuple(reasons))

    def _of(self, word: str) -> float:
        return self._weight.get(word, self._rare)


@lru_cache(4096)
def _stems(text: str) -> dict[str, str]:
    """The stems of the words that say something, each with the word as it first stands in the text."""
    found: dict[str, str] = {}
    for chunk in CHUNK.findall(text):
        for word in words_of(chunk):
            if len(word) >= MIN_LENGTH and word not in COMMON:
                found.setdefault(stem(word), chunk)
    return found


def overlapping(lines: tuple[int | None, int | None], spans: Sequence[tuple[int, int | None, int | None]]) -> list[int]:
    """The keys of the spans (key, first line, last line) that share a line with these lines."""
    first, last = lines
    if first is None:
        return []
    end = last if last is not None else first
    return [
        key
        for key, start, stop in spans
        if start is not None and start <= end and (stop if stop is not None else start) >= first
    ]
