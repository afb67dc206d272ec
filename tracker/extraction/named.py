"""Promises of a sentence whose subject is an actor: the part of the sentence each has, and who it binds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction import clauses, modality, unnamed
from tracker.extraction.clauses import Subject
from tracker.extraction.document import Sentence
from tracker.extraction.lexicon import Mention
from tracker.extraction.modality import Verdict
from tracker.extraction.proposal import Ground, Reason
from tracker.extraction.reading import Hit, Reading
from tracker.extraction.tokens import Token, hidden, tokens
from tracker.extraction.unnamed import CONDITION
from tracker.vocabulary import Modality

_QUESTION = re.compile(r"\?[\"“”»)]*$")


def promises(reading: Reading, sentence: Sentence, mentions: Sequence[Mention]) -> tuple[list[Hit], Ground]:
    """Return what a sentence promises; where that is nothing, the ground why."""
    text = sentence.text
    context = reading.context
    if _QUESTION.search(text):
        return [], Ground.QUESTION
    offset = sentence.start
    brackets = reading.parties.brackets(sentence)
    keep = [(mention.start - offset, mention.end - offset) for mention in mentions]
    shown = hidden(text, keep)
    subjects = clauses.subjects(text, mentions, offset, reading.lexicon, (context.keys, context.words))
    hits: list[Hit] = []
    grounds: list[Ground] = []
    bounds = _bounds(sentence, shown, subjects)
    for subject, (start, end) in zip(subjects, bounds, strict=True):
        part = shown[: end - offset]
        words = [word for word in tokens(part) if word.start >= start - offset]
        absolute = [Token(word.text, word.start + offset, word.end + offset) for word in words]
        if subject.verb.lower() in ("wird", "werden") and modality.tail(absolute, subject.verb_end) is None:
            # Its verb stands behind something hidden, as an apposition may be.
            part = text[: end - offset]
            absolute = tokens(text[start - offset : end - offset], start)
        verdict = modality.of_subject(subject, part, offset, absolute, part[start - offset :])
        if verdict.modality is None:
            grounds.append(verdict.ground or Ground.DESCRIPTION)
            continue
        if CONDITION.match(text):
            grounds.append(Ground.CONDITIONAL)
            continue
        if not subject.keys and verdict.confidence < 0.8:
            # somebody who is no partner, in the present tense: that describes
            grounds.append(Ground.OTHERS)
            continue
        keys, names = reading.parties.with_brackets(subject.keys, subject.words, brackets)
        keys = _gapped(sentence, shown, subject, mentions, keys, verdict)
        doubt = (0.05 if subject.pronoun else 0.0) + (0.0 if subject.keys else 0.2)
        reasons = (_who(reading, subject), *_said(reading, verdict))
        hits.append(Hit(start, end, keys, names, replace(verdict, confidence=verdict.confidence - doubt), reasons))
    if subjects:
        context.keys, context.words = subjects[0].keys, subjects[0].words
    if hits:
        if len(hits) < len(subjects):
            hits = (
                [replace(hit, start=sentence.start, end=sentence.end) for hit in hits[:1]] if len(hits) == 1 else hits
            )
        return _apart(reading, sentence, hits), Ground.NO_VERB
    without = unnamed.promises(reading, sentence, shown, mentions, brackets, grounds)
    if isinstance(without, list):
        return without, Ground.NO_VERB
    return [], without


def _bounds(sentence: Sentence, shown: str, subjects: Sequence[Subject]) -> list[tuple[int, int]]:
    """The part of the sentence that belongs to each subject."""
    starts = [sentence.start]
    for subject in subjects[1:]:
        first = min(subject.start, subject.verb_start) - sentence.start
        before = shown[:first]
        cuts = [match.end() for match in re.finditer(r"[;,]\s+(?:und\s+|während\s+|zudem\s+)?|\s+und\s+(?=\w)", before)]
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


def _apart(reading: Reading, sentence: Sentence, hits: list[Hit]) -> list[Hit]:
    """Split a promise of two deliverables with a deadline each."""
    if len(hits) != 1:
        return hits
    hit = hits[0]
    found = [item for item in reading.deadlines(hit.start, hit.end) if item.deadline.end is not None]
    if len(found) != 2:
        return hits
    between = reading.document.text[found[0].end : found[1].start]
    cut = re.search(r"[a-zäöüß]+(?:en|ern|eln)\s*(?P<cut>,?\s+(?:und|sowie)\s+|,\s+)(?:spätestens\s+)?$", between)
    if cut is None:
        return hits
    middle = found[0].end + cut.start("cut")
    return [replace(hit, end=middle), replace(hit, start=found[0].end + cut.end("cut"))]


def _gapped(
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


def _who(reading: Reading, subject: Subject) -> Reason:
    words = reading.document.text[subject.start : subject.end]
    if subject.pronoun and words.lower() != "wir":
        meant = ", ".join(subject.keys or subject.words)
        return Reason(f"„{words}“ meint wohl {meant} aus dem Satz davor.", subject.start, subject.end)
    return Reason(f"„{words}“ nennt, wer handelt.", subject.start, subject.end)


def _said(reading: Reading, verdict: Verdict) -> list[Reason]:
    what = {
        Modality.COMMITMENT: "sagt etwas fest zu",
        Modality.INTENTION: "drückt eine Absicht aus",
        Modality.EXAMINATION: "sagt eine Prüfung zu",
        Modality.PILOT: "sagt eine Erprobung zu",
        Modality.SUPPORT: "sagt Unterstützung zu",
    }
    assert verdict.modality is not None  # noqa: S101
    return [
        Reason(f"„{reading.document.text[start:end]}“ {what[verdict.modality]}.", start, end)
        for start, end in verdict.spans[:1]
    ] + [
        Reason(f"„{reading.document.text[start:end]}“ nennt die Handlung.", start, end)
        for start, end in verdict.spans[1:]
    ]
