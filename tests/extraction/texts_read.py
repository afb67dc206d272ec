"""Short ways to a document and its proposals for the tests of this folder."""

from datetime import date

from tracker.catalogue.actors import lexicon
from tracker.extraction import Document, Examined, Line, Proposal, examine, structure

SIGNED_ON = date(2026, 11, 30)
TERM_END = date(2029, 12, 31)


def document(text: str) -> Document:
    """The document of a text whose pages are parted by form feeds."""
    found: list[Line] = []
    pages = text.split("\f")
    for page, lines in enumerate(pages, start=1):
        for line in lines.split("\n"):
            found.append(Line(line, page if len(pages) > 1 else None, len(found) + 1))
    return structure(found)


def examined(text: str) -> Examined:
    """What is proposed for a text and what is not, signed on 30 November 2026."""
    return examine(document(text), lexicon(), SIGNED_ON, TERM_END)


def only(text: str) -> Proposal:
    """The one proposal for a text."""
    (proposal,) = examined(text).proposals
    return proposal


def quotes(text: str) -> list[str]:
    """The words of all proposals for a text."""
    return [proposal.quote for proposal in examined(text).proposals]
