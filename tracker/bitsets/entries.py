"""What the sets know of one commitment, and how it is read: of now, of some commitments, of a past day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q

from tracker import access, days
from tracker.models import Commitment, Contribution, StatusPeriod
from tracker.models.commitments import CommitmentQuerySet
from tracker.vocabulary import Kind, Precision, Reporting

CHUNK = 2000
# The links of commitments to what they name, by the name of the dimension.
LINKS = {"land": "lands", "target_group": "target_groups", "instrument": "instruments"}


class Entry(NamedTuple):
    """One public commitment in what can be filtered and counted; `reports` are those of its required parts."""

    id: int
    key: str
    kind: str
    agreement: int
    action_field: int | None
    modality: str
    verifiable: str
    general_aim: bool
    is_part: bool
    status: str | None
    unknown_reason: str | None
    evidence_grade: str | None
    before_signing: bool | None
    status_at_term_end: str | None
    newest_fact_on: date | None
    newest_fact_precision: str | None
    due_on: date | None
    due_basis: str
    effective_end: date
    changed_on: date | None
    began_on: date | None
    contributors: Collection[tuple[int, str]] = ()
    reports: Collection[tuple[Reporting, date | None]] = ()
    links: dict[str, Collection[int]] = {}
    periods: Collection[tuple[str, date, date | None, bool]] = ()


# The columns behind the fields of an entry, in their order; a past day has its own of those in `_OF_THE_DAY`.
_COLUMNS = (
    *("kind", "agreement_id", "action_field_id", "modality", "verifiable", "general_aim", "part_of_id"),
    *("status", "unknown_reason", "evidence_grade", "before_signing", "status_at_term_end"),
    *("newest_fact_on", "newest_fact_precision", "due_on", "due_basis", "effective_end", "changed_on", "began_on"),
)
_OF_THE_DAY = {
    *("status", "unknown_reason", "evidence_grade", "before_signing", "began_on"),
    *("newest_fact_on", "newest_fact_precision"),
}
_PART_OF = _COLUMNS.index("part_of_id")


# What an entry says in one word each: the dimensions of the sets, in its third to twentieth place.
DIMENSIONS = Entry._fields[2:20]


def memberships(entry: Entry) -> Iterable[tuple[str, Hashable]]:
    """All dimensions and values that a commitment stands under."""
    yield from zip(DIMENSIONS, entry[2:20], strict=True)
    if entry.due_on is not None and entry.began_on is not None and entry.began_on > entry.due_on:
        yield "late", True
    for partner, role in entry.contributors:
        yield "contributor", (entry.agreement, partner, role)
    for state, due_on in entry.reports:
        yield "report", (state, due_on)
    for name, values in entry.links.items():
        for value in values:
            yield name, value
    if entry.kind == Kind.MEASURE:
        yield from _course(entry)


def _course(entry: Entry) -> Iterable[tuple[str, Hashable]]:
    """At the end of which quarters a measure enters and leaves which status.

    A status that ends within the quarter in which it began shows at no quarter's end.
    """
    for status, start, until, year_only in entry.periods:
        enters = _quarter_end(start)
        leaves = _quarter_end(until) if until else None
        if year_only:
            yield "year_only", (entry.agreement, start)
        if enters != leaves:
            yield "entered", (entry.agreement, enters, status)
            if leaves is not None:
                yield "left", (entry.agreement, leaves, status)


@lru_cache(maxsize=4096)
def _quarter_end(day: date) -> date:
    """The last day of the quarter of a day; kept, for facts share few days."""
    return days.last_day(day, Precision.QUARTER)


def order_key(sort_key: str, code: str) -> str:
    """What commitments are put in order by: their codes as people count; told apart where two count the same."""
    return f"{sort_key} {code}"


def code_of(key: str) -> str:
    """The code within an order key."""
    return key.rpartition(" ")[2]


def read() -> Iterator[Entry]:
    """All public commitments as they are now."""
    return _in_chunks(access.public_commitments(), at="")


def read_some(codes: Collection[str]) -> Iterator[Entry]:
    """Those of these commitments that are public, as they are now."""
    wanted = list(codes)
    for start in range(0, len(wanted), CHUNK):
        rows = access.public_commitments().filter(code__in=wanted[start : start + CHUNK])
        ids = list(rows.values_list("pk", flat=True))
        yield from _entries(rows, lambda path, ids=ids: Q(**{f"{path}__in": ids}), at="")  # type: ignore[misc]


def read_past(day: date) -> Iterator[Entry]:
    """The commitments of agreements signed by a past day with their standing on it, as known today."""
    return _in_chunks(access.public_commitments().standing_on(day), at="period__")


def _in_chunks(commitments: CommitmentQuerySet, *, at: str) -> Iterator[Entry]:
    keys = commitments.order_by("pk").values_list("pk", flat=True)
    after = 0
    while chunk := list(keys.filter(pk__gt=after)[:CHUNK]):
        first, after = chunk[0], chunk[-1]
        yield from _entries(
            commitments,
            lambda path, first=first, last=after: Q(**{f"{path}__gte": first, f"{path}__lte": last}),  # type: ignore[misc]
            at=at,
        )


def _entries(commitments: CommitmentQuerySet, where: Callable[[str], Q], *, at: str) -> Iterator[Entry]:
    """The entries of the commitments whose keys are as `where` says; seven queries."""
    contributors, reports = _parts(where("commitment"))
    links = {name: _links(relation, where("commitment")) for name, relation in LINKS.items()}
    periods = {} if at else _periods(where("commitment"))
    columns = [f"{at}{name}" if name in _OF_THE_DAY else name for name in _COLUMNS]
    rows = commitments.filter(where("pk")).order_by().values_list("pk", "sort_key", "code", *columns)
    for pk, sort_key, code, *values in rows:
        values[_PART_OF] = values[_PART_OF] is not None
        yield Entry(
            pk,
            order_key(sort_key, code),
            *values,  # type: ignore[misc]
            contributors=contributors.get(pk, ()),
            reports=reports.get(pk, ()),
            links={name: found[pk] for name, found in links.items() if pk in found},
            periods=periods.get(pk, ()),
        )


def _parts(where: Q) -> tuple[dict[int, list[tuple[int, str]]], dict[int, list[tuple[Reporting, date | None]]]]:
    """For each commitment who takes part in which role, and how the required parts that were asked have reported."""
    contributors: dict[int, list[tuple[int, str]]] = defaultdict(list)
    reports: dict[int, list[tuple[Reporting, date | None]]] = defaultdict(list)
    columns = ("commitment_id", "partner_id", "role", "required", "reporting_base", "asked_due_on")
    rows = Contribution.objects.filter(where).order_by().values_list(*columns)
    for pk, partner, role, required, base, due_on in rows:
        contributors[pk].append((partner, role))
        if required and base != Reporting.NOT_ASKED:
            reports[pk].append((Reporting(base).public(), due_on))
    return contributors, reports


def _links(relation: str, where: Q) -> dict[int, list[int]]:
    through: Any = getattr(Commitment, relation).through
    target = getattr(Commitment, relation).field.m2m_reverse_field_name()
    found: dict[int, list[int]] = defaultdict(list)
    for pk, value in through.objects.filter(where).values_list("commitment_id", f"{target}_id"):
        found[pk].append(value)
    return found


def _periods(where: Q) -> dict[int, list[tuple[str, date, date | None, bool]]]:
    """For each commitment its statuses: which, from and until when, and whether only the year of the start is known."""
    found: dict[int, list[tuple[str, date, date | None, bool]]] = defaultdict(list)
    columns = ("commitment_id", "status", "start", "until", "status_as_of", "status_as_of_precision")
    rows = StatusPeriod.objects.filter(where).order_by().values_list(*columns)
    for pk, status, start, until, as_of, precision in rows:
        found[pk].append((status, start, until, precision == Precision.YEAR and as_of == start))
    return found
