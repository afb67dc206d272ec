"""How good the proposals for a text are, held against what a person marked in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_WORD = re.compile(r"\w+")
# Two quotes are the same promise if the words they share are so many of the shorter one's, and of the longer one's.
_OF_SHORTER, _OF_LONGER = 0.8, 0.4


@dataclass(frozen=True, slots=True)
class Item:
    """A promise as a proposal or a mark has it: words, leads, the last day, and whether it recurs.

    `named` is whether the sentence itself names its partners; None where nobody said so.
    """

    quote: str
    partners: frozenset[str]
    has_deadline: bool
    end: str | None
    named: bool | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Right answers among those given and among those wanted."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of the answers given that are right."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """The share of the answers wanted that were given."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.given + other.given, self.wanted + other.wanted)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The three scores of a text, and what was missed, put forward wrongly or read wrongly."""

    sentences: Score
    partners: Score
    deadlines: Score
    missed: tuple[Item, ...] = ()
    wrong: tuple[Item, ...] = ()
    unlike: tuple[tuple[Item, Item], ...] = ()


def items(rows: Iterable[Mapping[str, Any]]) -> list[Item]:
    """Items from rows like `{quote, partners, deadline}`; a deadline is null, a day, or an object with `end`.

    Raises ValueError with a sentence if a row has no quote.
    """
    found = []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping) or not str(row.get("quote") or "").strip():
            raise ValueError(f"Eintrag {number} hat kein Feld „quote“ mit den Worten der Zusage.")
        deadline = row.get("deadline")
        end = deadline.get("end") if isinstance(deadline, Mapping) else deadline
        found.append(
            Item(
                str(row["quote"]),
                frozenset(row.get("partners") or ()),
                bool(deadline),
                str(end) if end else None,
                row.get("named"),
            )
        )
    return found


def evaluate(proposed: Sequence[Item], marked: Sequence[Item]) -> Evaluation:
    """Compare proposals with marks, each proposal with one mark at most, in the order of the text.

    Partners are judged where the sentence names them (marks without `named` count as such), deadlines wherever the
    proposal or the mark of a promise found by both has one.
    """
    pairs = _pairs(proposed, marked)
    matched = {left for left, _right in pairs}
    known = {right for _left, right in pairs}
    both = [(proposed[left], marked[right]) for left, right in pairs]
    named = [(left, right) for left, right in both if right.named is not False]
    partners = Score(
        sum(len(left.partners & right.partners) for left, right in named),
        sum(len(left.partners) for left, _right in named),
        sum(len(right.partners) for _left, right in named),
    )
    deadlines = Score(
        sum(left.has_deadline and right.has_deadline and left.end == right.end for left, right in both),
        sum(left.has_deadline for left, _right in both),
        sum(item.has_deadline for item in marked),
    )
    return Evaluation(
        Score(len(pairs), len(proposed), len(marked)),
        partners,
        deadlines,
        tuple(item for place, item in enumerate(marked) if place not in known),
        tuple(item for place, item in enumerate(proposed) if place not in matched),
        tuple(
            (left, right)
            for left, right in both
            if (right.named is not False and left.partners != right.partners)
            or left.has_deadline != right.has_deadline
            or left.end != right.end
        ),
    )


def _pairs(proposed: Sequence[Item], marked: Sequence[Item]) -> list[tuple[int, int]]:
    left = [_WORD.findall(item.quote.lower()) for item in proposed]
    right = [_WORD.findall(item.quote.lower()) for item in marked]
    bags = [set(words) for words in right]
    holding: dict[str, list[int]] = {}
    for place, bag in enumerate(bags):
        for word in bag:
            holding.setdefault(word, []).append(place)
    scored = []
    for place, words in enumerate(left):
        bag = set(words)
        # Only marks that share the rarest word of a proposal can be alike enough; that keeps long texts quick.
        candidates = {
            other
            for word in sorted(bag, key=lambda word: len(holding.get(word, ())))[:6]
            for other in holding.get(word, ())
        }
        for other in candidates:
            shared = len(bag & bags[other])
            short, long = sorted((len(bag), len(bags[other])))
            if short and shared >= _OF_SHORTER * short and shared >= _OF_LONGER * long:
                scored.append((-shared / long, abs(place - other), place, other))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _score, _gap, place, other in sorted(scored):
        if place not in pairs and other not in taken:
            pairs[place] = other
            taken.add(other)
    return sorted(pairs.items())
