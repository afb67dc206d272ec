"""What a proposal may continue or be part of: the commitments most like it, each with score and reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker import workflow
from tracker.matching import Candidate, Match, Matcher
from tracker.models import Commitment, OfficialText, Proposal


@dataclass(frozen=True, slots=True)
class Offer:
    """A commitment to be tied to with one key; `continues` for an earlier agreement, else it is in the same one."""

    match: Match
    commitment: Commitment
    continues: bool


def offers(proposal: Proposal) -> list[Offer]:
    """The likely predecessors and the likely duplicates of a proposal; two queries."""
    text = proposal.text
    known = {item.pk: item for item in _with_partners(Commitment.objects.all())}
    deadline = (proposal.data.get("deadline") or {}).get("end")
    said: dict[str, Any] = {
        "partners": proposal.data.get("partners") or [],
        "due_on": date.fromisoformat(deadline) if deadline else None,
    }
    quote = workflow.quote_of(proposal)
    found = []
    earlier = [item for item in known.values() if item.agreement_id != text.agreement_id]
    same = [item for item in known.values() if item.agreement_id == text.agreement_id]
    for items, continues in ((earlier, True), (same, False)):
        best = Matcher(map(candidate, items)).best(quote, **said)
        found += [Offer(match, known[match.candidate.key], continues) for match in best]
    return found


def recorded(text: OfficialText) -> list[Commitment]:
    """The commitments of the agreement of a text; two queries."""
    return list(_with_partners(Commitment.objects.filter(agreement=text.agreement_id)))


def _with_partners(found: Any) -> Iterable[Commitment]:
    return found.select_related("agreement").prefetch_related("contributions__partner").order_by("sort_key")


def candidate(item: Commitment) -> Candidate:
    """A commitment as it is compared."""
    return Candidate(
        key=item.pk,
        code=item.code,
        title=item.title,
        words=" ".join([item.title, item.description, item.wording]),
        partners={part.partner.key: str(part.partner) for part in item.contributions.all()},
        due_on=item.due_on,
    )
