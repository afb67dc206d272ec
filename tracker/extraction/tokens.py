"""The words of a sentence and what of it is looked at, letter by letter in place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:[-/*:][^\W_]+)*")
_HIDDEN = re.compile(r"\([^()]{0,400}\)|[„»][^“”«\n]{0,200}[“”«]|\[[^\]\n]{0,200}\]|–[^–\n]{1,200}–")
_SUBORDINATE = re.compile(
    r"[,;:]\s*(?:und\s+|oder\s+|sowie\s+|auch\s+|insbesondere\s+|vor\s+allem\s+|so\s+)?"
    r"(?:(?:in|an|auf|mit|von|zu|für|bei|aus|durch|über|unter|nach|um|wo|gegen|ohne)\s+)?"
    r"(?:dass|damit|weil|wenn|falls|sofern|soweit|ob|wie|indem|während|obwohl|sobald|solange|bevor|nachdem|da|welche[rnsm]?|"
    r"der|die|das|dem|den|denen|deren|dessen|was|wo|wobei|wodurch|womit|worin|wofür|um)\s+[^,;:]*"
)
# ", die Beratung auszubauen und zu stärken"
_TO_DO = re.compile(r",\s+[^,;:]{0,300}?\b(?:zu\s+\w+n|\w+zu\w+en)\b[^,;:]*")
_LEADING = re.compile(
    r"(?:Damit|Um|Wenn|Da|Weil|Während|Obwohl|Nachdem|Sobald|Wo|Wie|Dass|Ob|Indem|Soweit|Falls|Sofern)(?!\s+(?:wird|werden|soll|sollen|will|wollen|ist|sind|hat|haben|kann|können)\b)\s[^,]{3,400}(?:,[^,]{1,300}){0,3}?,(?=\s+(?!(?:mit|seit|samt|damit)\b)(?:\w+t|\w+en|will|soll|hat)\b)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence and where it stands."""

    text: str
    start: int
    end: int


def tokens(text: str, start: int = 0) -> list[Token]:
    """The words of a text."""
    return [Token(match.group(), match.start() + start, match.end() + start) for match in _WORD.finditer(text)]


def hidden(sentence: str, keep: Sequence[tuple[int, int]] = ()) -> str:
    """The sentence with brackets, quotations, insertions and subordinate clauses blotted out; same length."""

    def blot(match: re.Match[str]) -> str:
        if any(left < match.end() and match.start() < right for left, right in keep) and match.group()[0] in "„»":
            return match.group()
        return "·" * len(match.group())

    text = _HIDDEN.sub(blot, sentence)
    leading = _LEADING.match(text)
    if leading:
        text = "·" * leading.end() + text[leading.end() :]
    starts = {left for left, _right in keep}

    def clause(match: re.Match[str]) -> str:
        # ", die Länder werden" goes on with an actor; ", die sich beteiligen" does not
        article = re.match(r",\s+(?:und\s+|sowie\s+)?(?:der|die|das)\s+", match.group())
        if article and match.start() + article.end() in starts:
            return match.group()
        return match.group()[0] + "·" * (len(match.group()) - 1)

    return _TO_DO.sub(clause, _SUBORDINATE.sub(clause, text))
