"""The files `massnahmen.json` and `massnahmen.csv`: the rows of the table, by the same address, as data.

Both are written while they are read, some rows at a time, so that a file of any length needs little memory. Words in
them are German: the files have one address for both languages.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from tracker.listings.links import commitments_url
from tracker.listings.records import Record, records
from tracker.listings.rows import COLUMNS, cells, commitment_row
from tracker.listings.view import Listing
from tracker.outputs.cells import defused_line
from tracker.pages.http import PublicRequest, public_page
from tracker.site import site

BYTE_ORDER_MARK = "\ufeff"
PIECE = 100


@public_page
def commitments_json(request: PublicRequest) -> HttpResponseBase:
    """All rows of the table as JSON."""
    listing = Listing(request, day=request.day)
    if listing.problems_of_file:
        return _problem_as_json(listing)
    return StreamingHttpResponse(_json(listing, request.revision), content_type="application/json; charset=utf-8")


@public_page
def commitments_csv(request: PublicRequest) -> HttpResponseBase:
    """All rows of the table as CSV: semicolons, byte order mark, one line of names."""
    listing = Listing(request, day=request.day)
    if listing.problems_of_file:
        return _problem_as_text(listing)
    answer = StreamingHttpResponse(_csv(listing), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="massnahmen.csv"'
    return answer


def _json(listing: Listing, revision: int) -> Iterator[str]:
    head = {
        "view": {"kind": listing.view.kind, "day": listing.view.day.isoformat()},
        "filter": listing.filter_data(),
        "revision": revision,
        "licence": site().licence,
        "count": listing.rows().count(),
    }
    yield f'{_dump(head)[:-1]},"commitments":['
    between = ""
    for piece in _pieces(listing):
        with translation.override(settings.LANGUAGE_CODE):
            text = ",\n".join(_dump(commitment_row(record)) for record in piece)
        yield f"{between}\n{text}"
        between = ","
    yield "\n]}\n"


def _csv(listing: Listing) -> Iterator[str]:
    yield BYTE_ORDER_MARK + _lines([[column.name for column in COLUMNS]])
    last = _last_cells(listing)
    for piece in _pieces(listing):
        with translation.override(settings.LANGUAGE_CODE):
            lines = [defused_line([*cells(record), *last]) for record in piece]
        yield _lines(lines)


def _pieces(listing: Listing) -> Iterator[list[Record]]:
    rows = records(listing)
    while piece := list(itertools.islice(rows, PIECE)):
        yield piece


def _lines(lines: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    return text.getvalue()


def _last_cells(listing: Listing) -> list[str]:
    """What every line ends with: day, licence, source."""
    query = listing.file_query()
    with translation.override(settings.LANGUAGE_CODE):
        address = site().url + commitments_url() + (f"?{query}" if query else "")
        return [listing.view.day.isoformat(), site().licence, f"{site().name}, {address}"]


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _problem_as_json(listing: Listing) -> JsonResponse:
    """What is wrong with the address, in the form of RFC 9457."""
    body = {
        "title": _("The address contains values that cannot be used."),
        "status": 400,
        "errors": [problem.as_json() for problem in listing.problems_of_file],
    }
    answer = JsonResponse(body, status=400, json_dumps_params={"ensure_ascii": False})
    answer["Content-Type"] = "application/problem+json; charset=utf-8"
    return answer


def _problem_as_text(listing: Listing) -> HttpResponse:
    """What is wrong with the address, in plain sentences."""
    lines = [_("The address contains values that cannot be used."), ""]
    for problem in listing.problems_of_file:
        lines.append(f"{problem.parameter}: {problem.message}" if problem.parameter else problem.message)
        if problem.allowed:
            lines.append("  " + _("Possible: %s") % ", ".join(problem.allowed))
    return HttpResponse("\n".join([*lines, ""]), status=400, content_type="text/plain; charset=utf-8")
