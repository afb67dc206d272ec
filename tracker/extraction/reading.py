"""What one walk through a document knows: the text, the partners, and what the sentences before have said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.extraction import deadlines
from tracker.extraction.deadlines import Found
from tracker.extraction.document import Document, Sentence
from tracker.extraction.lexicon import Lexicon
from tracker.extraction.modality import Verdict
from tracker.extraction.parties import Parties
from tracker.extraction.proposal import Reason


@dataclass(slots=True)
class Lead:
    """A sentence that leads a list in: its actors and how binding it is."""

    keys: tuple[str, ...]
    words: tuple[str, ...]
    verdict: Verdict
    sentence: Sentence
    participants: tuple[str, ...]


@dataclass(slots=True)
class Context:
    """What the sentences before have said, for those that lean on them."""

    keys: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    promised: tuple[str, ...] = ()
    promised_words: tuple[str, ...] = ()
    promised_in: int = -1
    lead: Lead | None = None
    heading: tuple[str, ...] = ()
    heading_deeds: bool = False
    nominal: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A promise found in a sentence, before its details are read."""

    start: int
    end: int
    keys: tuple[str, ...]
    words: tuple[str, ...]
    verdict: Verdict
    reasons: tuple[Reason, ...] = field(default_factory=tuple)
    named: bool = True


class Reading:
    """A document being read, with the context of the sentence that is looked at."""

    def __init__(self, document: Document, lexicon: Lexicon, signed_on: date | None, term_end: date | None) -> None:
        self.document = document
        self.lexicon = lexicon
        self.parties = Parties(document, lexicon)
        self.signed_on = signed_on
        self.term_end = term_end
        self.context = Context()

    def deadlines(self, start: int, end: int) -> list[Found]:
        """The deadlines named between two places of the text."""
        return deadlines.find(self.document.text, start, end, self.signed_on, self.term_end)

    def inherited(self, sentence: Sentence) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who acts where the sentence names nobody: who promised before in its paragraph, else all partners."""
        context = self.context
        if context.promised_in == sentence.paragraph and (context.promised or context.promised_words):
            return context.promised, context.promised_words
        if context.heading and len(context.heading) == 1 and context.heading_deeds:
            return context.heading, ()
        return ((self.lexicon.joint,), ()) if self.lexicon.joint else ((), ())

    def from_before(self, keys: Sequence[str]) -> Reason:
        """Why these act where the sentence names nobody itself."""
        if list(keys) == [self.lexicon.joint]:
            return Reason("Der Satz nennt niemanden; gemeint sind wohl alle Partner.")
        return Reason(
            f"Wer handelt, steht davor oder dabei: {', '.join(keys)}."
            if keys
            else "Der Satz nennt niemanden, der handelt."
        )
