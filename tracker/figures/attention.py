"""What needs attention in a running agreement, and the first rows of any list of commitments."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from tracker import access, bitsets
from tracker.bitsets import Set, Sets
from tracker.models import Agreement, Commitment
from tracker.vocabulary import Grade, Kind, Reporting, Schedule

ROWS = 5
Key = TypeVar("Key", bound=Hashable)


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


@dataclass(frozen=True, slots=True)
class Order:
    """By which day a list is put in order, then by code; by code alone where it is empty."""

    by: str = ""
    backwards: bool = False


NEWEST_FACT_FIRST = Order("newest_fact_on", backwards=True)
EARLIEST_DEADLINE_FIRST = Order("due_on")
BY_CODE = Order()


def public_rows(ids: Collection[int]) -> list[Commitment]:
    """The public commitments with these keys, with their agreements; one query."""
    return list(access.public_commitments().select_related("agreement").filter(pk__in=ids))


def first_rows(
    lists: dict[Key, tuple[Set, Order]],
    sets: Sets,
    *,
    limit: int = ROWS,
    load: Callable[[Collection[int]], Iterable[Commitment]] = public_rows,
) -> dict[Key, FirstRows]:
    """The first rows of several lists, each with its order, and how many each has; all are loaded at once."""
    first = {
        key: sets.in_order(chosen, by=order.by, backwards=order.backwards, stop=limit)
        for key, (chosen, order) in lists.items()
    }
    # In one order whatever asks for them: a row of a list is named by the key that the sets know it by.
    wanted = sorted({pk for ids in first.values() for pk in ids})
    known = {row.pk: row for row in load(wanted)}
    return {key: FirstRows(len(lists[key][0]), [known[pk] for pk in ids if pk in known]) for key, ids in first.items()}


def attention(agreements: Iterable[Agreement], sets: Sets | None = None, *, on: date) -> dict[int, Attention]:
    """What needs attention in those of these agreements that are running on a day; one query."""
    sets = sets or bitsets.current()
    schedule, reporting = sets.schedule(on), sets.reporting(on)
    of_kind = sets.of("kind", Kind.MEASURE, Kind.TARGET)
    lists = {
        "overdue": (schedule[Schedule.OVERDUE], EARLIEST_DEADLINE_FIRST),
        "due_soon": (schedule[Schedule.DUE_SOON], EARLIEST_DEADLINE_FIRST),
        "unreported": (reporting[Reporting.NEVER] | reporting[Reporting.OVERDUE], BY_CODE),
        "without_evidence": (of_kind & sets.of("evidence_grade", Grade.NONE), BY_CODE),
    }
    running = [agreement.pk for agreement in agreements if not agreement.has_ended(on=on)]
    found = first_rows(
        {
            (pk, name): (chosen & sets.of("agreement", pk), order)
            for pk in running
            for name, (chosen, order) in lists.items()
        },
        sets,
    )
    return {pk: Attention(**{name: found[pk, name] for name in lists}) for pk in running}
