"""A file as rows of text, within bounds, with a sentence for everything that is wrong with it."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from tracker.admin.importing.columns import BY_NAME, COLUMNS
from tracker.sheets.cells import original, plain

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 120 * 1024 * 1024
MAX_ROWS = 5000
MAX_CELL = 20_000
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    IndexError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
)
"""What a damaged or locked archive makes the libraries raise."""


@dataclass(frozen=True)
class Problem:
    """What is wrong, in which row (0: with the file), which column, with which value."""

    row: int
    column: str
    value: str
    text: str


@dataclass
class Table:
    """The rows of a file by column name, with their numbers, and what was wrong while reading."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, text: str, *, row: int = 0, column: str = "", value: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(row, column, value[:200], text))


def read(name: str, content: bytes) -> Table:
    """The table in a file, CSV or XLSX by its content."""
    table = Table()
    if len(content) > MAX_BYTES:
        table.refuse(_("The file is larger than 10 MB. Split it."))
    elif not content.strip():
        table.refuse(_("The file is empty."))
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        table.refuse(_("This is an old Excel file (.xls) or a locked one. Save it as .xlsx without a password."))
    elif content.startswith(b"PK"):
        _fill(table, _xlsx(table, content))
    else:
        _fill(table, _csv(table, content))
    return table


def _xlsx(table: Table, content: bytes) -> Iterator[list[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(item.file_size for item in packed.infolist()) > MAX_UNPACKED:
                table.refuse(_("The file unpacks to far more than a table of 5,000 rows needs. Split it."))
                return
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book["Daten"] if "Daten" in book.sheetnames else book.worksheets[0]
        for cells in sheet.iter_rows(max_col=len(COLUMNS) + 20, values_only=True):
            yield list(cells)
        book.close()
    except UNREADABLE:
        table.refuse(_("The file is no Excel table that can be read. Save it anew as .xlsx or as CSV."))


def _csv(table: Table, content: bytes) -> Iterator[list[Any]]:
    text = _decoded(table, content)
    if text is None:
        return
    head = text.partition("\n")[0]
    mark = max(";,\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    except csv.Error as error:
        table.refuse(_("The table breaks off: %(error)s. Is a quotation mark missing?") % {"error": error})


def _decoded(table: Table, content: bytes) -> str | None:
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_utf16 else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if encoding == "cp1252":
            table.notes.append(_("The file is not in UTF-8; it was read as Windows-1252. Check umlauts and dashes."))
        return text
    table.refuse(_("The file is no text in UTF-8, UTF-16 or Windows-1252."))
    return None


def _fill(table: Table, lines: Iterable[list[Any]]) -> None:
    """Put rows into the table: the first line that is not empty names the columns."""
    names: list[str] = []
    number = 0
    for number, line in enumerate(lines, start=1):
        texts = [plain(cell) for cell in line]
        if not any(texts):
            continue
        if not names:
            names = _names(table, number, texts)
            if table.problems:
                return
            continue
        if len(table.rows) >= MAX_ROWS:
            table.rows.clear()
            table.refuse(_("More than 5,000 rows. Split the file; nothing of it was looked at."))
            return
        _row(table, number, names, texts)
    if not names and not table.problems:
        table.refuse(_("The file is empty."))
    elif not table.rows and not table.problems:
        table.refuse(_("The file has a head but no rows."))


def _names(table: Table, number: int, texts: list[str]) -> list[str]:
    names = [text.strip().casefold().replace("ä", "ae").replace("ü", "ue").replace(" ", "_") for text in texts]
    while names and not names[-1]:
        names.pop()
    for name, text in zip(names, texts, strict=False):
        if name not in BY_NAME:
            table.refuse(_("Unknown column. The template names those there are."), row=number, column=text)
    for name in sorted({name for name in names if name in BY_NAME and names.count(name) > 1}):
        table.refuse(_("This column stands in the file twice."), row=number, column=name)
    if "code" not in names:
        table.refuse(_("The column “code” is missing; it says which commitment a row is about."), row=number)
    return names


def _row(table: Table, number: int, names: list[str], texts: list[str]) -> None:
    if any(texts[len(names) :]):
        table.refuse(_("This row has more cells than the head has columns."), row=number)
        return
    row = {}
    for name, text in zip(names, texts, strict=False):
        if text.startswith("="):
            table.refuse(_("A formula. Put its value in its place."), row=number, column=name, value=text)
        elif "\0" in text:
            table.refuse(_("A character that is no text."), row=number, column=name)
        elif len(text) > MAX_CELL:
            table.refuse(_("Longer than 20,000 characters."), row=number, column=name, value=text)
        elif text:
            row[name] = original(text)
    table.rows.append((number, row))
