"""The rows of a listing as a workbook: sheet 1 says what it is, sheet 2 holds the rows in typed cells.

Rows are written one after the other and never kept (XlsxWriter, constant memory). A workbook can be read only when it
is whole, so it goes into a file first.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

import xlsxwriter
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.worksheet import Worksheet

from tracker.listings.contents import contents
from tracker.listings.heads import table_address
from tracker.listings.rows import COLUMNS, DAY, NUMBER, TRUTH, TYPES, values
from tracker.listings.summary import Summary
from tracker.listings.view import Listing
from tracker.outputs.cells import defuse
from tracker.site import site
from tracker.templatetags.tracker_tags import day_text

LONGEST = 32_767
"""How many characters a cell of a workbook holds."""

DAYS = frozenset(place for place, column in enumerate(COLUMNS) if column.type == DAY)
NUMBERS = frozenset(place for place, column in enumerate(COLUMNS) if column.type == NUMBER)
TRUTHS = frozenset(place for place, column in enumerate(COLUMNS) if column.type == TRUTH)
WIDTHS = {"title": 60, "description": 80, "wording": 80, "url": 50, "source": 50}

Tell = Callable[[int], None]


def write_workbook(listing: Listing, target: BinaryIO, *, revision: int, tell: Tell | None = None) -> int:
    """Write all rows of a listing and return their number; `tell` hears after every 1,000 how many are written."""
    with tempfile.TemporaryDirectory() as folder:
        return _write_into(folder, listing, target, revision=revision, tell=tell)


def _write_into(folder: str, listing: Listing, target: BinaryIO, *, revision: int, tell: Tell | None) -> int:
    """Write with a folder of its own for rows on their way, so that nothing of a broken-off workbook stays behind."""
    book = xlsxwriter.Workbook(
        target,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": folder},
    )
    # Without it two workbooks of the same rows would differ by the moment of writing.
    book.set_properties({"title": str(site().name), "created": datetime.combine(listing.day, datetime.min.time(), UTC)})
    with translation.override(settings.LANGUAGE_CODE):
        keys = listing.ids()
        _notes(book, listing, revision=revision, rows=len(keys))
        sheet = book.add_worksheet(_("Rows"))
        _heading(book, sheet, len(keys))
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    last = [listing.view.day, site().licence, f"{site().name}, {table_address(listing)}"]
    number = 0
    for number, row in enumerate(contents(listing, keys), start=1):
        _write(sheet, number, defuse([*values(row), *last]), day_format)
        if tell is not None and number % 1000 == 0:
            tell(number)
    book.close()
    return number


def _write(sheet: Worksheet, number: int, line: list[Any], day_format: Any) -> None:
    """Write one line, each value as what it is; what is not known stays an empty cell."""
    for place, value in enumerate(line):
        if value is None or value == "":
            continue
        if place in NUMBERS:
            sheet.write_number(number, place, value)
        elif place in DAYS:
            sheet.write_datetime(number, place, value, day_format)
        elif place in TRUTHS:
            sheet.write_boolean(number, place, value)
        else:
            sheet.write_string(number, place, value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…")


def _heading(book: xlsxwriter.Workbook, sheet: Worksheet, rows: int) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, WIDTHS.get(column.name, 18))
        sheet.write_string(0, place, column.name, bold)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, rows, len(COLUMNS) - 1)


def _notes(book: xlsxwriter.Workbook, listing: Listing, *, revision: int, rows: int) -> None:
    """Sheet 1: what was asked for, of which day, under which licence, whom to ask, what each column means."""
    sheet = book.add_worksheet(_("Notes"))
    bold = book.add_format({"bold": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    large = book.add_format({"bold": True, "font_size": 14})
    day_format = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 2, 90)
    here = site()
    sheet.write_string(0, 0, str(here.name), large)
    lines: list[tuple[str, Any]] = [
        (_("Rows"), rows),
        (_("As of"), listing.view.day),
        (_("View"), _view_words(listing)),
        (_("Revision"), revision),
        *((_("Filter"), f"{item.label}: {item.value}") for item in Summary(listing, listing.counts).active),
        (_("Address"), table_address(listing)),
        (_("Licence"), f"{here.licence}, {here.licence_url}"),
        (_("Published by"), str(here.operator or here.editor)),
        (pgettext("data", "Contact"), here.contact or here.url),
    ]
    row = 2
    for name, value in lines:
        sheet.write_string(row, 0, name, bold)
        if isinstance(value, date):
            sheet.write_datetime(row, 1, value, day_format)
        elif isinstance(value, int):
            sheet.write_number(row, 1, value, book.add_format({"align": "left"}))
        else:
            sheet.write_string(row, 1, defused_text(value))
        row += 1
    row += 1
    for place, name in enumerate((_("Column"), _("Type"), _("Meaning"))):
        sheet.write_string(row, place, name, bold)
    for column in COLUMNS:
        row += 1
        sheet.write_string(row, 0, column.name, plain)
        sheet.write_string(row, 1, str(TYPES[column.type]), plain)
        sheet.write_string(row, 2, str(column.meaning), plain)


def _view_words(listing: Listing) -> str:
    day = day_text(listing.view.day)
    if listing.view.kind == "fassung":
        return _("as published on %s") % day
    if listing.view.kind == "stand":
        return _("state of affairs on %s, as known today") % day
    return _("present state")


def defused_text(value: str) -> str:
    """A text of the notes as a cell that is no formula and fits."""
    return defuse([value], (0,))[0][:LONGEST]
