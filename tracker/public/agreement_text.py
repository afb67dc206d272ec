"""The official text of an agreement, annotated: each promise with its live status, and why other words have none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tracker import access
from tracker.models import Commitment, OfficialText, Proposal, TextSentence
from tracker.pages import words
from tracker.pages.http import PublicRequest, public_page
from tracker.pages.officialtext import Block, Group, Section, laid_out, why_not
from tracker.public._common import Way, find, not_found, present_only, readable, recorded, sentence
from tracker.public._rows import Row, row
from tracker.vocabulary import ProposalState


@dataclass(frozen=True, slots=True)
class Note:
    """What stands in the margin of a paragraph: a commitment with its status and deadline."""

    row: Row
    schedule: str


@dataclass(slots=True)
class Why:
    """Sentences that are not tracked, for one reason."""

    reason: str
    sentences: list[tuple[TextSentence, str]] = field(default_factory=list)


@public_page
@present_only
def agreement_text(request: PublicRequest, slug: str) -> HttpResponse:
    """The text of one agreement, if it is published; else where the agreements are."""
    text = find(access.public_texts().select_related("agreement", "source"), agreement__slug=slug)
    if text is None:
        return _unknown(request, slug)
    return render(request, "vereinbarungen/text.html", _context(request, text))


def _context(request: PublicRequest, text: OfficialText) -> dict[str, Any]:
    tied = {
        item.pk: item
        for item in access.public_passages().filter(text=text).select_related("commitment", "sentence__paragraph")
    }
    for item in tied.values():
        item.commitment.agreement = text.agreement
    proposals = [tied.get(item.pk, item) for item in text.proposals.select_related("sentence__paragraph").in_order()]
    sections = laid_out(text, proposals)
    notes = {item.pk: _note(item.commitment, request) for item in tied.values() if item.commitment is not None}
    return {
        "crumbs": [
            (_("Overview"), reverse("public:overview")),
            (_("Agreements"), reverse("public:agreements")),
            (recorded(text.agreement.short_title), reverse("public:agreement", args=[text.agreement.slug])),
            (_("Official text"), ""),
        ],
        "text": text,
        "agreement": text.agreement,
        "sections": [(section, _promises(section, notes), _blocks(section, notes)) for section in sections],
        "tracked": len({item.commitment_id for item in tied.values()}),
        "whys": _whys(sections, tied, text),
        "sentence_count": sum(1 for _piece in _first_pieces(sections)),
        "tracked_sentences": len(_tracked(sections, notes)),
    }


def _note(commitment: Commitment, request: PublicRequest) -> Note:
    schedule = words.schedule_label(commitment, on=request.day) if commitment.status else ""
    return Note(row(commitment), schedule)


def _promises(section: Section, notes: dict[int, Note]) -> int:
    """How many promises begin in a chapter."""
    return sum(item.pk in notes for item in section.proposals)


def _blocks(section: Section, notes: dict[int, Note]) -> list[tuple[Group, list[tuple[Block, list[Any], list[Note]]]]]:
    """The paragraphs of a chapter in groups, each with its pieces, their commitments, and the notes in the margin."""
    found = []
    for group in section.groups:
        blocks = []
        for block in group.blocks:
            pieces = [(piece, notes.get(piece.proposal.pk) if piece.proposal else None) for piece in block.pieces]
            own = [note for piece, note in pieces if note is not None and piece.opens_proposal]
            blocks.append((block, pieces, list({note.row.commitment.pk: note for note in own}.values())))
        found.append((group, blocks))
    return found


def _first_pieces(sections: Iterable[Section]) -> Iterable[Any]:
    """The first words of every sentence, but for headings."""
    for section in sections:
        for group in section.groups:
            if group.is_heading:
                continue
            for block in group.blocks:
                yield from (piece for piece in block.pieces if piece.opens_sentence)


def _tracked(sections: list[Section], notes: dict[int, Note]) -> set[int]:
    """The sentences of which at least some words are tracked."""
    return {
        piece.sentence.pk
        for section in sections
        for group in section.groups
        for block in group.blocks
        for piece in block.pieces
        if piece.proposal is not None and piece.proposal.pk in notes
    }


def _whys(sections: list[Section], tied: dict[int, Proposal], text: OfficialText) -> list[Why]:
    """The sentences that are not tracked, gathered by the reason."""
    found: dict[str, Why] = {}
    tracked = _tracked(sections, dict.fromkeys(tied))  # type: ignore[arg-type]
    for piece in _first_pieces(sections):
        if piece.sentence.pk in tracked:
            continue
        reason = _reason(piece.proposal, piece.sentence)
        whole = " ".join(text.text[piece.sentence.start : piece.sentence.end].split())
        found.setdefault(reason, Why(reason)).sentences.append((piece.sentence, whole))
    return sorted(found.values(), key=lambda why: -len(why.sentences))


def _reason(proposal: Proposal | None, one: TextSentence) -> str:
    """Why a sentence is not tracked, in a sentence."""
    if proposal is None:
        return why_not(one)
    if proposal.state == ProposalState.REJECTED:
        return sentence(str(proposal.get_ground_display()), proposal.reason)
    return _("Not reviewed yet.")


def _unknown(request: PublicRequest, slug: str) -> HttpResponse:
    agreement = find(access.public_agreements(), slug=slug)
    ways = [
        Way(item.title, reverse("public:agreement", args=[item.slug]))
        for item in ([agreement] if agreement else access.public_agreements().newest_first())
    ]
    if agreement is None:
        told = format_html(_("There is no agreement “{}” in this record."), readable(slug))
    else:
        told = format_html(_("The official text of “{}” is not published here."), agreement.title)
    return not_found(
        request,
        title=_("Official text not found"),
        sentence=str(told),
        heading=_("The agreements of this record") if agreement is None else _("What is recorded of it"),
        ways=ways,
    )
