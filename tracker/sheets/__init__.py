"""Reports as a table: what is open is written into an Excel file; what comes back is compared with what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tracker.models import Partner
from tracker.sheets.compare import Comparison, Outcome, Row, compare
from tracker.sheets.items import ASKED, Item, contributions_of, items, open_contributions
from tracker.sheets.read import Problem, Table, read_table
from tracker.sheets.write import CONTENT_TYPE, hints, report_table

Attachment = tuple[str, bytes, str]

__all__ = [
    "ASKED",
    "CONTENT_TYPE",
    "Attachment",
    "Comparison",
    "Item",
    "Outcome",
    "Problem",
    "Row",
    "Table",
    "attachment",
    "compare",
    "contributions_of",
    "file_name",
    "hints",
    "items",
    "open_contributions",
    "read_table",
    "report_table",
]


def attachment(partners: Iterable[Partner], on: date) -> Attachment | None:
    """The table of what these organisations have to report, as name, content and type; None if nothing is open."""
    wanted = list(partners)
    open_items = items(open_contributions(contributions_of(wanted)))
    if not open_items:
        return None
    whose = ", ".join(str(partner) for partner in wanted)
    return file_name(on), report_table(open_items, whose=whose, on=on), CONTENT_TYPE


def file_name(on: date) -> str:
    """The name of a table made on a day."""
    return f"meldungen-{on.isoformat()}.xlsx"
