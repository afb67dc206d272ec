"""The protocol as a file, for archives and audits. Names of people stand in none: who acted is a pseudonym."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker import days
from tracker.admin import told
from tracker.models import AuditEvent
from tracker.sheets.cells import defused

AT_ONCE = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(events: QuerySet[AuditEvent], kind: str) -> tuple[HttpResponse, int]:
    """The file (csv or xlsx) as an answer, and how many entries stand in it."""
    content, count = (_xlsx if kind == "xlsx" else _csv)(events)
    response = HttpResponse(content, content_type=XLSX if kind == "xlsx" else "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="protokoll-{days.today().isoformat()}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response, count


def _head() -> list[str]:
    return [
        _("Time"),
        _("What was done"),
        _("Role"),
        _("Person (pseudonym)"),
        _("Kind of object"),
        _("Key of the object"),
        _("Revision"),
    ]


def _lines(events: QuerySet[AuditEvent]) -> Iterator[list[str]]:
    """The entries line by line, every cell plain text."""
    rows = events.iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        objects = told.objects_of(some)
        names = told.names_of(objects, with_people=False)
        for event in some:
            cells: list[Any] = [
                timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S"),
                event.told(names),
                event.get_role_display(),
                str(event.actor),
                told.kind_name(event.subject_kind),
                event.subject_key,
                event.revision_id or "",
            ]
            yield [defused(str(cell)) for cell in cells]


def _csv(events: QuerySet[AuditEvent]) -> tuple[bytes, int]:
    memory = io.StringIO()
    memory.write("\ufeff")
    writer = csv.writer(memory, delimiter=";")
    writer.writerow(_head())
    count = 0
    for line in _lines(events):
        writer.writerow(line)
        count += 1
    return memory.getvalue().encode(), count


def _xlsx(events: QuerySet[AuditEvent]) -> tuple[bytes, int]:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(
        memory, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_("Protocol"))
    head = book.add_format({"bold": True, "bg_color": "#E4ECF8", "bottom": 1})
    for column, (title, width) in enumerate(zip(_head(), (20, 90, 18, 20, 22, 24, 10), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    sheet.freeze_panes(1, 0)
    count = 0
    for row, line in enumerate(_lines(events), start=1):
        for column, text in enumerate(line):
            sheet.write_string(row, column, text[:32000])
        count = row
    book.close()
    return memory.getvalue(), count
