"""Small records for tests, made the way the site makes them: through the workflow, published unless a test says not.

Every factory fills in what a test does not name; what a test asserts on, it names itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from tracker import days, workflow
from tracker.models import ActionField, Agreement, Commitment, Contribution, Partner, StatusReport
from tracker.vocabulary import (
    ActorRole,
    ChangeReason,
    Coverage,
    Grade,
    Kind,
    Modality,
    PartnerKind,
    Precision,
    Role,
    Verifiability,
)

_numbers = itertools.count(1)


def record_change(**more: Any) -> Any:
    """Return a public change in which a test may write whatever it likes."""
    values = {"actor": workflow.system_actor(), "role": ActorRole.SYSTEM, "reason": ChangeReason.EDITED, **more}
    return workflow.public_change(**values)


def make_partner(key: str = "", **columns: Any) -> Partner:
    """Return a partner, an association unless `kind` says otherwise."""
    number = next(_numbers)
    values = {
        "key": key or f"partner-{number}",
        "name": f"Verband Nummer {number}",
        "abbreviation": (key or f"V{number}").upper(),
        "kind": PartnerKind.BUSINESS_ASSOCIATION,
        **columns,
    }
    with record_change() as change:
        partner = Partner(**values)
        partner.save()
        change.touch(partner)
    return partner


def make_agreement(slug: str = "", *, published: bool = True, fields: Sequence[str] = (), **columns: Any) -> Agreement:
    """Return an agreement of 2023 to 2026 with its whole text recorded; `fields` are titles of action fields."""
    number = next(_numbers)
    values = {
        "slug": slug or f"vereinbarung-{number}",
        "code_prefix": f"TST-{1000 + number}",
        "title": f"Vereinbarung Nummer {number}",
        "short_title": f"Vereinbarung {number}",
        "signed_on": date(2023, 5, 24),
        "term_start": date(2023, 5, 24),
        "term_end": date(2026, 12, 31),
        "term_precision": Precision.DAY,
        "coverage": Coverage.FULL,
        **columns,
    }
    values.setdefault("effective_end", values["term_end"])
    with record_change() as change:
        agreement = Agreement(published_at=timezone.now() if published else None, **values)
        agreement.save()
        for position, title in enumerate(fields, start=1):
            ActionField(agreement=agreement, number=position, title=title).save()
        change.touch(agreement)
    return agreement


def make_commitment(
    agreement: Agreement | None = None,
    *,
    leads: Iterable[Partner] | None = None,
    supporting: Iterable[Partner] = (),
    published: bool = True,
    **columns: Any,
) -> Commitment:
    """Return a measure with one responsible partner of its own, unless `leads` names others (or nobody)."""
    number = next(_numbers)
    agreement = agreement or make_agreement()
    values = {
        "code": f"{agreement.code_prefix}-{number}",
        "kind": Kind.MEASURE,
        "modality": Modality.COMMITMENT,
        "title": f"Maßnahme Nummer {number}",
        "description": "Die Partner tun, was sie zugesagt haben.",
        "verifiable": Verifiability.YES,
        **columns,
    }
    if values.get("due_on"):
        values = {"due_wording": "bis zu diesem Tag", "due_precision": "day", "due_basis": "stated", **values}
    parts = [(partner, Role.LEAD) for partner in ([make_partner()] if leads is None else leads)]
    parts += [(partner, Role.SUPPORTING) for partner in supporting]
    with record_change() as change:
        commitment = Commitment(agreement=agreement, published_at=timezone.now() if published else None, **values)
        commitment.save()
        for position, (partner, role) in enumerate(parts):
            Contribution(
                commitment=commitment,
                partner=partner,
                role=role,
                required=role == Role.LEAD,
                reporter=None if partner.is_group else partner,
                position=position,
            ).save()
        change.touch(commitment)
    commitment.refresh_from_db()
    return commitment


def make_fact(
    commitment: Commitment,
    status: str = "",
    *,
    as_of: date = date(2024, 6, 30),
    partner: Partner | None = None,
    as_of_precision: str = Precision.DAY,
    sources: int = 1,
    **data: Any,
) -> StatusReport:
    """Return a researched fact on a commitment, or on the contribution of one partner; the commitment is refreshed."""
    values = {"summary": "Eine Quelle sagt etwas dazu.", "grade": Grade.DOCUMENT, "seen_on": days.today(), **data}
    values.setdefault(
        "evidence",
        [
            workflow.EvidenceData(title=f"Quelle {number}", publisher="Verlag", seen_on=values["seen_on"])
            for number in range(1, sources + 1)
        ],
    )
    fact = workflow.FactData(as_of=as_of, as_of_precision=as_of_precision, status=status, **values)
    contribution = commitment.contributions.get(partner=partner) if partner else None
    report = workflow.add_fact(commitment, fact, actor=workflow.system_actor(), contribution=contribution)
    commitment.refresh_from_db()
    return report
