"""Which sentences of a text are promises, by whom and until when; and why the others are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.extraction import clauses, deadlines, details, leads, modality, named
from tracker.extraction.document import BULLET, HEADING, Document, Sentence
from tracker.extraction.lexicon import Lexicon, Mention
from tracker.extraction.modality import Verdict
from tracker.extraction.parties import SUPPORTING
from tracker.extraction.proposal import Ground, Proposal, Reason, Rejected
from tracker.extraction.reading import Context, Hit, Lead, Reading
from tracker.vocabulary import Modality

# No promise is longer; what is, comes from a broken file and would only cost time.
MAX_SENTENCE = 4000
_LABEL_LINE = re.compile(
    r"(?P<label>Zuständigkeit(?:en)?|Zuständig|Federführung|Federführend|Verantwortlich(?:e|keit)?|Umsetzung durch|Umsetzende|Akteure?|Träger|Partner|Beteiligte(?: Partner)?|"
    r"Beteiligt|Mitwirkende|Mitwirkung|Kooperationspartner|Frist|Zeitplan|Zeitrahmen|Zeitraum|Termin|Umsetzung bis|Laufzeit|Fällig)\s*(?:\([^)]*\))?\s*:\s*"
)
_TRAILING = re.compile(r"(?:[,;]|\s+(?:und|sowie|oder|bzw\.))+\s*$")
_LEAD_END = re.compile(r"[^.!?…“”\"»]\s*$")
_COLON = re.compile(r":\s*$")


@dataclass(frozen=True, slots=True)
class Examined:
    """What became of a text: the proposals and the sentences that are none, both in the order of the text."""

    proposals: tuple[Proposal, ...]
    rejected: tuple[Rejected, ...]


def examine(
    document: Document, lexicon: Lexicon, signed_on: date | None = None, term_end: date | None = None
) -> Examined:
    """Return what may be a promise in a text and why every other sentence is none."""
    return _Reader(document, lexicon, signed_on, term_end).read()


def propose(
    document: Document, lexicon: Lexicon, signed_on: date | None = None, term_end: date | None = None
) -> list[Proposal]:
    """Return what may be a promise in a text, in its order."""
    return list(examine(document, lexicon, signed_on, term_end).proposals)


class _Reader:
    """One walk through a document."""

    def __init__(self, document: Document, lexicon: Lexicon, signed_on: date | None, term_end: date | None) -> None:
        self.reading = Reading(document, lexicon, signed_on, term_end)
        self.document = document
        self.lexicon = lexicon
        self.parties = self.reading.parties
        self.proposals: list[Proposal] = []
        self.rejected: list[Rejected] = []

    def read(self) -> Examined:
        """Look at every sentence once, in order."""
        for place, sentence in enumerate(self.document.sentences):
            self._sentence(place, sentence)
        order = sorted(self.proposals, key=lambda item: (item.start, item.end))
        proposed = {item.sentence for item in order}
        left = [item for item in self.rejected if item.place not in proposed]
        return Examined(tuple(order), tuple(sorted(left, key=lambda item: item.place)))

    # One sentence

    def _sentence(self, place: int, sentence: Sentence) -> None:
        context = self.reading.context
        kind = self.document.paragraphs[sentence.paragraph].kind
        readable = min(sentence.end, sentence.start + MAX_SENTENCE)
        mentions = self.lexicon.mentions(self.document.text, sentence.start, readable)
        if kind == HEADING:
            found = tuple(dict.fromkeys(mention.key for mention in mentions if mention.key))
            self.reading.context = Context(heading=found, heading_deeds=bool(leads.DEEDS.search(sentence.text)))
            self._reject(place, sentence, Ground.HEADING)
            return
        if len(sentence.text) > MAX_SENTENCE:
            self._reject(place, sentence, Ground.NO_VERB)
            return
        if self._label(place, sentence, mentions):
            return
        first = place == 0 or self.document.sentences[place - 1].paragraph != sentence.paragraph
        if kind != BULLET and first:
            context.lead = None
        if kind == BULLET and context.lead is not None and first:
            self._item(place, sentence, mentions, context.lead)
            return
        hits, ground = named.promises(self.reading, sentence, mentions)
        if _LEAD_END.search(sentence.text) and self._list_follows(place):
            self._lead_in(place, sentence, hits, mentions)
            return
        if kind == BULLET and not hits and first and context.heading and context.heading_deeds:
            verdict = Verdict(Modality.COMMITMENT, None, 0.6, "Überschrift")
            reason = Reason("Die Überschrift nennt den Partner und seine Beiträge.")
            hits = [Hit(sentence.start, sentence.end, context.heading, (), verdict, (reason,), False)]
        if _COLON.search(sentence.text) and re.search(r"\bfolgende\w*\b", sentence.text):
            self._reject(place, sentence, Ground.LEAD_IN)
            return
        self._take(place, sentence, hits, ground, mentions)

    def _take(
        self, place: int, sentence: Sentence, hits: Sequence[Hit], ground: Ground, mentions: Sequence[Mention]
    ) -> None:
        context = self.reading.context
        if not hits:
            if ground is Ground.NO_VERB:
                context.nominal = place
            self._reject(place, sentence, ground)
            return
        for hit in hits:
            self._add(place, sentence, hit, mentions)
        context.promised = hits[-1].keys
        context.promised_words = hits[-1].words
        context.promised_in = sentence.paragraph
        context.nominal = None

    def _reject(self, place: int, sentence: Sentence, ground: Ground) -> None:
        self.rejected.append(Rejected(sentence, ground.sentence, ground, place))

    def _list_follows(self, place: int) -> bool:
        following = place + 1
        if following >= len(self.document.sentences):
            return False
        after = self.document.sentences[following]
        return (
            self.document.paragraphs[after.paragraph].kind == BULLET
            and after.paragraph != self.document.sentences[place].paragraph
        )

    # Lists

    def _lead_in(self, place: int, sentence: Sentence, hits: Sequence[Hit], mentions: Sequence[Mention]) -> None:
        following = self.document.sentences[place + 1]
        own = self.lexicon.mentions(self.document.text, following.start, following.end)
        shown_subjects = clauses.subjects(following.text, own, following.start, self.lexicon, ((), ()))
        whole_sentences = any(
            subject.start - following.start < 40 for subject in shown_subjects
        ) and following.text.endswith(".")
        keys: tuple[str, ...] = ()
        words: tuple[str, ...] = ()
        if hits:
            keys, words, verdict = hits[-1].keys, hits[-1].words, hits[-1].verdict
        else:
            verdict = leads.verdict_of(self.reading, sentence, mentions)
            chain = list(clauses.chains(sentence.text, mentions, sentence.start))
            if chain and verdict.modality is not None:
                best = next((item for item in chain if item.nominative), chain[0])
                keys = tuple(dict.fromkeys(mention.key for mention in best.mentions if mention.key))
                words = tuple(dict.fromkeys(mention.words for mention in best.mentions if not mention.key))
            if verdict.modality is not None and not keys and not words:
                keys = self.reading.inherited(sentence)[0]
        self.reading.context.lead = Lead(
            keys, words, verdict, sentence, self.parties.participants(sentence, mentions, keys)
        )
        if verdict.modality is None:
            self.reading.context.lead = None if whole_sentences else self.reading.context.lead
        if any(hit.named for hit in hits) and whole_sentences:
            self._take(place, sentence, hits, Ground.LEAD_IN, mentions)
            self.reading.context.lead = None
            return
        self._reject(place, sentence, Ground.LEAD_IN)

    def _item(self, place: int, sentence: Sentence, mentions: Sequence[Mention], lead: Lead) -> None:
        """An item of a list: a promise of its own, or one that inherits actor and verb of the lead-in."""
        hits, ground = named.promises(self.reading, sentence, mentions)
        if hits and any(hit.named for hit in hits):
            self._take(place, sentence, hits, ground, mentions)
            return
        if lead.verdict.modality is None:
            self._take(place, sentence, (), Ground.DESCRIPTION if ground is Ground.NO_VERB else ground, mentions)
            return
        if (
            ground in (Ground.PAST, Ground.APPEAL, Ground.CONDITIONAL, Ground.QUESTION, Ground.POSITION)
            and sentence.text[0].isupper()
            and not hits
        ):
            self._take(place, sentence, (), ground, mentions)
            return
        verdict = replace(lead.verdict, modality=modality.finer(lead.verdict.modality, sentence.text))
        keys, words, reason = lead.keys, lead.words, None
        brackets = self.parties.brackets(sentence)
        if brackets[0] or brackets[1]:
            keys, words = self.parties.with_brackets(keys, words, brackets)
        reason = Reason(
            "Der einleitende Satz nennt, wer handelt, und die Zusage.", lead.sentence.start, lead.sentence.end
        )
        verdict = replace(verdict, confidence=min(verdict.confidence, 0.85))
        hit = Hit(sentence.start, self._trimmed(sentence), keys, words, verdict, (reason,), False)
        self._add(place, sentence, hit, mentions, lead)
        self.reading.context.promised, self.reading.context.promised_words, self.reading.context.promised_in = (
            keys,
            words,
            sentence.paragraph,
        )

    def _trimmed(self, sentence: Sentence) -> int:
        return sentence.start + len(_TRAILING.sub("", sentence.text).rstrip()) or sentence.end

    # Lines that say who and until when

    def _label(self, place: int, sentence: Sentence, mentions: Sequence[Mention]) -> bool:
        """Take a line like "Zuständig: BMAS" or "Frist: Ende 2027" for the measure before it."""
        match = _LABEL_LINE.match(sentence.text)
        if match is None or (not mentions and not self.reading.deadlines(sentence.start, sentence.end)):
            return False
        if not self.proposals and self.reading.context.nominal is None:
            return False
        label = match["label"]
        if self.reading.context.nominal is not None:
            nominal = self.document.sentences[self.reading.context.nominal]
            keys, names = self.reading.inherited(nominal)
            verdict = Verdict(modality.finer(Modality.COMMITMENT, nominal.text), None, 0.65, "Zuständigkeit")
            reason = Reason("Die Maßnahme nennt darunter ihre Zuständigkeit oder Frist.", sentence.start, sentence.end)
            own = self.lexicon.mentions(self.document.text, nominal.start, nominal.end)
            self._add(
                self.reading.context.nominal,
                nominal,
                Hit(nominal.start, nominal.end, keys, names, verdict, (reason,), False),
                own,
            )
            self.reading.context.nominal = None
        last = self.proposals[-1]
        found = deadlines.chosen(
            self.reading.deadlines(sentence.start, sentence.end),
            self.document.text,
        )
        keys = tuple(dict.fromkeys(mention.key for mention in mentions if mention.key))
        names = tuple(dict.fromkeys(mention.words for mention in mentions if not mention.key))
        changed = last
        if found and last.deadline is None:
            changed = replace(changed, deadline=found.deadline)
        if keys or names:
            if SUPPORTING.search(label):
                changed = replace(changed, participants=tuple(dict.fromkeys((*changed.participants, *keys, *names))))
            elif keys:
                joined, _words = self.parties.with_brackets(changed.partners, (), (keys, ()))
                changed = replace(
                    changed, partners=joined, participants=tuple(dict.fromkeys((*changed.participants, *names)))
                )
        reason = Reason("Die Zeile darunter nennt Zuständigkeit oder Frist.", sentence.start, sentence.end)
        self.proposals[-1] = replace(changed, reasons=(*changed.reasons, reason))
        self._reject(place, sentence, Ground.NO_VERB)
        return True

    # Details

    def _add(
        self, place: int, sentence: Sentence, hit: Hit, mentions: Sequence[Mention], lead: Lead | None = None
    ) -> None:
        text = self.document.text
        start, end = hit.start, hit.end
        found = self.reading.deadlines(start, end)
        best = deadlines.chosen(found, text)
        if best is None and lead is not None:
            best = deadlines.chosen(self.reading.deadlines(lead.sentence.start, lead.sentence.end), text)
        reasons = [reason for reason in hit.reasons if reason is not None]
        if best is not None:
            reasons.append(Reason(f"„{best.deadline.wording}“ nennt eine Frist.", best.start, best.end))
        participants = self.parties.participants(sentence, mentions, hit.keys, start, end)
        if lead is not None:
            participants = tuple(dict.fromkeys((*lead.participants, *participants)))
        taken = [(item.start, item.end) for item in found]
        assert hit.verdict.modality is not None  # noqa: S101
        self.proposals.append(
            Proposal(
                quote=text[start:end],
                start=start,
                end=end,
                sentence=place,
                chapter=sentence.chapter,
                paragraph=self.document.paragraphs[sentence.paragraph].number,
                page=sentence.page,
                line=sentence.line,
                partners=hit.keys,
                participants=tuple(dict.fromkeys((*hit.words, *participants))),
                deadline=best.deadline if best else None,
                modality=hit.verdict.modality,
                kind=hit.verdict.kind,
                quantities=details.quantities(text, start, end, taken),
                instruments=details.instruments(text, start, end),
                target_groups=details.target_groups(text, start, end),
                laender=tuple(
                    dict.fromkeys(
                        mention.key
                        for mention in mentions
                        if start <= mention.start < end and mention.key and self.lexicon.actors[mention.key].land
                    )
                ),
                confidence=round(max(0.05, min(0.99, hit.verdict.confidence)), 2),
                reasons=tuple(reasons),
                lead_in=(lead.sentence.start, lead.sentence.end) if lead else None,
            )
        )
