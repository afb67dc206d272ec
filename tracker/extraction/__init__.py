"""From a signed text to proposed commitments: pure functions, no database, no clock, nothing to download.

`structure(lines)` puts a text in order. `propose(document, lexicon, …)` returns what may be a promise, in the order of
the text; `examine(…)` returns beside it why every other sentence is none.
"""

from tracker.extraction.document import BULLET, HEADING, TEXT, Chapter, Document, Line, Paragraph, Sentence
from tracker.extraction.lexicon import Actor, Lexicon, actors_of
from tracker.extraction.proposal import Deadline, Ground, Proposal, Quantity, Reason, Rejected
from tracker.extraction.propose import Examined, examine, propose
from tracker.extraction.structure import structure

__all__ = [
    "BULLET",
    "HEADING",
    "TEXT",
    "Actor",
    "Chapter",
    "Deadline",
    "Document",
    "Examined",
    "Ground",
    "Lexicon",
    "Line",
    "Paragraph",
    "Proposal",
    "Quantity",
    "Reason",
    "Rejected",
    "Sentence",
    "actors_of",
    "examine",
    "propose",
    "structure",
]
