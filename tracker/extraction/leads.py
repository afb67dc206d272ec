"""How binding a sentence is that leads a list in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.extraction import clauses
from tracker.extraction.document import Sentence
from tracker.extraction.lexicon import Mention
from tracker.extraction.modality import Verdict
from tracker.extraction.proposal import Ground
from tracker.extraction.reading import Reading
from tracker.vocabulary import Kind, Modality

DEEDS = re.compile(
    r"(?:Maßnahmen|Beiträge?|Zusagen|Verpflichtung(?:en)?|Selbstverpflichtung(?:en)?|Aufgaben|Vorhaben|Schritte|Handlungsschwerpunkte|Vereinbarungen|Aktivitäten|Leistungen)\b"
)


def verdict_of(reading: Reading, sentence: Sentence, mentions: Sequence[Mention]) -> Verdict:
    """Return how binding the items below such a sentence are, without a modality where they promise nothing."""
    text = sentence.text
    subjects = clauses.subjects(
        text, mentions, sentence.start, reading.lexicon, (reading.context.keys, reading.context.words)
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
    if re.search(r"\bZiele?\b|\bdarauf hin\b|\beinsetzen\b|\bsetzen (?:sich|uns)\b|\bsetzt sich\b|\bstreb\w+\b", text):
        return Verdict(Modality.INTENTION, None, 0.75, "Ziel", Kind.TARGET)
    if (
        DEEDS.search(text)
        and (mentions or len(text) < 60)
        and not re.search(r"\b(?:wurden?|haben|hat|bisher\w*|bereits)\b", text)
    ):
        return Verdict(Modality.COMMITMENT, None, 0.7, "Maßnahmen")
    return Verdict(ground=Ground.DESCRIPTION)
