"""Which sentences of a text are promises, by whom and until when; and why the others are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.extraction import clauses, deadlines, details, modality
from tracker.extraction.clauses import Subject, Token
from tracker.extraction.document import BULLET, HEADING, Document, Sentence
from tracker.extraction.lexicon import Lexicon, Mention
from tracker.extraction.modality import Verdict
from tracker.extraction.parties import SUPPORTING, Parties
from tracker.extraction.proposal import Ground, Proposal, Reason, Rejected
from tracker.vocabulary import Kind, Modality

# No promise is longer; what is, comes from a broken file and would only cost time.
MAX_SENTENCE = 4000
_QUESTION = re.compile(r"\?[\"“”»)]*$")
_CONDITION = re.compile(r"(?:Wenn|Falls|Sofern|Sollte|Sollten|Angenommen)\b")
_CONDITIONAL = re.compile(r"\b(?:würden?|könnten?|wären?|dürften?|müssten?)\b")
_LABEL_LINE = re.compile(
    r"(?P<label>Zuständigkeit(?:en)?|Zuständig|Federführung|Federführend|Verantwortlich(?:e|keit)?|Umsetzung durch|Umsetzende|Akteure?|Träger|Partner|Beteiligte(?: Partner)?|"
    r"Beteiligt|Mitwirkende|Mitwirkung|Kooperationspartner|Frist|Zeitplan|Zeitrahmen|Zeitraum|Termin|Umsetzung bis|Laufzeit|Fällig)\s*(?:\([^)]*\))?\s*:\s*"
)
_GOAL = re.compile(
    r"(?:\bZiele?\b(?P<of>[^,;:.]{0,90}?)\s+(?:ist|sind|bleibt|war)\b|\b(?:ist|sind|bleibt)\s+(?:es\s+)?(?:daher\s+|dabei\s+|auch\s+|weiterhin\s+)?(?:das|unser|ihr|erklärtes|ein)(?:\s+(?:gemeinsame[sn]?|erklärte[sn]?|zentrale[sn]?|wichtige[sn]?|übergeordnete[sn]?))*\s+(?:Ziel|Anspruch|Anliegen)\b"
    r"|^(?:Angestrebt|Geplant|Vorgesehen|Beabsichtigt|Vereinbart)\s+(?:wird|werden|ist|sind)\b|\b(?:ist|sind)\s+(?:\w+\s+){0,4}(?:geplant|vorgesehen|beabsichtigt|angestrebt)\b)"
)
_SHALL = re.compile(r"\b(?:soll|sollen)\b")
_PASSIVE = re.compile(r"\b(?:wird|werden)\b")
_BELONGS = re.compile(r"(?:Dazu|Hierzu|Darunter|Dazu)\s+(?:gehör\w+|zähl\w+|fall\w+)\b")
_FOLLOWS = re.compile(
    r"(?:Dabei|Dazu|Hierzu|Hierfür|Dafür|Hierbei|Zudem|Außerdem|Darüber hinaus|Ferner|Weiterhin|Ergänzend|Zusätzlich|Zugleich|Gleichzeitig|Damit|Künftig|Auch|Insbesondere|Des Weiteren|Anschließend|Danach|In diesem Rahmen|Im Rahmen|Daneben|Zunächst|Bis|Zum|Spätestens|Ab|Die Ergebnisse|Über die Ergebnisse)\b"
)
_NEW = re.compile(
    r"\b(?:künftig|zukünftig|neu(?:e[rnms]?)?|erstmals|weiter(?:hin)?|verstärkt|stärker|zusätzlich\w*|ausgebaut|eingerichtet|ausgeweitet|fortgeführt|fortgesetzt|verstetigt|erhöht|geschaffen|eingeführt|weiterentwickelt|aufgebaut|gestärkt|intensiviert)\b"
)
_DESCRIBES = re.compile(
    r"\b(?:derzeit|bereits|bisher|bislang|aktuell|häufig|oft|oftmals|meist|zunehmend|unterschiedlich|immer (?:mehr|häufiger|weniger|stärker|wichtiger)|vielfach|teilweise|in der Regel|jedes Jahr|seit|deutlich:|vorzeitig|nach wie vor)\b",
    re.IGNORECASE,
)
_DEEDS = re.compile(
    r"(?:Maßnahmen|Beiträge?|Zusagen|Verpflichtung(?:en)?|Selbstverpflichtung(?:en)?|Aufgaben|Vorhaben|Schritte|Handlungsschwerpunkte|Vereinbarungen|Aktivitäten|Leistungen)\b"
)
_INFINITIVE_END = re.compile(r"(?:^|\s)(?:zu\s+)?(?P<word>[a-zäöüß]*(?:en|ern|eln))\W*(?:und|sowie|oder)?\W*$")
_TRAILING = re.compile(r"(?:[,;]|\s+(?:und|sowie|oder|bzw\.))+\s*$")
_LEAD_END = re.compile(r"[^.!?…“”\"»]\s*$")
_COLON = re.compile(r":\s*$")


@dataclass(frozen=True, slots=True)
class Examined:
    """What became of a text: the proposals and the sentences that are none, both in the order of the text."""

    proposals: tuple[Proposal, ...]
    rejected: tuple[Rejected, ...]


@dataclass(slots=True)
class _Lead:
    """A sentence that leads a list in: its actors and how binding it is."""

    keys: tuple[str, ...]
    words: tuple[str, ...]
    verdict: Verdict
    sentence: Sentence
    participants: tuple[str, ...]


@dataclass(slots=True)
class _Context:
    """What the sentences before have said, for those that lean on them."""

    keys: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    promised: tuple[str, ...] = ()
    promised_words: tuple[str, ...] = ()
    promised_in: int = -1
    lead: _Lead | None = None
    heading: tuple[str, ...] = ()
    heading_deeds: bool = False
    nominal: int | None = None


@dataclass(frozen=True, slots=True)
class _Hit:
    """A promise found in a sentence, before its details are read."""

    start: int
    end: int
    keys: tuple[str, ...]
    words: tuple[str, ...]
    verdict: Verdict
    reasons: tuple[Reason, ...] = field(default_factory=tuple)
    named: bool = True


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
        self.document = document
        self.lexicon = lexicon
        self.parties = Parties(document, lexicon)
        self.signed_on = signed_on
        self.term_end = term_end
        self.context = _Context()
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
        context = self.context
        kind = self.document.paragraphs[sentence.paragraph].kind
        readable = min(sentence.end, sentence.start + MAX_SENTENCE)
        mentions = self.lexicon.mentions(self.document.text, sentence.start, readable)
        if kind == HEADING:
            found = tuple(dict.fromkeys(mention.key for mention in mentions if mention.key))
            self.context = _Context(heading=found, heading_deeds=bool(_DEEDS.search(sentence.text)))
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
        hits, ground = self._promises(place, sentence, mentions)
        if _LEAD_END.search(sentence.text) and self._list_follows(place):
            self._lead_in(place, sentence, hits, mentions)
            return
        if kind == BULLET and not hits and first and context.heading and context.heading_deeds:
            verdict = Verdict(Modality.COMMITMENT, None, 0.6, "Überschrift")
            reason = Reason("Die Überschrift nennt den Partner und seine Beiträge.")
            hits = [_Hit(sentence.start, sentence.end, context.heading, (), verdict, (reason,), False)]
        if _COLON.search(sentence.text) and re.search(r"\bfolgende\w*\b", sentence.text):
            self._reject(place, sentence, Ground.LEAD_IN)
            return
        self._take(place, sentence, hits, ground, mentions)

    def _take(
        self, place: int, sentence: Sentence, hits: Sequence[_Hit], ground: Ground, mentions: Sequence[Mention]
    ) -> None:
        context = self.context
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

    def _lead_in(self, place: int, sentence: Sentence, hits: Sequence[_Hit], mentions: Sequence[Mention]) -> None:
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
            verdict = self._lead_verdict(sentence, mentions)
            chain = list(clauses.chains(sentence.text, mentions, sentence.start))
            if chain and verdict.modality is not None:
                best = next((item for item in chain if item.nominative), chain[0])
                keys = tuple(dict.fromkeys(mention.key for mention in best.mentions if mention.key))
                words = tuple(dict.fromkeys(mention.words for mention in best.mentions if not mention.key))
            if verdict.modality is not None and not keys and not words:
                keys = self._inherited(sentence)[0]
        self.context.lead = _Lead(keys, words, verdict, sentence, self.parties.participants(sentence, mentions, keys))
        if verdict.modality is None:
            self.context.lead = None if whole_sentences else self.context.lead
        if any(hit.named for hit in hits) and whole_sentences:
            self._take(place, sentence, hits, Ground.LEAD_IN, mentions)
            self.context.lead = None
            return
        self._reject(place, sentence, Ground.LEAD_IN)

    def _lead_verdict(self, sentence: Sentence, mentions: Sequence[Mention]) -> Verdict:
        text = sentence.text
        subjects = clauses.subjects(
            text, mentions, sentence.start, self.lexicon, (self.context.keys, self.context.words)
        )
        for subject in subjects:
            verb = subject.verb.lower()
            if verb in ("wird", "werden"):
                return Verdict(Modality.COMMITMENT, None, 0.88, subject.verb)
            if verb in ("will", "wollen", "soll", "sollen", "möchte", "möchten"):
                return Verdict(Modality.INTENTION, None, 0.85, subject.verb)
        if re.search(
            r"\b(?:vereinbar\w*|verpflicht\w*|verständig\w*|zugesagt|sagen\b.*\bzu\b|sagt\b.*\bzu\b|umgesetzt|ergreif\w*|ergriffen|durchgeführt|Folgendes|beschließ\w*|geplant|vorgesehen|setz\w*\b.*\bum\b)",
            text,
        ) and not re.search(r"\b(?:wurden?|bisher\w*|bereits)\b", text):
            return Verdict(Modality.COMMITMENT, None, 0.75, "vereinbaren")
        if re.search(
            r"\bZiele?\b|\bdarauf hin\b|\beinsetzen\b|\bsetzen (?:sich|uns)\b|\bsetzt sich\b|\bstreb\w+\b", text
        ):
            return Verdict(Modality.INTENTION, None, 0.75, "Ziel", Kind.TARGET)
        if (
            _DEEDS.search(text)
            and (mentions or len(text) < 60)
            and not re.search(r"\b(?:wurden?|haben|hat|bisher\w*|bereits)\b", text)
        ):
            return Verdict(Modality.COMMITMENT, None, 0.7, "Maßnahmen")
        return Verdict(ground=Ground.DESCRIPTION)

    def _item(self, place: int, sentence: Sentence, mentions: Sequence[Mention], lead: _Lead) -> None:
        """An item of a list: a promise of its own, or one that inherits actor and verb of the lead-in."""
        hits, ground = self._promises(place, sentence, mentions)
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
        hit = _Hit(sentence.start, self._trimmed(sentence), keys, words, verdict, (reason,), False)
        self._add(place, sentence, hit, mentions, lead)
        self.context.promised, self.context.promised_words, self.context.promised_in = keys, words, sentence.paragraph

    def _trimmed(self, sentence: Sentence) -> int:
        return sentence.start + len(_TRAILING.sub("", sentence.text).rstrip()) or sentence.end

    # What a sentence promises

    def _promises(self, place: int, sentence: Sentence, mentions: Sequence[Mention]) -> tuple[list[_Hit], Ground]:
        text = sentence.text
        context = self.context
        if _QUESTION.search(text):
            return [], Ground.QUESTION
        offset = sentence.start
        brackets = self.parties.brackets(sentence)
        keep = [(mention.start - offset, mention.end - offset) for mention in mentions]
        shown = clauses.hidden(text, keep)
        subjects = clauses.subjects(text, mentions, offset, self.lexicon, (context.keys, context.words))
        hits: list[_Hit] = []
        grounds: list[Ground] = []
        bounds = self._bounds(sentence, shown, subjects)
        for subject, (start, end) in zip(subjects, bounds, strict=True):
            part = shown[: end - offset]
            words = [word for word in clauses.tokens(part) if word.start >= start - offset]
            absolute = [Token(word.text, word.start + offset, word.end + offset) for word in words]
            if subject.verb.lower() in ("wird", "werden") and modality.tail(absolute, subject.verb_end) is None:
                # Its verb stands behind something hidden, as an apposition may be.
                part = text[: end - offset]
                absolute = clauses.tokens(text[start - offset : end - offset], start)
            verdict = modality.of_subject(subject, part, offset, absolute, part[start - offset :])
            if verdict.modality is None:
                grounds.append(verdict.ground or Ground.DESCRIPTION)
                continue
            if _CONDITION.match(text):
                grounds.append(Ground.CONDITIONAL)
                continue
            if not subject.keys and verdict.confidence < 0.8:
                # somebody who is no partner, in the present tense: that describes
                grounds.append(Ground.OTHERS)
                continue
            keys, names = self.parties.with_brackets(subject.keys, subject.words, brackets)
            keys = self._gapped(sentence, shown, subject, mentions, keys, verdict)
            doubt = (0.05 if subject.pronoun else 0.0) + (0.0 if subject.keys else 0.2)
            reasons = (self._who(subject), *self._said(verdict))
            hits.append(_Hit(start, end, keys, names, replace(verdict, confidence=verdict.confidence - doubt), reasons))
        if subjects:
            context.keys, context.words = subjects[0].keys, subjects[0].words
        if hits:
            if len(hits) < len(subjects):
                hits = (
                    [replace(hit, start=sentence.start, end=sentence.end) for hit in hits[:1]]
                    if len(hits) == 1
                    else hits
                )
            return self._apart(sentence, hits), Ground.NO_VERB
        without = self._without_subject(place, sentence, shown, mentions, brackets, grounds)
        if isinstance(without, list):
            return without, Ground.NO_VERB
        return [], without

    def _bounds(self, sentence: Sentence, shown: str, subjects: Sequence[Subject]) -> list[tuple[int, int]]:
        """The part of the sentence that belongs to each subject."""
        starts = [sentence.start]
        for subject in subjects[1:]:
            first = min(subject.start, subject.verb_start) - sentence.start
            before = shown[:first]
            cuts = [
                match.end() for match in re.finditer(r"[;,]\s+(?:und\s+|während\s+|zudem\s+)?|\s+und\s+(?=\w)", before)
            ]
            starts.append(sentence.start + (cuts[-1] if cuts else first))
        if not subjects:
            return []
        ends = [*starts[1:], sentence.end]
        result = []
        for start, end in zip(starts, ends, strict=True):
            if end != sentence.end:
                raw = sentence.text[start - sentence.start : end - sentence.start]
                end = start + len(re.sub(r"[\s,;]*(?:\bund|\bwährend)?[\s,;]*$", "", raw))
            result.append((start, max(end, start + 1)))
        return result

    def _apart(self, sentence: Sentence, hits: list[_Hit]) -> list[_Hit]:
        """Split a promise of two deliverables with a deadline each."""
        if len(hits) != 1:
            return hits
        hit = hits[0]
        found = [
            item
            for item in deadlines.find(self.document.text, hit.start, hit.end, self.signed_on, self.term_end)
            if item.deadline.end is not None
        ]
        if len(found) != 2:
            return hits
        between = self.document.text[found[0].end : found[1].start]
        cut = re.search(r"[a-zäöüß]+(?:en|ern|eln)\s*(?P<cut>,?\s+(?:und|sowie)\s+|,\s+)(?:spätestens\s+)?$", between)
        if cut is None:
            return hits
        middle = found[0].end + cut.start("cut")
        return [replace(hit, end=middle), replace(hit, start=found[0].end + cut.end("cut"))]

    def _gapped(
        self,
        sentence: Sentence,
        shown: str,
        subject: Subject,
        mentions: Sequence[Mention],
        keys: tuple[str, ...],
        verdict: Verdict,
    ) -> tuple[str, ...]:
        """Add actors whose verb is left out: "die Kammern werden bei Betrieben, die Länder bei Schulen werben"."""
        if subject.verb.lower() not in ("werden", "wollen", "wird"):
            return keys
        for match in re.finditer(r", (?:die|der|das) (?=[A-ZÄÖÜ])", sentence.text):
            mention = next((item for item in mentions if item.start == sentence.start + match.end()), None)
            if mention and mention.key and mention.start > subject.verb_end and mention.key not in keys:
                after = sentence.text[mention.end - sentence.start :]
                if re.match(r" (?:bei|für|in|durch|an|auf|im)\s", after):
                    keys = (*keys, mention.key)
        return keys

    def _without_subject(
        self,
        place: int,
        sentence: Sentence,
        shown: str,
        mentions: Sequence[Mention],
        brackets: tuple[tuple[str, ...], tuple[str, ...]],
        grounds: Sequence[Ground],
    ) -> list[_Hit] | Ground:
        """Promises that name nobody as their subject: goals, "soll", passives, headings of measures with a bracket."""
        text, context = sentence.text, self.context
        for ground in (Ground.PAST, Ground.APPEAL, Ground.POSITION, Ground.CONDITIONAL):
            if ground in grounds:
                return ground
        if _CONDITION.match(text) or _CONDITIONAL.search(shown):
            return Ground.CONDITIONAL
        words = clauses.tokens(shown)
        lower = {word.text.lower() for word in words}
        keys, names = self._inherited(sentence)
        if brackets[0] or brackets[1]:
            keys, names = brackets
        goal = _GOAL.search(shown)
        if goal and not ({"war", "waren", "wurde", "wurden"} & lower):
            of = goal.group("of") or ""
            stranger = re.match(r"\s+(?:des|der|dieser|dieses|eines|einer)\s+", of) and not any(
                goal.start("of") <= mention.start - sentence.start < goal.end("of") for mention in mentions
            )
            if not stranger:
                owner = [m for m in mentions if goal.start() <= m.start - sentence.start < goal.end() and m.key]
                if owner:
                    keys = tuple(dict.fromkeys(m.key for m in owner))
                elif agent := self.parties.agent(sentence, mentions):
                    keys = agent
                elif re.search(r"\b[Uu]nser\w*\b", goal.group()) and self.lexicon.joint:
                    keys = (self.lexicon.joint,)
                spot = (sentence.start + goal.start(), sentence.start + goal.end())
                reason = Reason(f"„{text[goal.start() : goal.end()]}“ nennt ein Ziel.", *spot)
                return [
                    _Hit(
                        sentence.start,
                        sentence.end,
                        keys,
                        names,
                        Verdict(modality.finer(Modality.INTENTION, text), None, 0.7, "Ziel", Kind.TARGET),
                        (reason, self._from_before(keys)),
                        bool(owner),
                    )
                ]
        if _PAST_WORDS & lower:
            return Ground.PAST
        last = modality.tail(words, -1)
        if {"hat", "haben"} & lower and last is not None and modality.participle(last.text.lower()):
            return Ground.PAST
        shall = _SHALL.search(shown)
        if shall and not (lower & {"laut"}):
            spot = (sentence.start + shall.start(), sentence.start + shall.end())
            reason = Reason(f"„{shall.group()}“ drückt eine Absicht aus.", *spot)
            agent = self.parties.agent(sentence, mentions)
            sure = 0.6 if not agent else 0.7
            return [
                _Hit(
                    sentence.start,
                    sentence.end,
                    agent or keys,
                    () if agent else names,
                    Verdict(
                        modality.finer(Modality.INTENTION, text), None, sure, shall.group(), modality.kind_of(text)
                    ),
                    (reason, self._from_before(agent or keys)),
                    bool(agent),
                )
            ]
        passive = _PASSIVE.search(shown)
        if passive:
            return self._passive(place, sentence, shown, words, passive, mentions, brackets, keys, names)
        if _BELONGS.match(text) and context.promised_in == sentence.paragraph:
            reason = Reason("Der Satz gehört zur Zusage davor.", sentence.start, sentence.end)
            return [
                _Hit(
                    sentence.start,
                    sentence.end,
                    keys,
                    names,
                    Verdict(Modality.COMMITMENT, None, 0.45, "gehört"),
                    (reason,),
                    False,
                )
            ]
        finite = any(clauses.is_finite(word, words, at) for at, word in enumerate(words))
        if (brackets[0] or brackets[1]) and not finite:
            reason = Reason("Die Maßnahme nennt ihre Verantwortlichen in Klammern.")
            return [
                _Hit(
                    sentence.start,
                    sentence.end,
                    *brackets,
                    Verdict(modality.finer(Modality.COMMITMENT, text), None, 0.75, "Klammer"),
                    (reason,),
                    True,
                )
            ]
        if (brackets[0] or brackets[1]) and not _DESCRIBES.search(shown) and Ground.DESCRIPTION not in grounds:
            reason = Reason("Die Maßnahme nennt ihre Verantwortlichen in Klammern.")
            return [
                _Hit(
                    sentence.start,
                    sentence.end,
                    *brackets,
                    Verdict(modality.finer(Modality.COMMITMENT, text), None, 0.65, "Klammer"),
                    (reason,),
                    True,
                )
            ]
        if grounds:
            return grounds[0] if grounds[0] is not Ground.NO_VERB else Ground.DESCRIPTION
        return Ground.DESCRIPTION if finite else Ground.NO_VERB

    def _passive(
        self,
        place: int,
        sentence: Sentence,
        shown: str,
        words: Sequence[Token],
        passive: re.Match[str],
        mentions: Sequence[Mention],
        brackets: tuple[tuple[str, ...], tuple[str, ...]],
        keys: tuple[str, ...],
        names: tuple[str, ...],
    ) -> list[_Hit] | Ground:
        text, context = sentence.text, self.context
        last = modality.tail(words, passive.start())
        if last is None or not modality.participle(last.text):
            return (
                Ground.OTHERS
                if last is not None
                and modality.infinitive(last.text.lower())
                and last.text.lower() not in modality.NO_DEED
                else Ground.DESCRIPTION
            )
        if re.search(r"\b(?:gebeten|aufgefordert|ermutigt|eingeladen)\b", shown):
            return Ground.APPEAL
        agent = self.parties.agent(sentence, mentions)
        describes = _DESCRIBES.search(shown)
        spots = (
            (sentence.start + passive.start(), sentence.start + passive.end()),
            (sentence.start + last.start, sentence.start + last.end),
        )
        said = Reason(f"„{passive.group()} … {last.text}“ sagt etwas zu.", *spots[0])
        if agent or brackets[0] or brackets[1]:
            if describes and not (brackets[0] or brackets[1]):
                return Ground.DESCRIPTION
            who, others = (agent, ()) if agent else brackets
            verdict = Verdict(modality.finer(Modality.COMMITMENT, text), None, 0.8, last.text, modality.kind_of(text))
            return [_Hit(sentence.start, sentence.end, who, others, verdict, (said, self._from_before(who)), True)]
        found = deadlines.find(self.document.text, sentence.start, sentence.end, self.signed_on, self.term_end)
        follows = context.promised_in == sentence.paragraph
        numbered = self.document.paragraphs[sentence.paragraph].kind == BULLET
        new, leans = _NEW.search(shown), _FOLLOWS.match(text)
        if describes or not (found or (follows and (new or leans)) or (new and (leans or numbered))):
            return Ground.DESCRIPTION
        sure = 0.5 + (0.1 if found else 0.0) + (0.05 if _FOLLOWS.match(text) else 0.0)
        verdict = Verdict(modality.finer(Modality.COMMITMENT, text), None, sure, last.text, modality.kind_of(text))
        return [_Hit(sentence.start, sentence.end, keys, names, verdict, (said, self._from_before(keys)), False)]

    def _inherited(self, sentence: Sentence) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who acts where the sentence names nobody: who promised before in its paragraph, else all partners."""
        context = self.context
        if context.promised_in == sentence.paragraph and (context.promised or context.promised_words):
            return context.promised, context.promised_words
        if context.heading and len(context.heading) == 1 and context.heading_deeds:
            return context.heading, ()
        return ((self.lexicon.joint,), ()) if self.lexicon.joint else ((), ())

    # Who

    def _who(self, subject: Subject) -> Reason:
        words = self.document.text[subject.start : subject.end]
        if subject.pronoun and words.lower() != "wir":
            meant = ", ".join(subject.keys or subject.words)
            return Reason(f"„{words}“ meint wohl {meant} aus dem Satz davor.", subject.start, subject.end)
        return Reason(f"„{words}“ nennt, wer handelt.", subject.start, subject.end)

    def _said(self, verdict: Verdict) -> list[Reason]:
        what = {
            Modality.COMMITMENT: "sagt etwas fest zu",
            Modality.INTENTION: "drückt eine Absicht aus",
            Modality.EXAMINATION: "sagt eine Prüfung zu",
            Modality.PILOT: "sagt eine Erprobung zu",
            Modality.SUPPORT: "sagt Unterstützung zu",
        }
        assert verdict.modality is not None  # noqa: S101
        return [
            Reason(f"„{self.document.text[start:end]}“ {what[verdict.modality]}.", start, end)
            for start, end in verdict.spans[:1]
        ] + [
            Reason(f"„{self.document.text[start:end]}“ nennt die Handlung.", start, end)
            for start, end in verdict.spans[1:]
        ]

    def _from_before(self, keys: Sequence[str]) -> Reason:
        if list(keys) == [self.lexicon.joint]:
            return Reason("Der Satz nennt niemanden; gemeint sind wohl alle Partner.")
        return Reason(
            f"Wer handelt, steht davor oder dabei: {', '.join(keys)}."
            if keys
            else "Der Satz nennt niemanden, der handelt."
        )

    # Lines that say who and until when

    def _label(self, place: int, sentence: Sentence, mentions: Sequence[Mention]) -> bool:
        """Take a line like "Zuständig: BMAS" or "Frist: Ende 2027" for the measure before it."""
        match = _LABEL_LINE.match(sentence.text)
        if match is None or (
            not mentions
            and not deadlines.find(self.document.text, sentence.start, sentence.end, self.signed_on, self.term_end)
        ):
            return False
        if not self.proposals and self.context.nominal is None:
            return False
        label = match["label"]
        if self.context.nominal is not None:
            nominal = self.document.sentences[self.context.nominal]
            keys, names = self._inherited(nominal)
            verdict = Verdict(modality.finer(Modality.COMMITMENT, nominal.text), None, 0.65, "Zuständigkeit")
            reason = Reason("Die Maßnahme nennt darunter ihre Zuständigkeit oder Frist.", sentence.start, sentence.end)
            own = self.lexicon.mentions(self.document.text, nominal.start, nominal.end)
            self._add(
                self.context.nominal,
                nominal,
                _Hit(nominal.start, nominal.end, keys, names, verdict, (reason,), False),
                own,
            )
            self.context.nominal = None
        last = self.proposals[-1]
        found = deadlines.chosen(
            deadlines.find(self.document.text, sentence.start, sentence.end, self.signed_on, self.term_end),
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
        self, place: int, sentence: Sentence, hit: _Hit, mentions: Sequence[Mention], lead: _Lead | None = None
    ) -> None:
        text = self.document.text
        start, end = hit.start, hit.end
        found = deadlines.find(text, start, end, self.signed_on, self.term_end)
        best = deadlines.chosen(found, text)
        if best is None and lead is not None:
            best = deadlines.chosen(
                deadlines.find(text, lead.sentence.start, lead.sentence.end, self.signed_on, self.term_end), text
            )
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


_PAST_WORDS = (clauses.PAST - {"hat", "haben"}) | {"worden", "gelang", "gelangen"}
