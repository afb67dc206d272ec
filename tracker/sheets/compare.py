"""What a table would do: row by row what differs, what stays, what is refused and why. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tracker import workflow
from tracker.models import Contribution, StatusReport
from tracker.sheets.columns import BY_FIELD, ENTERED
from tracker.sheets.items import Item, items
from tracker.sheets.read import Problem, Table
from tracker.sheets.values import BadCells, prefilled, report_of, spelled
from tracker.vocabulary import ReportState

CELL_OF_ERROR = {"evidence": "link_title"}
"""Where a sentence of the workflow is shown, unless the cell has the same name."""
SAID = ("status", "summary", "next_steps", "problem")
"""What may not differ where somebody says that nothing has changed."""


class Outcome(StrEnum):
    """What happens to a row."""

    REPORTED = "reported"
    UNTOUCHED = "untouched"
    STALE = "stale"
    UNDER_REVIEW = "under_review"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Difference:
    """One value: before, and as the table has it."""

    name: Promise
    before: str
    after: str


@dataclass(slots=True)
class Row:
    """One row of the table against what is stored now."""

    number: int
    item: Item
    outcome: Outcome
    differences: list[Difference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    data: workflow.ReportData | None = None
    confirms: bool = False

    def as_data(self) -> workflow.RowData:
        """The row as the workflow takes it; only a row that is reported says anything."""
        if self.data is None:
            raise ValueError(f"row {self.number} is not handed in")
        return workflow.RowData(self.item.contribution, self.data, self.item.seen)


@dataclass(slots=True)
class Comparison:
    """All rows of a table, in its order, with what is wrong with the table itself."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of(self, *outcomes: Outcome) -> list[Row]:
        """The rows of these outcomes."""
        return [row for row in self.rows if row.outcome in outcomes]

    @property
    def reported(self) -> list[Row]:
        """The rows that are handed in."""
        return self.of(Outcome.REPORTED)

    @property
    def stale(self) -> list[Row]:
        """The rows somebody else was quicker with."""
        return self.of(Outcome.STALE, Outcome.UNDER_REVIEW)

    @property
    def wrong(self) -> list[Row]:
        """The rows with cells that cannot be read or do not go together."""
        return self.of(Outcome.WRONG)

    @property
    def untouched(self) -> list[Row]:
        """The rows in which nothing was entered."""
        return self.of(Outcome.UNTOUCHED)


def compare(table: Table, contributions: QuerySet[Contribution], *, on: date) -> Comparison:
    """Compare a table with what is stored now; a row that is not among these contributions does not exist.

    The same few queries for any number of rows.
    """
    result = Comparison(problems=list(table.problems), notes=list(table.notes))
    keys = [int(row["contribution"]) for _number, row in table.rows]
    found = {item.contribution.pk: item for item in items(contributions.filter(pk__in=keys))}
    for number, cells in table.rows:
        item = found.get(int(cells["contribution"]))
        if item is None:
            text = _("This contribution does not exist any more, or somebody else reports on it.")
            result.problems.append(Problem(number, "", cells.get("code", "")[:200], text))
        else:
            result.rows.append(_row(number, cells, item, on=on))
    result.problems.sort(key=lambda problem: problem.row)
    return result


def _row(number: int, cells: dict[str, str], item: Item, *, on: date) -> Row:
    differences = _differences(cells, item)
    confirms = bool(cells.get("unchanged"))
    if not differences and not confirms:
        return Row(number, item, Outcome.UNTOUCHED)
    if item.open is not None and item.open.state == ReportState.SUBMITTED:
        return Row(number, item, Outcome.UNDER_REVIEW, differences)
    if cells.get("seen", "") != item.seen:
        return Row(number, item, Outcome.STALE, differences)
    try:
        data = report_of(cells, item, on=on)
    except BadCells as bad:
        return Row(number, item, Outcome.WRONG, differences, [_problem(number, *cell) for cell in bad.found])
    problems = [*_contradictions(number, cells, item), *_incomplete(number, cells, data, item, on=on)]
    outcome = Outcome.WRONG if problems else Outcome.REPORTED
    return Row(number, item, outcome, differences, problems, data, confirms)


def _problem(number: int, name: str, value: str, text: str) -> Problem:
    column = BY_FIELD.get(name)
    return Problem(number, str(column.head) if column else "", value[:200], text)


def _differences(cells: dict[str, str], item: Item) -> list[Difference]:
    before = prefilled(item)
    return [
        Difference(column.head, before.get(column.field, ""), cells.get(column.field, ""))
        for column in ENTERED
        if column.field != "unchanged" and _same(column.field, before) != _same(column.field, cells)
    ]


def _same(name: str, texts: dict[str, str]) -> str:
    """A text in the spelling in which it is compared: days and words however they are written."""
    text = texts.get(name, "")
    return spelled(BY_FIELD[name], text) if text else ""


def _contradictions(number: int, cells: dict[str, str], item: Item) -> list[Problem]:
    if not cells.get("unchanged"):
        return []
    if item.start is None:
        text = _("Nothing was reported before that could be confirmed. Fill in the row and leave this cell empty.")
        return [_problem(number, "unchanged", cells["unchanged"], text)]
    before = prefilled(item)
    if any(_same(name, before) != _same(name, cells) for name in SAID):
        text = _("“Unchanged” is entered, but something in the row was changed. Take one of them back.")
        return [_problem(number, "unchanged", cells["unchanged"], text)]
    return []


def _incomplete(
    number: int, cells: dict[str, str], data: workflow.ReportData, item: Item, *, on: date
) -> list[Problem]:
    """What the workflow would say to this row if it were handed in."""
    said = StatusReport(
        commitment=item.contribution.commitment,
        contribution=item.contribution,
        status=data.status,
        as_of=data.as_of,
        as_of_precision=data.as_of_precision,
        summary=data.summary,
        next_steps=data.next_steps,
        problem=data.problem,
    )
    files = item.start is not None and any(given.file for given in item.start.evidence.all())
    found: list[Problem] = []
    for check in (
        lambda: workflow.check_report(said, on=on, has_evidence=bool(data.links) or files),
        lambda: workflow.check_wishes(data, item.contribution.commitment),
    ):
        try:
            check()
        except ValidationError as error:
            found += [
                _problem(number, CELL_OF_ERROR.get(name, name), cells.get(name, ""), " ".join(texts))
                for name, texts in error.message_dict.items()
            ]
    return found
