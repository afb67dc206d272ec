"""How many measures each partner or group is named with, and where these stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, FilteredRelation, Q

from tracker import access
from tracker.archive import Archive
from tracker.figures.counts import Counts
from tracker.models import Agreement, Partner
from tracker.vocabulary import Kind, Role


@dataclass(slots=True)
class PartnerFigures:
    """The measures in which one partner or group is itself named (bezug=selbst), and in which role."""

    partner: Partner
    counts: Counts = field(default_factory=Counts)
    roles: dict[Role, int] = field(default_factory=lambda: dict.fromkeys(Role, 0))


def partner_figures(
    agreements: Iterable[Agreement], *, past_day: date | None = None, archive: Archive | None = None
) -> dict[int, list[PartnerFigures]]:
    """For each agreement one row per partner or group named with a measure, by the alphabet; two queries.

    The rows overlap: a measure stands with every partner it names. A past day is read as known today, or from the
    archive of that day.
    """
    wanted = [agreement.pk for agreement in agreements]
    cells = _published_cells(archive) if archive else _cells(wanted, past_day)
    ids = {partner for _agreement, partner, _role, _status, _number in cells}
    partners = (
        {item.pk: item for item in archive.partners.values()} if archive else access.public_partners().in_bulk(ids)
    )
    rows: dict[tuple[int, int], PartnerFigures] = {}
    for agreement, partner, role, status, number in cells:
        if agreement not in wanted:
            continue
        row = rows.setdefault((agreement, partner), PartnerFigures(partners[partner]))
        row.counts.add(status, number)
        row.roles[Role(role)] += number
    result: dict[int, list[PartnerFigures]] = {pk: [] for pk in wanted}
    for (agreement_id, _partner), row in sorted(rows.items(), key=lambda item: item[1].partner.sort_key):
        result[agreement_id].append(row)
    return result


Cell = tuple[int, int, str, str | None, int]


def _cells(wanted: list[int], past_day: date | None) -> list[Cell]:
    """Agreement, partner, role, status and how many measures; one query."""
    rows = access.public_contributions().filter(commitment__kind=Kind.MEASURE, commitment__agreement_id__in=wanted)
    status = "commitment__status"
    if past_day is not None:
        until = Q(commitment__periods__until__isnull=True) | Q(commitment__periods__until__gt=past_day)
        condition = Q(commitment__periods__start__lte=past_day) & until
        rows = rows.annotate(period=FilteredRelation("commitment__periods", condition=condition))
        status = "period__status"
    columns = ("commitment__agreement_id", "partner_id", "role", status)
    return list(rows.order_by().values_list(*columns).annotate(number=Count("pk")))


def _published_cells(archive: Archive) -> list[Cell]:
    """The same of the measures as published, one by one."""
    return [
        (archive.agreements[line.agreement].pk, archive.partners[key].pk, role, line.status, 1)
        for line in archive.every_line
        if line.kind == Kind.MEASURE
        for key, role in line.contributors
        if key in archive.partners
    ]
