"""The files `aenderungen.csv` and `aenderungen.json`: the log of changes, one row for every single difference.

By it every change of a status can be followed by a machine: when, from what, to what, why, by which source and in
which revision. Both are written while they are read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import translation

from tracker.listings.changelist import ChangeListing
from tracker.listings.changes import ChangeEntry, change_entries
from tracker.listings.columns import CHANGES
from tracker.listings.differences import Event
from tracker.outputs.cells import WORDS, defused
from tracker.outputs.commitments import streamed
from tracker.outputs.delimiters import SEPARATED_BY, delimiter_of
from tracker.outputs.problems import refused
from tracker.outputs.writers import BYTE_ORDER_MARK, dump
from tracker.pages.http import PublicRequest, public_page
from tracker.site import site
from tracker.vocabulary import ActorRole, ChangeReason

COLUMNS = tuple(column.name for column in CHANGES)


@public_page
def changes_json(request: PublicRequest) -> HttpResponseBase:
    """The changes asked for as JSON."""
    listing = ChangeListing(request)
    if listing.problems_of_file:
        return refused(listing.problems_of_file)
    return streamed(request, json_pieces(listing, request.revision), "application/json; charset=utf-8")


@public_page
def changes_csv(request: PublicRequest) -> HttpResponseBase:
    """The changes asked for as CSV: byte order mark, one line of names, semicolons or (`trenner=komma`) commas."""
    listing = ChangeListing(request, own=(SEPARATED_BY,))
    if listing.problems_of_file:
        return refused(listing.problems_of_file)
    delimiter, problems = delimiter_of(request)
    if problems:
        return refused(problems)
    answer = streamed(request, csv_pieces(listing, delimiter=delimiter), "text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="aenderungen.csv"'
    return answer


def json_pieces(listing: ChangeListing, revision: int) -> Iterator[str]:
    """The changes as JSON, piece by piece."""
    head = {"filter": listing.filter_data, "revision": revision, "licence": site().licence}
    yield f'{dump(head)[:-1]},"changes":['
    between = ""
    for rows in _rows(listing):
        text = ",\n".join(dump(row) for row in rows)
        yield f"{between}\n{text}"
        between = ","
    yield "\n]}\n"


def csv_pieces(listing: ChangeListing, *, delimiter: str = ";") -> Iterator[str]:
    """The changes as CSV, piece by piece."""
    yield BYTE_ORDER_MARK + _lines([list(COLUMNS)], delimiter)
    for rows in _rows(listing):
        yield _lines([[_cell(row[name]) for name in COLUMNS] for row in rows], delimiter)


def _cell(value: Any) -> str:
    return WORDS[value] if value is None or isinstance(value, bool) else defused(str(value))


def _lines(lines: list[list[Any]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(lines)
    return text.getvalue()


def _rows(listing: ChangeListing) -> Iterator[list[dict[str, Any]]]:
    """The differences of one changed object after the other, each as a row; the words are German."""
    entries = change_entries(listing.query)
    while True:
        with translation.override(settings.LANGUAGE_CODE):
            entry = next(entries, None)
            if entry is None:
                return
            rows = [row_of(entry, event) for event in entry.events]
        yield rows


def row_of(entry: ChangeEntry, event: Event) -> dict[str, Any]:
    """One difference by the names of the columns: codes and plain values, with words beside them."""
    source = event.source
    return {
        "revision": entry.revision,
        "at": entry.at.isoformat(),
        "day": entry.day.isoformat(),
        "kind": entry.kind,
        "key": entry.key,
        "title": entry.title,
        "agreement": entry.agreement,
        "action_field": entry.action_field,
        "change": event.kind.value,
        "change_label": str(event.kind.label),
        "field": event.column or None,
        "before": event.value_before,
        "after": event.value_after,
        "in_words": f"{event.label}: {event.before} → {event.after}" if event.before else event.label,
        "reason": entry.reason,
        "reason_label": str(ChangeReason(entry.reason).label),
        "note": entry.note,
        "reason_of_change": event.reason or None,
        "role": entry.role,
        "role_label": str(ActorRole(entry.role).label),
        "after_report": entry.after_report,
        "source_title": source.title if source else None,
        "source_publisher": source.publisher if source else None,
        "source_url": (source.url or None) if source else None,
        "url": site().url + reverse(entry.url_name, args=[entry.key]),
    }
