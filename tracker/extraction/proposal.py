"""What is proposed for a text: promises with everything read out of their words, and why the rest is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.extraction.document import Sentence
from tracker.vocabulary import DeadlineBasis, Kind, Modality, Precision


class Ground(StrEnum):
    """Why a sentence is not proposed."""

    HEADING = "heading"
    LEAD_IN = "lead_in"
    PAST = "past"
    CONDITIONAL = "conditional"
    APPEAL = "appeal"
    POSITION = "position"
    DESCRIPTION = "description"
    OTHERS = "others"
    QUESTION = "question"
    NO_VERB = "no_verb"

    @property
    def sentence(self) -> str:
        """The reason in German, as a person reads it."""
        return _GROUND[self]


_GROUND = {
    Ground.HEADING: "Das ist eine Überschrift.",
    Ground.LEAD_IN: "Der Satz leitet eine Liste ein; vorgeschlagen sind ihre Punkte.",
    Ground.PAST: "Der Satz berichtet von Vergangenem.",
    Ground.CONDITIONAL: "Der Satz nennt nur eine Möglichkeit oder Bedingung.",
    Ground.APPEAL: "Der Satz fordert andere zum Handeln auf.",
    Ground.POSITION: "Der Satz bezieht Stellung, sagt aber kein eigenes Handeln zu.",
    Ground.DESCRIPTION: "Der Satz beschreibt oder begründet; kein Partner sagt darin etwas zu.",
    Ground.OTHERS: "Handeln soll jemand, der nicht zu den Partnern gehört.",
    Ground.QUESTION: "Der Satz ist eine Frage.",
    Ground.NO_VERB: "Der Satz enthält kein Verb, das etwas zusagt.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Words a proposal hangs on: a German sentence for a person, and where the words stand (None: nowhere in it)."""

    sentence: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline in the words of the text; `end` is the last day that satisfies them, None where it has none."""

    start: date | None
    end: date | None
    precision: Precision
    wording: str
    basis: DeadlineBasis = DeadlineBasis.STATED
    recurring: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that is promised, with what is counted: "fünf Milliarden Euro" is 5000000000 and "Euro"."""

    wording: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words that may be a promise. `sentence` and `chapter` are places in the document, `paragraph` is its number.

    `lead_in` is where the sentence stands that gave a list item its actor and verb.
    """

    quote: str
    start: int
    end: int
    sentence: int
    chapter: int | None
    paragraph: int
    page: int | None
    line: int
    partners: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    deadline: Deadline | None = None
    modality: Modality = Modality.COMMITMENT
    kind: Kind = Kind.MEASURE
    quantities: tuple[Quantity, ...] = ()
    instruments: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    laender: tuple[str, ...] = ()
    confidence: float = 0.0
    reasons: tuple[Reason, ...] = field(default_factory=tuple)
    lead_in: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sentence that is not proposed, and why, as a code and in German; `place` is its place in the document."""

    sentence: Sentence
    reason: str
    ground: Ground
    place: int
