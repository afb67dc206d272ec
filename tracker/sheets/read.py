"""A table that came back: its rows as texts, with a sentence for everything that cannot be read."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from tracker.sheets import cells
from tracker.sheets.columns import COLUMNS, SHEET
from tracker.sheets.values import tidy

MAX_ROWS = 2000
MAX_LINES = 10_000
MAX_COLUMNS = 80
ROWS_BEFORE_HEAD = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in which row (0: with the whole table), in which column, with which value."""

    row: int
    column: str
    value: str
    text: str

    @property
    def sentence(self) -> str:
        """The place and what is wrong there, for one line of a list."""
        parts = (self.row and _("row %d") % self.row, self.column, self.value)
        place = ", ".join(part for part in parts if part)
        return f"{place}: {self.text}" if place else self.text


@dataclass(slots=True)
class Table:
    """The rows of a table by field, with their numbers; what could not be read; what was left aside."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, text: str, *, row: int = 0, column: str = "", value: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(row, column, value[:200], text))


def read_table(content: IO[bytes]) -> Table:
    """The table in an Excel file that `uploads.check_xlsx` let pass; what is wrong with it stands in its problems."""
    table = Table()
    try:
        book = load_workbook(content, read_only=True, data_only=True)
        try:
            sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
            lines = sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_LINES, values_only=True)
            _fill(table, ([cells.plain(cell) for cell in line] for line in lines))
        finally:
            book.close()
    except Exception:  # the parser raises whatever a hostile file makes it stumble over
        table.rows.clear()
        table.refuse(_("The table is damaged and cannot be read. Save it anew as .xlsx."))
    return table


def _fill(table: Table, lines: Iterable[list[str]]) -> None:
    numbered = enumerate(lines, start=1)
    places = _head(table, itertools.islice(numbered, ROWS_BEFORE_HEAD))
    if not places:
        return
    seen: dict[str, int] = {}
    for number, texts in numbered:
        row = {name: cells.original(texts[place]) for name, place in places.items() if texts[place]}
        key = row.get("contribution", "")
        if not row:
            continue
        if len(table.rows) >= MAX_ROWS:
            table.rows.clear()
            table.refuse(_("The table has more than %d rows.") % MAX_ROWS)
            return
        if not key.isdigit() or not key.isascii() or len(key) > 15:
            value = row.get("code") or next(iter(row.values()))
            text = _("This row belongs to no contribution. Rows of your own cannot be added; fill in those there are.")
            table.refuse(text, row=number, value=value)
        elif key in seen:
            text = _("This contribution stands in row %d already.") % seen[key]
            table.refuse(text, row=number, value=row.get("code", ""))
        else:
            seen[key] = number
            table.rows.append((number, {name: tidy(text) for name, text in row.items()}))
    if not table.rows and not table.problems:
        table.refuse(_("The table has no rows."))


def _head(table: Table, lines: Iterable[tuple[int, list[str]]]) -> dict[str, int]:
    """The place of every column by field; none, with a problem for each head that is not there."""
    wanted = {column.name: column.field for column in COLUMNS}
    for number, texts in lines:
        names = [" ".join(text.split()) for text in texts]
        if len({*names} & {*wanted}) < 3:
            continue
        places = {wanted[name]: place for place, name in reversed([*enumerate(names)]) if name in wanted}
        for name in [column.name for column in COLUMNS if column.field not in places]:
            text = _("This column is missing or its head was changed. Take the heads of the table you downloaded.")
            table.refuse(text, row=number, column=name)
        own = [name for name in names if name and name not in wanted]
        if own:
            table.notes.append(_("These columns were left aside: %s.") % ", ".join(own[:10]))
        return {} if table.problems else places
    table.refuse(_("This is not the table of this site: its heads are missing. Download it anew and fill it in."))
    return {}
