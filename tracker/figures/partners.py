"""How many measures each partner or group is named with, and where these stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tracker import access, bitsets
from tracker.archive import Archive
from tracker.bitsets import Set, Sets
from tracker.figures.counts import Counts, counted
from tracker.models import Agreement, Partner
from tracker.vocabulary import Kind, Role


@dataclass(slots=True)
class PartnerFigures:
    """The measures in which one partner or group is itself named (bezug=selbst), and in which role."""

    partner: Partner
    counts: Counts = field(default_factory=Counts)
    roles: dict[Role, int] = field(default_factory=lambda: dict.fromkeys(Role, 0))


def partner_figures(
    agreements: Iterable[Agreement], sets: Sets | None = None, *, archive: Archive | None = None
) -> dict[int, list[PartnerFigures]]:
    """For each agreement one row per partner or group named with a measure, by the alphabet; one query.

    The rows overlap: a measure stands with every partner it names. `sets` are those of the day, the present ones
    unless given; for a day's published versions also its `archive`.
    """
    sets = sets or bitsets.current()
    wanted = [agreement.pk for agreement in agreements]
    measures = sets.of("kind", Kind.MEASURE)
    found = [
        (agreement, partner, Role(role), own)
        for (agreement, partner, role), named in _contributors(sets).items()
        if agreement in wanted and (own := named & measures)
    ]
    ids = {partner for _agreement, partner, _role, _own in found}
    partners = (
        {item.pk: item for item in archive.partners.values()} if archive else access.public_partners().in_bulk(ids)
    )
    rows: dict[tuple[int, int], PartnerFigures] = {}
    for agreement, partner, role, own in found:
        if partner in partners:
            row = rows.setdefault((agreement, partner), PartnerFigures(partners[partner]))
            row.roles[role] += len(own)
            for status, number in counted(own, sets).items():
                row.counts.add(status, number)
    result: dict[int, list[PartnerFigures]] = {pk: [] for pk in wanted}
    for (agreement_id, _partner), row in sorted(rows.items(), key=lambda item: item[1].partner.sort_key):
        result[agreement_id].append(row)
    return result


def _contributors(sets: Sets) -> dict[Any, Set]:
    """The commitments by agreement, partner and role."""
    return sets.by["contributor"]
