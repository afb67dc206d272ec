"""How many measures each partner or group is named with, and where these stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count

from tracker import access
from tracker.figures.counts import Counts
from tracker.models import Agreement, Partner
from tracker.vocabulary import Kind, Role


@dataclass(slots=True)
class PartnerFigures:
    """The measures in which one partner or group is itself named (bezug=selbst), and in which role."""

    partner: Partner
    counts: Counts = field(default_factory=Counts)
    roles: dict[Role, int] = field(default_factory=lambda: dict.fromkeys(Role, 0))


def partner_figures(agreements: Iterable[Agreement]) -> dict[int, list[PartnerFigures]]:
    """For each agreement one row per partner or group named with a measure, by the alphabet; two queries.

    The rows overlap: a measure stands with every partner it names.
    """
    wanted = [agreement.pk for agreement in agreements]
    cells = list(
        access.public_contributions()
        .filter(commitment__kind=Kind.MEASURE, commitment__agreement_id__in=wanted)
        .order_by()
        .values("commitment__agreement_id", "partner_id", "role", "commitment__status")
        .annotate(number=Count("pk"))
    )
    partners = access.public_partners().in_bulk({cell["partner_id"] for cell in cells})
    rows: dict[tuple[int, int], PartnerFigures] = {}
    for cell in cells:
        key = (cell["commitment__agreement_id"], cell["partner_id"])
        row = rows.setdefault(key, PartnerFigures(partners[cell["partner_id"]]))
        row.counts.add(cell["commitment__status"], cell["number"])
        row.roles[Role(cell["role"])] += cell["number"]
    result: dict[int, list[PartnerFigures]] = {pk: [] for pk in wanted}
    for (agreement_id, _partner), row in sorted(rows.items(), key=lambda item: item[1].partner.sort_key):
        result[agreement_id].append(row)
    return result
