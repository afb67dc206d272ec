"""From lines to a text with chapters, sentences and proposals, ready to be shown and kept; reads the partners only."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tracker import workflow
from tracker.extraction import BULLET, Lexicon, Line, Proposal, actors_of, examine, structure
from tracker.extraction import HEADING as HEADING_KIND
from tracker.models import Membership, Partner
from tracker.snapshots import iso
from tracker.vocabulary import ParagraphKind

KINDS = {BULLET: ParagraphKind.ITEM, HEADING_KIND: ParagraphKind.HEADING}


def checksum(content: bytes) -> str:
    """The SHA-256 of a file, as `sha256sum` prints it."""
    return hashlib.sha256(content).hexdigest()


def packed(lines: Iterable[Line]) -> list[list[Any]]:
    """Lines as JSON holds them."""
    return [[line.text, line.page, line.number, line.style] for line in lines]


def unpacked(rows: Iterable[list[Any]]) -> list[Line]:
    """Lines from what `packed` gave."""
    return [Line(text=text, page=page, number=number, style=style) for text, page, number, style in rows]


def day(text: Any) -> date | None:
    """A day from its ISO text; None stays None."""
    return date.fromisoformat(text) if isinstance(text, str) and text else text or None


def lexicon() -> Lexicon:
    """All partners of the record with their names over time and their members; four queries."""
    members: dict[int, list[dict[str, str]]] = defaultdict(list)
    for group, key in Membership.objects.values_list("group", "member__key"):
        members[group].append({"partner": key})
    rows = [
        {
            "key": partner.key,
            "name": partner.name,
            "abbreviation": partner.abbreviation,
            "kind": partner.kind,
            "parent": partner.parent.key if partner.parent else None,
            "members": members.get(partner.pk, []),
            "history": [
                {"name": row.name, "abbreviation": row.abbreviation}
                for row in partner.names.all()
                if not row.successor_id
            ],
        }
        for partner in Partner.objects.select_related("parent").prefetch_related("names")
    ]
    everyone = set(Partner.objects.filter(is_everyone=True).values_list("key", flat=True))
    actors = [dataclasses.replace(actor, joint=actor.key in everyone) for actor in actors_of(rows)]
    return Lexicon(actors)


def cut(
    lines: list[Line], *, title: str, file_name: str, checksum: str, signed_on: date | None, term_end: date | None
) -> workflow.TextData:
    """The text that lines make, with what may be promised in it and why the rest is not."""
    document = structure(lines)
    if not document.sentences:
        raise ValidationError(_("There is no sentence in the text."))
    found = examine(document, lexicon(), signed_on, term_end)
    why = {item.place: str(item.ground) for item in found.rejected}
    return workflow.TextData(
        title=title,
        text=document.text,
        checksum=checksum,
        file_name=file_name,
        chapters=[workflow.ChapterData(item.title, item.start) for item in document.chapters],
        paragraphs=[
            workflow.ParagraphData(
                number=item.number,
                chapter=item.chapter,
                start=item.start,
                end=item.end,
                kind=KINDS.get(item.kind, ParagraphKind.TEXT),
            )
            for item in document.paragraphs
        ],
        sentences=[
            workflow.SentenceData(
                paragraph=item.paragraph,
                start=item.start,
                end=item.end,
                page=item.page,
                line_start=item.line or None,
                line_end=item.last_line or None,
                why_not=why.get(place, ""),
            )
            for place, item in enumerate(document.sentences)
        ],
        proposals=[
            workflow.ProposalData(
                sentence=item.sentence,
                start=item.start,
                end=item.end,
                confidence=round(100 * item.confidence),
                data=said(item),
            )
            for item in found.proposals
        ],
    )


def said(proposal: Proposal) -> dict[str, Any]:
    """What was read out of the words of a proposal, as JSON holds it."""
    deadline = proposal.deadline
    return {
        "partners": list(proposal.partners),
        "participants": list(proposal.participants),
        "deadline": {name: iso(value) for name, value in dataclasses.asdict(deadline).items()} if deadline else None,
        "modality": str(proposal.modality),
        "kind": str(proposal.kind),
        "quantities": [dataclasses.asdict(item) for item in proposal.quantities],
        "instruments": list(proposal.instruments),
        "target_groups": list(proposal.target_groups),
        "laender": list(proposal.laender),
        "reasons": [reason.sentence for reason in proposal.reasons],
        "lead_in": list(proposal.lead_in) if proposal.lead_in else None,
    }
