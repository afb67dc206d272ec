"""Somebody who downloads the table, fills it in and hands it in again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import load_workbook

from tests.factories import make_commitment, make_partner
from tracker import days, sheets, workflow
from tracker.models import Agreement, Contribution, Partner, ReportingRound
from tracker.sheets.columns import BY_FIELD, SHEET
from tracker.sheets.compare import Comparison
from tracker.vocabulary import Status

TODAY = date(2026, 3, 2)


def ask(
    number: int = 1, *, partner: Partner | None = None, agreement: Agreement | None = None, **columns: Any
) -> list[Contribution]:
    """Contributions of one organisation for which an open round asks."""
    partner = partner or make_partner()
    first = make_commitment(agreement, leads=[partner], **columns)
    others = [make_commitment(first.agreement, leads=[partner], **columns) for _place in range(number - 1)]
    asked = [item.contributions.get() for item in [first, *others]]
    open_round(first.agreement, asked)
    return list(Contribution.objects.filter(pk__in=[item.pk for item in asked]).order_by("commitment__sort_key", "pk"))


def open_round(agreement: Agreement, asked: Sequence[Contribution]) -> ReportingRound:
    """A round that began today and asks for these contributions within thirty days."""
    day = days.today()
    return workflow.open_round(
        agreement,
        title="Runde",
        starts_on=day,
        due_on=day.replace(year=day.year + 1),
        contributions=asked,
        actor=workflow.system_actor(),
    )


def draft(contribution: Contribution, **values: Any) -> Any:
    """A draft on a contribution."""
    data = workflow.ReportData(
        **{"as_of": days.today(), "status": Status.IN_PROGRESS, "summary": "Wir haben begonnen.", **values}
    )
    actor = workflow.system_actor()
    started = workflow.start_draft(contribution, actor=actor, on=days.today())
    return workflow.save_draft(started, data, actor=actor)


def accepted(contribution: Contribution, settings: Any, **values: Any) -> Any:
    """A report on a contribution that was submitted, accepted and published."""
    settings.ONE_PERSON_REVIEW = True
    actor = workflow.system_actor()
    return workflow.accept(workflow.submit(draft(contribution, **values), actor=actor), actor=actor)


def download(contributions: Sequence[Contribution]) -> bytes:
    """The table of these contributions."""
    rows = sheets.items(Contribution.objects.filter(pk__in=[item.pk for item in contributions]))
    return sheets.report_table(rows, whose="Verband", on=days.today())


def fill(content: bytes, *rows: dict[str, Any] | None, heads: dict[str, str] | None = None) -> bytes:
    """The table as somebody saves it who entered these cells, row by row, by field; `heads` renames heads."""
    book = load_workbook(io.BytesIO(content))
    sheet = book[SHEET]
    places = {cell.value: cell.column for cell in sheet[1]}
    for number, cells in enumerate(rows, start=2):
        for name, value in (cells or {}).items():
            sheet.cell(number, places[BY_FIELD[name].name]).value = value
    for name, head in (heads or {}).items():
        sheet.cell(1, places[BY_FIELD[name].name]).value = head
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def compared(content: bytes, on: date | None = None) -> Comparison:
    """What a table would do."""
    table = sheets.read_table(io.BytesIO(content))
    return sheets.compare(table, Contribution.objects.all(), on=on or days.today())


def sentences(result: Comparison) -> str:
    """All that is wrong, in one line."""
    return " ".join(
        f"{problem.column}: {problem.text}"
        for problem in [*result.problems, *(problem for row in result.rows for problem in row.problems)]
    )
