"""The rows of a listing as JSON and as CSV, piece by piece: a file of any length needs little memory.

Words in files are German, for a file has one address for both languages.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import translation

from tracker.listings.contents import Content, contents
from tracker.listings.heads import file_head, table_address
from tracker.listings.rows import COLUMNS, commitment_row, values
from tracker.listings.view import Listing
from tracker.outputs.cells import defuse, spelled
from tracker.site import site

BYTE_ORDER_MARK = "\ufeff"
PIECE = 250


def json_pieces(listing: Listing, revision: int) -> Iterator[str]:
    """All rows as JSON by the contract (design section 5)."""
    keys = listing.ids()
    yield f'{dump(file_head(listing, revision) | {"count": len(keys)})[:-1]},"commitments":['
    between = ""
    for piece in _pieces(contents(listing, keys)):
        text = ",\n".join(dump(commitment_row(row)) for row in piece)
        yield f"{between}\n{text}"
        between = ","
    yield "\n]}\n"


def csv_pieces(listing: Listing, *, delimiter: str = ";") -> Iterator[str]:
    """All rows as CSV: byte order mark, one line of names, one line for each row."""
    yield BYTE_ORDER_MARK + _lines([[column.name for column in COLUMNS]], delimiter)
    last = last_values(listing)
    for piece in _pieces(contents(listing)):
        yield _lines([spelled(defuse([*values(row), *last])) for row in piece], delimiter)


def last_values(listing: Listing) -> list[str]:
    """What every line ends with: day, licence, source."""
    with translation.override(settings.LANGUAGE_CODE):
        return [listing.view.day.isoformat(), site().licence, f"{site().name}, {table_address(listing)}"]


def dump(value: Any) -> str:
    """A value as compact JSON with its umlauts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pieces(rows: Iterator[Content]) -> Iterator[list[Content]]:
    while piece := list(itertools.islice(rows, PIECE)):
        yield piece


def _lines(lines: list[list[Any]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(lines)
    return text.getvalue()
