"""Who stands behind a promise besides its subject: agents of a passive, brackets, and those one works with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.extraction import clauses
from tracker.extraction.document import Document, Sentence
from tracker.extraction.lexicon import Lexicon, Mention

_BRACKET = re.compile(r"\(([^()]{2,240})\)|\[([^\[\]]{2,240})\]")
_LABELS = re.compile(
    r"\b(?:federführ\w*|Federführ\w*|zuständig\w*|Zuständig\w*|verantwortlich\w*|Verantwortlich\w*|Umsetzung|durch|gemeinsam|und|sowie|mit|unter|von|der|die|das|den|"
    r"beteilig\w*|Beteilig\w*|Beteiligung|Mitwirkung|Einbeziehung|in|Zusammenarbeit|Abstimmung|Kooperation|bis|Ende|Mitte|Anfang|ab|laufend|jährlich|je|alle)\b|\d+"
)
SUPPORTING = re.compile(
    r"beteilig|Beteilig|Mitwirk|mitwirk|Einbezieh|Zusammenarbeit|Abstimmung|Kooperation|\bmit\b|Unterstütz",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\b(?:mit|unter\s+(?:Einbeziehung|Beteiligung|Mitwirkung)(?:\s+von)?|Einbindung|im Zusammenwirken mit|in Abstimmung mit|neben)\s+(?:(?:der|den|dem|des|allen|unseren|ihren|von)\s+)?(?:\w+en\s+)?$"
)
_BY_AGENT = re.compile(
    r"\b(?:durch|vom|von|seitens)\s+(?:(?:der|den|dem|des|die|das)\s+)?(?:\w+(?:en|e)\s+)?$", re.IGNORECASE
)


class Parties:
    """The actors of a document's sentences beyond their subjects."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.lexicon = lexicon

    def agent(self, sentence: Sentence, mentions: Sequence[Mention]) -> tuple[str, ...]:
        """Partners behind "durch" and "von"."""
        for chain in clauses.chains(sentence.text, mentions, sentence.start):
            before = sentence.text[max(0, chain.start - 60) : chain.start]
            if _BY_AGENT.search(before):
                return tuple(dict.fromkeys(mention.key for mention in chain.mentions if mention.key))
        return ()

    def brackets(self, sentence: Sentence) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Those responsible that a bracket at the end of a sentence names: keys, and words for others."""
        for match in _BRACKET.finditer(sentence.text):
            rest = sentence.text[match.end() :].strip(" .;,:")
            if rest and not re.fullmatch(r"(?:und|sowie)?", rest):
                continue
            inside = next(group for group in match.groups() if group)
            start = sentence.start + match.start() + 1
            mentions = self.lexicon.mentions(self.document.text, start, start + len(inside))
            if not mentions:
                continue
            left = inside
            for mention in reversed(mentions):
                left = left[: mention.start - start] + left[mention.end - start :]
            supporting = SUPPORTING.search(left)
            words = re.sub(r"[^A-Za-zÄÖÜäöüß]", "", _LABELS.sub("", left))
            if len(words) > 14:
                continue
            before = self.lexicon.mentions(self.document.text, sentence.start, sentence.start + match.start())
            if before and before[-1].end >= start - 3 and len(mentions) == 1 and before[-1].key == mentions[0].key:
                continue
            at = start + inside.find(supporting.group()) if supporting else start + len(inside)
            leads = [item for item in mentions if item.start < at] or list(mentions)
            keys = [item.key for item in leads if item.key]
            others = [item.words for item in leads if not item.key]
            if (
                others
                and "bund" in self.lexicon.actors
                and not keys
                and all(word.isupper() and word.startswith("BM") for word in others)
            ):
                keys = ["bund"]
            return tuple(dict.fromkeys(keys)), tuple(dict.fromkeys(others))
        return (), ()

    def with_brackets(
        self, keys: tuple[str, ...], words: tuple[str, ...], brackets: tuple[tuple[str, ...], tuple[str, ...]]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Join the subject with the bracket: its members stand for a group, and for all partners whoever it names."""
        inside, others = brackets
        if not inside and not others:
            return keys, words
        kept = [
            key
            for key in keys
            if key != self.lexicon.joint and not any(self.lexicon.belongs(member, key) for member in inside)
        ]
        return tuple(dict.fromkeys((*kept, *inside))), tuple(
            dict.fromkeys((*(words if kept or not keys else ()), *others))
        )

    def participants(
        self,
        sentence: Sentence,
        mentions: Sequence[Mention],
        keys: Sequence[str],
        start: int | None = None,
        end: int | None = None,
    ) -> tuple[str, ...]:
        """Who takes part in a passage without leading it: after "mit" and in brackets; keys, or words."""
        found: list[str] = []
        for chain in clauses.chains(sentence.text, mentions, sentence.start):
            at = sentence.start + chain.start
            if (start is not None and at < start) or (end is not None and at >= end):
                continue
            if _WITH.search(sentence.text[max(0, chain.start - 70) : chain.start]):
                found += [mention.key or mention.words for mention in chain.mentions]
        for match in _BRACKET.finditer(sentence.text):
            supporting = SUPPORTING.search(match.group())
            if supporting:
                at = sentence.start + match.start() + supporting.start()
                found += [m.key or m.words for m in mentions if at < m.start < sentence.start + match.end()]
        return tuple(dict.fromkeys(item for item in found if item not in keys))
