"""How many measures of an agreement stand where, today and at the end of its term, as a whole and by action field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q

from tracker import access
from tracker.archive import Archive
from tracker.models import ActionField, Agreement, ReportingRound
from tracker.vocabulary import Kind, Precision, Status, UnknownReason, Verifiability

Cell = dict[str, Any]


@dataclass(slots=True)
class Counts:
    """How many of some measures stand where; the classes partition what they count."""

    by_status: dict[Status, int] = field(default_factory=lambda: dict.fromkeys(Status, 0))

    def __getitem__(self, status: Status) -> int:
        return self.by_status[status]

    def add(self, status: str | None, number: int) -> None:
        """Count some more; rows without a status are not counted."""
        if status is not None:
            self.by_status[Status(status)] += number

    @property
    def total(self) -> int:
        """The denominator: all of them."""
        return sum(self.by_status.values())

    @property
    def unknown(self) -> int:
        """Those whose status is not known."""
        return self.by_status[Status.UNKNOWN]

    @property
    def present(self) -> list[Status]:
        """The statuses that occur, in the order of every list."""
        return [status for status in Status if self.by_status[status]]

    def items(self) -> Iterator[tuple[Status, int]]:
        """Every status that occurs, with its number."""
        return ((status, self.by_status[status]) for status in self.present)


@dataclass(slots=True)
class FieldFigures:
    """The measures of one action field; None stands for those whose field is not known."""

    action_field: ActionField | None
    counts: Counts = field(default_factory=Counts)


@dataclass(slots=True)
class AgreementFigures:
    """All that is counted of one agreement; measures unless the name says otherwise."""

    agreement: Agreement
    has_ended: bool
    measures: Counts = field(default_factory=Counts)
    at_end: Counts = field(default_factory=Counts)
    verifiable: Counts = field(default_factory=Counts)
    reasons: dict[UnknownReason, int] = field(default_factory=lambda: dict.fromkeys(UnknownReason, 0))
    before_signing: int = 0
    parts: int = 0
    targets: int = 0
    positions: int = 0
    fields: list[FieldFigures] = field(default_factory=list)
    newest_fact_on: date | None = None
    newest_fact_precision: str = Precision.DAY
    asked_until: date | None = None

    @property
    def recorded(self) -> int:
        """All tracked statements of the agreement: measures, targets and positions."""
        return self.measures.total + self.targets + self.positions

    @property
    def was_asked(self) -> bool:
        """Whether any round of reports has asked its partners."""
        return self.asked_until is not None


def agreement_figures(
    agreements: Iterable[Agreement], *, on: date, is_past: bool = False, archive: Archive | None = None
) -> list[AgreementFigures]:
    """The figures of these agreements as they stand on a day, in their order; three queries for all of them.

    A past day is read as known today, or from the archive of that day, whose agreements these must be then.
    """
    figures = {agreement.pk: AgreementFigures(agreement, agreement.has_ended(on=on)) for agreement in agreements}
    fields = _fields(figures, archive)
    cells = _published_cells(archive) if archive else _cells(figures, past_day=on if is_past else None)
    for cell in cells:
        _add(figures[cell["agreement_id"]], fields, cell)
    for item in fields.values():
        if item.action_field is not None and item.counts.total:
            figures[item.action_field.agreement_id].fields.append(item)
    for (agreement_id, field_id), item in fields.items():
        if field_id is None and item.counts.total:
            figures[agreement_id].fields.append(item)
    asked: Iterable[tuple[int, date]] = _published_asked(archive) if archive else _asked(figures, on=on)
    for agreement_id, due_on in asked:
        figures[agreement_id].asked_until = due_on
    return list(figures.values())


_DIMENSIONS = (
    "agreement_id",
    "action_field_id",
    "kind",
    "status",
    "unknown_reason",
    "status_at_term_end",
    "verifiable",
    "before_signing",
    "newest_fact_precision",
)


# Of a past day these are read from the status period of that day.
_OF_THE_DAY = {"status", "unknown_reason", "before_signing", "newest_fact_precision"}


def _cells(figures: dict[int, AgreementFigures], *, past_day: date | None) -> Iterable[Cell]:
    """The rows of all agreements grouped by everything that is counted, in one query."""
    rows = access.public_commitments().filter(agreement_id__in=figures)
    at = "period__" if past_day else ""
    if past_day:
        rows = rows.standing_on(past_day)
    columns = [f"{at}{name}" if name in _OF_THE_DAY else name for name in _DIMENSIONS]
    grouped = (
        rows.order_by()
        .values(*columns)
        .annotate(
            number=Count("pk"),
            parts=Count("pk", filter=Q(part_of__isnull=False)),
            newest=Max(f"{at}newest_fact_on"),
        )
    )
    for cell in grouped:
        yield {**cell, **{name: cell[column] for name, column in zip(_DIMENSIONS, columns, strict=True)}}


def _published_cells(archive: Archive) -> Iterator[Cell]:
    """The same of the commitments as published, one cell each."""
    for line in archive.every_line:
        field = archive.action_fields.get(line.action_field or "")
        yield {
            "agreement_id": archive.agreements[line.agreement].pk,
            "action_field_id": field.pk if field else None,
            **{name: getattr(line, name) for name in _DIMENSIONS[2:]},
            "number": 1,
            "parts": int(line.part_of is not None),
            "newest": line.newest_fact_on,
        }


def _published_asked(archive: Archive) -> Iterator[tuple[int, date]]:
    """For each agreement of which reports were asked the last day on which one was due."""
    for slug, agreement in archive.agreements.items():
        days = [line.asked_due_on for line in archive.lines_of(slug) if line.asked_due_on]
        if days:
            yield agreement.pk, max(days)


def _add(figures: AgreementFigures, fields: dict[tuple[int, int | None], FieldFigures], cell: Cell) -> None:
    number: int = cell["number"]
    newest: date | None = cell["newest"]
    if newest is not None and (figures.newest_fact_on is None or newest > figures.newest_fact_on):
        figures.newest_fact_on = newest
        figures.newest_fact_precision = cell["newest_fact_precision"] or Precision.DAY
    if cell["kind"] == Kind.TARGET:
        figures.targets += number
    elif cell["kind"] == Kind.POSITION:
        figures.positions += number
    else:
        figures.measures.add(cell["status"], number)
        figures.at_end.add(cell["status_at_term_end"], number)
        if cell["verifiable"] == Verifiability.YES:
            figures.verifiable.add(cell["status"], number)
        if cell["unknown_reason"]:
            figures.reasons[UnknownReason(cell["unknown_reason"])] += number
        figures.before_signing += number if cell["before_signing"] else 0
        figures.parts += cell["parts"]
        key = (cell["agreement_id"], cell["action_field_id"])
        fields.setdefault(key, FieldFigures(None)).counts.add(cell["status"], number)


def _fields(
    figures: dict[int, AgreementFigures], archive: Archive | None
) -> dict[tuple[int, int | None], FieldFigures]:
    """An empty row for each action field, in the order of their numbers."""
    if archive is not None:
        return {(row.agreement.pk, row.pk): FieldFigures(row) for row in archive.action_fields.values()}
    rows = ActionField.objects.filter(agreement_id__in=figures).order_by("agreement", "number")
    found: dict[tuple[int, int | None], FieldFigures] = {}
    for row in rows:
        row.agreement = figures[row.agreement_id].agreement
        found[(row.agreement_id, row.pk)] = FieldFigures(row)
    return found


def _asked(figures: dict[int, AgreementFigures], *, on: date) -> Sequence[tuple[int, date]]:
    """For each agreement with a round so far, the last day of the newest one."""
    rounds = ReportingRound.objects.opened().filter(agreement_id__in=figures, starts_on__lte=on).order_by()
    return list(rounds.values("agreement_id").annotate(until=Max("due_on")).values_list("agreement_id", "until"))
