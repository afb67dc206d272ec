"""What needs attention in a running agreement, and the first rows of any list of commitments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, OrderBy, Window
from django.db.models.functions import RowNumber

from tracker import access
from tracker.models import Agreement, Commitment
from tracker.models.commitments import CommitmentQuerySet
from tracker.vocabulary import Reporting

ROWS = 5


@dataclass(slots=True)
class FirstRows:
    """The first rows of a list and how many it has in all."""

    total: int = 0
    rows: list[Commitment] = field(default_factory=list)

    @property
    def rest(self) -> int:
        """How many are not among the first."""
        return self.total - len(self.rows)


@dataclass(slots=True)
class Attention:
    """The lists of one running agreement that ask somebody to act; measures and targets."""

    overdue: FirstRows
    due_soon: FirstRows
    unreported: FirstRows
    without_evidence: FirstRows


NEWEST_FACT_FIRST = (F("newest_fact_on").desc(nulls_last=True), F("sort_key").asc())
EARLIEST_DEADLINE_FIRST = (F("due_on").asc(nulls_last=True), F("sort_key").asc())
BY_CODE = (F("sort_key").asc(),)


def first_rows(
    commitments: CommitmentQuerySet, order: tuple[OrderBy, ...] = BY_CODE, *, limit: int = ROWS
) -> dict[int, FirstRows]:
    """For each agreement the first rows of these commitments and their number; one query."""
    partition = [F("agreement_id")]
    rows = (
        commitments.annotate(
            place=Window(RowNumber(), partition_by=partition, order_by=list(order)),
            list_total=Window(Count("pk"), partition_by=partition),
        )
        .filter(place__lte=limit)
        .select_related("agreement")
        .order_by("agreement_id", "place")
    )
    found: dict[int, FirstRows] = {}
    for row in rows:
        item = found.setdefault(row.agreement_id, FirstRows(row.list_total))
        item.rows.append(row)
    return found


def attention(agreements: Iterable[Agreement], *, on: date) -> dict[int, Attention]:
    """What needs attention in those of these agreements that are running on a day; four queries."""
    running = [agreement.pk for agreement in agreements if not agreement.has_ended(on=on)]
    rows = access.public_commitments().filter(agreement_id__in=running)
    unreported = rows.with_reporting(on=on).filter(reporting_state__in=[Reporting.NEVER, Reporting.OVERDUE])
    overdue = first_rows(rows.overdue(on=on), EARLIEST_DEADLINE_FIRST)
    due_soon = first_rows(rows.due_soon(on=on), EARLIEST_DEADLINE_FIRST)
    late = first_rows(unreported)
    bare = first_rows(rows.without_evidence())
    return {
        pk: Attention(
            overdue.get(pk, FirstRows()),
            due_soon.get(pk, FirstRows()),
            late.get(pk, FirstRows()),
            bare.get(pk, FirstRows()),
        )
        for pk in running
    }
