"""The table of open items as an Excel file: lists to choose from, notes on the heads, what is only shown locked."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from tracker.sheets import cells
from tracker.sheets.columns import COLUMNS, LANGUAGE, SHEET, Column, Shape
from tracker.sheets.items import Item
from tracker.sheets.values import evidence_words, prefilled

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def report_table(items: Iterable[Item], *, whose: str, on: date) -> bytes:
    """The table in which these items are to be filled in, as an Excel file; `whose` names the organisation."""
    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(memory, options)
    with translation.override(LANGUAGE):
        book.set_properties({"title": _("Reports of %s") % whose, "author": "", "company": ""})
        data, hints, lists = (book.add_worksheet(name) for name in (SHEET, _("Hints"), "Listen"))
        looks = _looks(book)
        rows = list(items)
        _head(data, looks)
        for number, item in enumerate(rows, start=1):
            _row(data, number, item, looks)
        _choices(data, lists, len(rows))
        _hints(hints, looks, whose=whose, on=on)
        _frame(data, len(rows))
    lists.hide()
    data.activate()
    book.close()
    return memory.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    shared = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C8CDDA"}
    return {
        "head": book.add_format({**shared, "bold": True, "bg_color": "#24508F", "font_color": "#FFFFFF"}),
        "head_shown": book.add_format({**shared, "bold": True, "bg_color": "#E4ECF8"}),
        "shown": book.add_format({**shared, "bg_color": "#F2F4F8"}),
        "text": book.add_format({**shared, "num_format": "@", "locked": False}),
        "day": book.add_format({**shared, "num_format": "dd.mm.yyyy", "align": "left", "locked": False}),
        "title": book.add_format({"bold": True, "font_size": 14, "valign": "top"}),
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _head(sheet: Any, looks: dict[str, Any]) -> None:
    for number, column in enumerate(COLUMNS):
        sheet.write_string(0, number, column.name, looks["head" if column.is_entered else "head_shown"])
        hidden = {"hidden": True} if column.shape is Shape.KEY else {}
        sheet.set_column(number, number, column.width, None, hidden)
        if column.shape is not Shape.KEY:
            sheet.write_comment(0, number, column.explained, {"author": "", "x_scale": 2, "visible": False})
    sheet.set_row(0, 34)


def _row(sheet: Any, number: int, item: Item, looks: dict[str, Any]) -> None:
    shown = _shown(item)
    texts = prefilled(item)
    for place, column in enumerate(COLUMNS):
        if column.field in shown:
            sheet.write_string(number, place, cells.defused(shown[column.field]), looks["shown"])
        elif column.field == "status" and item.is_target:
            sheet.write_string(number, place, "", looks["shown"])
        else:
            _enter(sheet, number, place, column, texts.get(column.field, ""), looks)
    sheet.set_row(number, _height(shown | texts))


def _shown(item: Item) -> dict[str, str]:
    part = item.contribution
    return {
        "contribution": str(part.pk),
        "seen": item.seen,
        "code": part.commitment.code,
        "title": part.commitment.title,
        "partner": str(part.partner),
        "due": cells.day_as_text(part.asked_due_on),
        "links": evidence_words(item),
    }


def _enter(sheet: Any, number: int, place: int, column: Column, text: str, looks: dict[str, Any]) -> None:
    if not text:
        sheet.write_blank(number, place, None, looks["day" if column.shape is Shape.DAY else "text"])
        return
    if column.shape is Shape.DAY:
        value, precision = cells.day(text)
        if precision == "day":
            sheet.write_datetime(number, place, value, looks["day"])
            return
    sheet.write_string(number, place, cells.defused(text), looks["text"])


def _height(texts: dict[str, str]) -> int:
    """A height in points in which the longest text of the row can be begun to be read."""
    widths = {column.field: column.width for column in COLUMNS}
    lines = max(
        (sum(1 + len(line) // widths[name] for line in text.split("\n")) for name, text in texts.items() if text),
        default=1,
    )
    return 15 * min(max(lines, 2), 12)


def _choices(sheet: Any, lists: Any, rows: int) -> None:
    """Lists to choose from; they stand on a sheet of their own, because a cell takes 255 characters of them only."""
    for place, column in enumerate(COLUMNS):
        words = [label for label, _code in column.words()]
        if not words or not rows:
            continue
        letters = xl_col_to_name(place)
        for number, word in enumerate(words):
            lists.write_string(number, place, word)
        sheet.data_validation(
            1,
            place,
            rows,
            place,
            {
                "validate": "list",
                "source": f"=Listen!${letters}$1:${letters}${len(words)}",
                "error_title": _("Not in the list"),
                "error_message": _("Please choose one of the words from the list."),
            },
        )


def _frame(sheet: Any, rows: int) -> None:
    last = len(COLUMNS) - 1
    sheet.freeze_panes(1, 4)
    sheet.autofilter(0, 0, max(rows, 1), last)
    # without password: it keeps from changing a key by mistake, and from nothing else
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _hints(sheet: Any, looks: dict[str, Any], *, whose: str, on: date) -> None:
    sheet.set_column(0, 0, 100)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, cells.defused(_("Reports of %s") % whose), looks["title"])
    lines = [_("As of %s.") % cells.day_as_text(on), *hints()]
    for number, text in enumerate(lines, start=2):
        sheet.write_string(number, 0, cells.defused(text), looks["plain"])


def hints() -> list[str]:
    """How the table is filled in, sentence by sentence."""
    return [
        _("One row is one contribution. The blue heads mark the cells to fill in; the others are only shown."),
        _("What was reported last stands in the row already. A row in which nothing is changed is not reported."),
        _("If everything in a row still holds, enter “ja” under “Confirm unchanged”."),
        _("An empty text is reported as empty. Empty day: the day on which the table is handed in."),
        _("Days: 31.12.2026, 12/2026, Juni 2026, 2. Quartal 2026, 1. Halbjahr 2026 or 2026."),
        _("PDF files cannot be put into the table. Add them in the reporting area, or give an address."),
        _("Do not change the heads and the sheet’s name. Columns of your own are left aside."),
        _(
            "Hand the table in under “Hand in a table” in the reporting area, or send it back to the editors by mail. "
            "You see every difference before anything is reported."
        ),
        _(
            "If somebody changed a report meanwhile, its row is refused and both values are shown. "
            "The other rows go through."
        ),
    ]
