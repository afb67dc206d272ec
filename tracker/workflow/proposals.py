"""What editors decide on the words of an official text: accept, reject, join, split, decide again, propose by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from tracker.models import (
    ActionField,
    Actor,
    Agreement,
    Commitment,
    Contribution,
    OfficialText,
    Partner,
    Proposal,
    TextSentence,
)
from tracker.vocabulary import ProposalState, RejectGround, Role, Verb
from tracker.workflow.commitments import correct_wording
from tracker.workflow.intake import editing
from tracker.workflow.record import Change, lock


class Decided(ValidationError):
    """Somebody else decided on the proposal, or changed it, since it was shown."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(_("Somebody else worked on this proposal meanwhile. Nothing of yours was stored yet."))
        self.proposal = proposal


@dataclass(slots=True)
class DraftData:
    """What editors make of a proposal: the columns of the commitment, its partners and what it belongs to."""

    columns: dict[str, Any]
    leads: Sequence[Partner] = ()
    supporting: Sequence[Partner] = ()
    related: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    edited: bool = False


def quote_of(proposal: Proposal) -> str:
    """The words of a proposal, as they stand in the text."""
    return " ".join(proposal.text.text[proposal.start : proposal.end].split())


def _short(proposal: Proposal) -> str:
    return Truncator(quote_of(proposal)).chars(120)


def _locked(proposal: Proposal, seen: int, *, is_open: bool = True) -> Proposal:
    """The proposal as it is stored, locked; raises `Decided` if it is not what was shown."""
    fresh = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("text__agreement", "sentence")
        .get(pk=proposal.pk)
    )
    if fresh.version != seen or (is_open and not fresh.is_open):
        raise Decided(fresh)
    return fresh


def _decide(proposal: Proposal, state: ProposalState, change: Change) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, change.actor, change.at
    proposal.save()


def next_code(agreement: Agreement, action_field: ActionField | None) -> str:
    """The code that follows the last one of a field: AAW-2027-3.08; codes without a field count in field 0."""
    number = action_field.number if action_field is not None else 0
    head = f"{agreement.code_prefix}-{number}."
    taken = [0]
    for code in Commitment.objects.filter(code__startswith=head).values_list("code", flat=True):
        tail = code.removeprefix(head)
        if tail.isdecimal():
            taken.append(int(tail))
    return f"{head}{max(taken) + 1:02d}"


def accept_proposal(proposal: Proposal, draft: DraftData, *, actor: Actor, seen: int) -> Commitment:
    """Make a draft of a commitment of the words of a proposal, with its passage; nothing of it is public."""
    with editing(actor) as change:
        fresh = _locked(proposal, seen)
        # One after the other, so that two editors are not given the same next code.
        agreement = Agreement.objects.select_for_update().get(pk=fresh.text.agreement_id)
        commitment = Commitment(agreement=agreement, wording=quote_of(fresh), **passage_of(fresh), **draft.columns)
        if commitment.action_field is not None and commitment.action_field.agreement_id != agreement.pk:
            raise ValidationError({"action_field": _("The agreement has no such action field.")})
        if Commitment.objects.filter(code=commitment.code).exists():
            text = _("This code is taken by now. The next free one is %s.")
            raise ValidationError({"code": text % next_code(agreement, commitment.action_field)})
        both = [partner for partner in draft.supporting if partner in draft.leads]
        if both:
            names = ", ".join(str(partner) for partner in both)
            raise ValidationError({"supporting": _("Named as responsible as well: %s") % names})
        commitment.full_clean(exclude=["agreement", "action_field", "part_of"])
        commitment.save()
        roles = [(partner, Role.LEAD) for partner in draft.leads]
        roles += [(partner, Role.SUPPORTING) for partner in draft.supporting]
        for position, (partner, role) in enumerate(roles):
            Contribution(
                commitment=commitment,
                partner=partner,
                role=role,
                required=role == Role.LEAD,
                reporter=None if partner.is_group else partner,
                position=position,
            ).save()
        for name, items in draft.related.items():
            getattr(commitment, name).set(items)
        fresh.commitment = commitment
        _decide(fresh, ProposalState.EDITED if draft.edited else ProposalState.ACCEPTED, change)
        change.touch(commitment)
        change.log(Verb.PROPOSAL_ACCEPTED, commitment, quote=_short(fresh))
        return commitment


def passage_of(proposal: Proposal) -> dict[str, Any]:
    """Where the words of a proposal stand, as the columns of a commitment."""
    last = (
        TextSentence.objects.filter(text=proposal.text_id, start__lt=proposal.end).order_by("-start").first()
        or proposal.sentence
    )
    first = proposal.sentence
    return {
        "passage_document": f"declaration-{proposal.text.agreement.signed_on.isoformat()}",
        "passage_paragraph": first.paragraph.number,
        "passage_page": first.page,
        "passage_line_start": first.line_start,
        "passage_line_end": last.line_end or first.line_end,
    }


def reject_proposal(proposal: Proposal, *, ground: str, reason: str = "", actor: Actor, seen: int) -> Proposal:
    """Record why the words of a proposal are no commitment of their own; remembered for later editions."""
    if ground not in RejectGround.values:
        raise ValidationError({"ground": _("Say why it is no commitment.")})
    if ground == RejectGround.OTHER and not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    with editing(actor) as change:
        fresh = _locked(proposal, seen)
        fresh.ground, fresh.reason = ground, reason.strip()
        _decide(fresh, ProposalState.REJECTED, change)
        label = str(RejectGround(ground).label)
        words = f"{label}, {fresh.reason}" if fresh.reason else label
        change.log(Verb.PROPOSAL_REJECTED, fresh.text.agreement, quote=_short(fresh), reason=words.rstrip("."))
        return fresh


def following(proposal: Proposal) -> Proposal | None:
    """The proposal that stands next in the text and can be joined with this one; None if there is none."""
    rest = Proposal.objects.filter(text=proposal.text_id, start__gte=proposal.end).exclude(state=ProposalState.JOINED)
    found = rest.in_order().first()
    return found if found is not None and found.is_open else None


def join_next(proposal: Proposal, *, actor: Actor, seen: int) -> Proposal:
    """Let a proposal take in the words up to the end of the next one, which is decided by that."""
    with editing(actor) as change:
        fresh = _locked(proposal, seen)
        found = following(fresh)
        if found is None:
            raise ValidationError(_("There is no open proposal after this one to join it with."))
        other = Proposal.objects.select_for_update().get(pk=found.pk)
        other.joined_into = fresh
        _decide(other, ProposalState.JOINED, change)
        fresh.end = other.end
        fresh.save()
        change.log(Verb.PROPOSAL_JOINED, fresh.text.agreement, quote=_short(fresh))
        return fresh


def split_places(proposal: Proposal) -> list[int]:
    """Where the words of a proposal may be split: before a sentence, or after a comma, semicolon or "und" in it."""
    text = proposal.text.text
    found: set[int] = set()
    starts = TextSentence.objects.filter(
        text=proposal.text_id, start__gt=proposal.start, start__lt=proposal.end
    ).values_list("start", flat=True)
    found.update(starts)
    for mark in (", ", "; ", " und ", " sowie ", ",\n", ";\n"):
        place = text.find(mark, proposal.start, proposal.end)
        while place != -1:
            found.add(place + len(mark) if mark[0] in ",;" else place + 1)
            place = text.find(mark, place + 1, proposal.end)
    return sorted(place for place in found if proposal.start + 10 < place < proposal.end - 10)


def split_proposal(proposal: Proposal, *, at: int, actor: Actor, seen: int) -> Proposal:
    """Let the words of a proposal from a place on be a proposal of their own; returns the new one."""
    with editing(actor) as change:
        fresh = _locked(proposal, seen)
        if at not in split_places(fresh):
            raise ValidationError({"at": _("Choose where the words are split.")})
        sentence = TextSentence.objects.filter(text=fresh.text_id, start__lte=at).order_by("-start").first()
        rest = Proposal(
            text=fresh.text,
            sentence=sentence or fresh.sentence,
            start=at,
            end=fresh.end,
            data=fresh.data,
            confidence=fresh.confidence,
        )
        fresh.end = at
        fresh.save()
        rest.save()
        change.log(Verb.PROPOSAL_SPLIT, fresh.text.agreement, quote=_short(rest))
        return rest


def reopen_proposal(proposal: Proposal, *, actor: Actor, seen: int) -> Proposal:
    """Let a decided proposal be decided anew; a commitment made of it goes with it, as long as it is a draft."""
    with editing(actor) as change:
        fresh = _locked(proposal, seen, is_open=False)
        if fresh.is_open:
            return fresh
        if fresh.state == ProposalState.JOINED:
            raise ValidationError(_("Its words belong to the proposal before it. Split that one."))
        draft = fresh.commitment
        fresh.state, fresh.commitment, fresh.decided_by, fresh.decided_at = ProposalState.OPEN, None, None, None
        fresh.ground = fresh.reason = ""
        fresh.save()
        if draft is not None and draft.published_at is None:
            _delete_draft(draft, change)
        elif draft is not None:
            change.touch(draft)
        change.log(Verb.PROPOSAL_REOPENED, fresh.text.agreement, quote=_short(fresh))
        return fresh


def _delete_draft(draft: Commitment, change: Change) -> None:
    """Delete a draft that nothing else rests on."""
    kept = draft.reports.exists() or draft.components.exists() or draft.passages.exists()
    if kept or draft.continued_by.exists():
        raise ValidationError(_("Something else rests on the draft %s already.") % draft.code)
    change.log(Verb.DELETED, draft, name=str(draft))
    draft.contributions.all().delete()
    draft.delete()


def propose_by_hand(sentence: TextSentence, *, actor: Actor) -> Proposal:
    """Propose a sentence that the rules passed by; the same proposal when asked for twice."""
    with editing(actor) as change:
        text = OfficialText.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=sentence.text_id)
        there = Proposal.objects.filter(text=text, start__lt=sentence.end, end__gt=sentence.start).in_order().first()
        if there is not None:
            return there
        made = Proposal(text=text, sentence=sentence, start=sentence.start, end=sentence.end)
        made.save()
        change.log(Verb.PROPOSAL_ADDED, text.agreement, quote=_short(made))
        return made


def attach_wording(proposal: Proposal, commitment: Commitment, *, reason: str, actor: Actor, seen: int) -> Commitment:
    """Give an existing commitment the words of a proposal as its official wording, with the passage.

    For a published one it is a correction in public, with the reason; deadline and status stay as they are.
    """
    with editing(actor, reason) as change:
        lock([commitment.pk])
        fresh = _locked(proposal, seen)
        known = Commitment.objects.get(pk=commitment.pk)
        if known.agreement_id != fresh.text.agreement_id:
            raise ValidationError({"commitment": _("The commitment belongs to another agreement.")})
        words = "\n".join([*_attached(known, fresh.text), quote_of(fresh)])
        if known.wording != words and known.published_at is not None:
            correct_wording(known, texts={"wording": words}, reason=reason, actor=actor)
            known = Commitment.objects.get(pk=commitment.pk)
        known.wording = words
        if known.passage_page is None:
            known.passage_page = fresh.sentence.page
        known.save()
        fresh.commitment = known
        _decide(fresh, ProposalState.ACCEPTED, change)
        change.touch(known)
        change.log(Verb.WORDING_ATTACHED, known, quote=_short(fresh))
        return known


def _attached(commitment: Commitment, text: OfficialText) -> list[str]:
    """The words of this text that a commitment has already, in their order."""
    rows = Proposal.objects.tied().filter(commitment=commitment, text=text).select_related("text").in_order()
    return [quote_of(row) for row in rows]
