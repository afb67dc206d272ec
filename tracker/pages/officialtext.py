"""An official text as pages show it: chapters, paragraphs and pieces of sentences, each with the proposal it is of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.extraction import Ground
from tracker.models import OfficialText, Proposal, TextChapter, TextParagraph, TextSentence
from tracker.vocabulary import ParagraphKind, ProposalState


@dataclass(slots=True)
class Piece:
    """Some words of one sentence, and the proposal they belong to, if any."""

    words: str
    sentence: TextSentence
    proposal: Proposal | None
    opens_sentence: bool
    opens_proposal: bool

    @property
    def why_not(self) -> str:
        """Why the rules propose nothing for its sentence."""
        return why_not(self.sentence)


@dataclass(slots=True)
class Block:
    """A paragraph or an item of a list."""

    paragraph: TextParagraph
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """Paragraphs one after the other, the items of one list, or headings."""

    kind: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return self.kind == ParagraphKind.ITEM

    @property
    def is_heading(self) -> bool:
        """Whether it is made of headings."""
        return self.kind == ParagraphKind.HEADING


@dataclass(slots=True)
class Section:
    """A chapter, or what stands before the first; `proposals` are those that begin in it."""

    chapter: TextChapter | None
    groups: list[Group] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The number of the chapter, 0 before the first."""
        return self.chapter.number if self.chapter is not None else 0

    @property
    def waiting(self) -> int:
        """How many of its proposals nobody has decided on."""
        return sum(item.is_open for item in self.proposals)


GROUNDS: dict[str, Promise] = {
    Ground.HEADING: _("It is a heading."),
    Ground.LEAD_IN: _("It leads to a list, whose items are looked at one by one."),
    Ground.PAST: _("It tells of the past."),
    Ground.CONDITIONAL: _("It names a possibility or a condition only."),
    Ground.APPEAL: _("It calls on others to act."),
    Ground.POSITION: _("It takes a position, but promises no action."),
    Ground.DESCRIPTION: _("It describes or explains; nobody promises anything in it."),
    Ground.OTHERS: _("Somebody is to act who is no partner."),
    Ground.QUESTION: _("It is a question."),
    Ground.NO_VERB: _("It has no verb that promises anything."),
}


def why_not(sentence: TextSentence) -> str:
    """Why the rules propose nothing for a sentence, in a sentence."""
    return str(GROUNDS.get(sentence.why_not, _("The rules found no promise in it.")))


def laid_out(text: OfficialText, proposals: Iterable[Proposal]) -> list[Section]:
    """The whole text in order; joined proposals are left out, their words belong to the one before. Three queries."""
    chapters = list(text.chapters.all())
    paragraphs = list(text.paragraphs.all())
    by_paragraph: dict[int, list[TextSentence]] = {}
    for sentence in text.sentences.all():
        by_paragraph.setdefault(sentence.paragraph_id, []).append(sentence)
    spans = sorted(
        (item for item in proposals if item.state != ProposalState.JOINED), key=lambda item: (item.start, item.pk)
    )
    sections = {chapter.pk: Section(chapter) for chapter in chapters}
    found = [Section(None), *sections.values()]
    begun: set[int] = set()
    for paragraph in paragraphs:
        section = sections.get(paragraph.chapter_id or 0, found[0])
        block = Block(paragraph)
        for sentence in by_paragraph.get(paragraph.pk, []):
            block.pieces += _pieces(text.text, sentence, spans, begun)
        for piece in block.pieces:
            if piece.opens_proposal and piece.proposal is not None:
                section.proposals.append(piece.proposal)
        if section.chapter is not None and not section.groups and paragraph.start == section.chapter.start:
            continue  # its heading, which stands above it
        if not section.groups or section.groups[-1].kind != paragraph.kind:
            section.groups.append(Group(paragraph.kind))
        section.groups[-1].blocks.append(block)
    for item in spans:  # words that another proposal has already
        if item.pk not in begun:
            chapter = item.sentence.paragraph.chapter_id
            sections.get(chapter or 0, found[0]).proposals.append(item)
    return [section for section in found if section.groups or section.chapter is not None]


def _pieces(words: str, sentence: TextSentence, spans: Sequence[Proposal], begun: set[int]) -> list[Piece]:
    """The sentence cut where proposals begin and end."""
    pieces: list[Piece] = []
    place = sentence.start

    def add(end: int, proposal: Proposal | None) -> None:
        nonlocal place
        if end > place:
            opens = proposal is not None and proposal.pk not in begun
            if proposal is not None:
                begun.add(proposal.pk)
            pieces.append(Piece(words[place:end], sentence, proposal, not pieces, opens))
            place = end

    for item in _touching(spans, sentence):
        add(min(max(item.start, place), sentence.end), None)
        add(min(item.end, sentence.end), item)
    add(sentence.end, None)
    return pieces


def _touching(spans: Sequence[Proposal], sentence: TextSentence) -> list[Proposal]:
    """The spans that share a letter with a sentence; spans are in order and do not overlap."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle].end <= sentence.start:
            low = middle + 1
        else:
            high = middle
    found = []
    while low < len(spans) and spans[low].start < sentence.end:
        found.append(spans[low])
        low += 1
    return found
