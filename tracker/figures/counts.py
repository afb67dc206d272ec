"""How many measures of an agreement stand where, today and at the end of its term, as a whole and by action field."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

from tracker import bitsets
from tracker.archive import Archive
from tracker.bitsets import Set, Sets
from tracker.models import ActionField, Agreement, ReportingRound
from tracker.vocabulary import Kind, Precision, Status, UnknownReason, Verifiability


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
    agreements: Iterable[Agreement], sets: Sets | None = None, *, on: date, archive: Archive | None = None
) -> list[AgreementFigures]:
    """The figures of these agreements as they stand on a day, in their order; two queries for all of them.

    `sets` are those of the day, the present ones unless given; for a day's published versions also its `archive`,
    whose agreements these must be then.
    """
    sets = sets or bitsets.current()
    figures = {agreement.pk: AgreementFigures(agreement, agreement.has_ended(on=on)) for agreement in agreements}
    for item in figures.values():
        _count(item, sets)
    for action_field in _fields(figures, archive):
        _add_field(figures[action_field.agreement_id], action_field, sets)
    for item in figures.values():
        _add_field(item, None, sets)
    asked: Iterable[tuple[int, date]] = _published_asked(archive) if archive else _asked(figures, on=on)
    for agreement_id, due_on in asked:
        figures[agreement_id].asked_until = due_on
    return list(figures.values())


def _measures(agreement: Agreement, sets: Sets) -> Set:
    return sets.of("agreement", agreement.pk) & sets.of("kind", Kind.MEASURE)


def counted(commitments: Set, sets: Sets, name: str = "status") -> Counts:
    """How many of these commitments stand where."""
    counts = Counts()
    for status in Status:
        counts.add(status, commitments.intersection_cardinality(sets.of(name, status)))
    return counts


def _count(item: AgreementFigures, sets: Sets) -> None:
    recorded, measures = sets.of("agreement", item.agreement.pk), _measures(item.agreement, sets)

    def number(name: str, value: Hashable, among: Set = measures) -> int:
        return among.intersection_cardinality(sets.of(name, value))

    item.measures = counted(measures, sets)
    item.at_end = counted(measures, sets, "status_at_term_end")
    item.verifiable = counted(measures & sets.of("verifiable", Verifiability.YES), sets)
    item.reasons = {reason: number("unknown_reason", reason) for reason in UnknownReason}
    item.before_signing, item.parts = number("before_signing", True), number("is_part", True)
    item.targets, item.positions = (number("kind", kind, recorded) for kind in (Kind.TARGET, Kind.POSITION))
    newest = next(
        (day for day in reversed(sets.days_of("newest_fact_on")) if recorded.intersect(sets.of("newest_fact_on", day))),
        None,
    )
    if newest is not None:
        told = recorded & sets.of("newest_fact_on", newest)
        item.newest_fact_on = newest
        # Of several told to different precision the finest is said.
        item.newest_fact_precision = next(
            (precision for precision in Precision if told.intersect(sets.of("newest_fact_precision", precision))),
            Precision.DAY,
        )


def _add_field(item: AgreementFigures, action_field: ActionField | None, sets: Sets) -> None:
    """Count the measures of a field, or of none, and put it into the table if there are any."""
    own = _measures(item.agreement, sets) & sets.of("action_field", action_field.pk if action_field else None)
    if own:
        item.fields.append(FieldFigures(action_field, counted(own, sets)))


def _published_asked(archive: Archive) -> Iterator[tuple[int, date]]:
    """For each agreement of which reports were asked the last day on which one was due."""
    for slug, agreement in archive.agreements.items():
        days = [line.asked_due_on for line in archive.lines_of(slug) if line.asked_due_on]
        if days:
            yield agreement.pk, max(days)


def _fields(figures: dict[int, AgreementFigures], archive: Archive | None) -> Iterator[ActionField]:
    """The action fields, in the order of their numbers."""
    if archive is not None:
        yield from archive.action_fields.values()
        return
    for row in ActionField.objects.filter(agreement_id__in=figures).order_by("agreement", "number"):
        row.agreement = figures[row.agreement_id].agreement
        yield row


def _asked(figures: dict[int, AgreementFigures], *, on: date) -> Sequence[tuple[int, date]]:
    """For each agreement with a round so far, the last day of the newest one."""
    rounds = ReportingRound.objects.opened().filter(agreement_id__in=figures, starts_on__lte=on).order_by()
    return list(rounds.values("agreement_id").annotate(until=Max("due_on")).values_list("agreement_id", "until"))
