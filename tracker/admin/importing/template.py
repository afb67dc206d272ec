"""The template of the import: an empty table with lists to choose from, and notes on every column."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tracker.admin.importing.columns import COLUMNS, FLAG, SEEN
from tracker.admin.importing.reading import MAX_ROWS
from tracker.sheets.cells import defused


def template_file(rows: Sequence[Mapping[str, str]] = ()) -> bytes:
    """The template as an Excel file, with these rows in it, if any, by the names of the columns."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E4ECF8", "bottom": 1, "text_wrap": True, "valign": "top"})
    must = book.add_format({"bold": True, "bg_color": "#24508F", "font_color": "#FFFFFF", "bottom": 1, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    as_text = book.add_format({"num_format": "@"})
    data, notes, lists = (book.add_worksheet(name) for name in ("Daten", "Spalten", "Listen"))
    data.freeze_panes(1, 1)
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate([*COLUMNS, SEEN]):
            text = row.get(column.name, "")
            if text:
                data.write_string(number, place, defused(text), as_text)
    if rows:
        data.write_string(0, len(COLUMNS), SEEN.name, head)
        data.set_column(len(COLUMNS), len(COLUMNS), 8, as_text, {"hidden": True})
    for number, column in enumerate(COLUMNS):
        data.write_string(0, number, column.name, must if column.required else head)
        data.set_column(number, number, 40 if column.field in ("title", "description", "summary") else 18, as_text)
        words = ["ja", "nein"] if column.shape == FLAG else [label for label, _code in column.words()]
        if words:
            for place, word in enumerate(words):
                lists.write_string(place, number, word)
            letters = xlsxwriter.utility.xl_col_to_name(number, col_abs=True)
            source = f"=Listen!{letters}$1:{letters}${len(words)}"
            data.data_validation(1, number, MAX_ROWS, number, {"validate": "list", "source": source})
    for number, (title, width) in enumerate(
        [
            (_("Column"), 22),
            (_("Meaning"), 60),
            (_("Needed"), 22),
            (_("Words it takes"), 60),
            (pgettext("column", "Example"), 26),
        ]
    ):
        notes.write_string(0, number, title, head)
        notes.set_column(number, number, width, wrapped)
    for line, column in enumerate(COLUMNS, start=1):
        takes = "\n".join(label for label, _code in column.words())
        needed = _("for a new commitment") if column.required else ""
        for number, text in enumerate([column.name, str(column.meaning), needed, takes, column.example]):
            notes.write_string(line, number, text, wrapped)
    for line, text in enumerate(rules_of_the_table(), start=len(COLUMNS) + 2):
        notes.merge_range(line, 0, line, 4, text, wrapped)
    notes.freeze_panes(1, 0)
    lists.hide()
    book.close()
    return memory.getvalue()


def rules_of_the_table() -> list[str]:
    """What holds for the table as a whole, in sentences; on the page and in the template."""
    return [
        _("A row is about the commitment with its code: an unknown code makes a new one, a known one changes it."),
        _("An empty cell leaves a value as it is; a dash (–) empties it. Columns you do not need may be left out."),
        _("Several entries in one cell are parted by |."),
        _("Days: 31.12.2027, 2027-12-31, 12/2027, Juni 2027, 2. Quartal 2027, 1. Halbjahr 2027 or 2027."),
        _("At most 5,000 rows and 10 MB; CSV with semicolon, comma or tab, in UTF-8 or Windows-1252, or XLSX."),
        _("Commitments chosen in the list can be downloaded as such a table; rows somebody changed since are refused."),
        _("Formulas are refused. The same table may be read in again: what is there already is left as it is."),
    ]
