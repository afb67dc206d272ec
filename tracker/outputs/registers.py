"""The files `vereinbarungen.json`, `partner.json` and `indikatoren.json`: all there are, no single page.

Agreements and partners can be asked of a past day (`stand`, `fassung`); indicators have neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.http import HttpResponseBase

from tracker.listings.heads import plain_head
from tracker.listings.query import PastQuery, Query
from tracker.listings.registers import (
    AGREEMENTS,
    PARTNERS,
    Register,
    indicator_data,
    indicators_with_values,
    published,
    value_data,
)
from tracker.outputs.commitments import streamed
from tracker.outputs.problems import refused
from tracker.outputs.writers import dump
from tracker.pages.http import PublicRequest, public_page

TYPE = "application/json; charset=utf-8"


@public_page
def agreements_json(request: PublicRequest) -> HttpResponseBase:
    """All agreements."""
    return _register(request, AGREEMENTS)


@public_page
def partners_json(request: PublicRequest) -> HttpResponseBase:
    """All partners."""
    return _register(request, PARTNERS)


@public_page
def indicators_json(request: PublicRequest) -> HttpResponseBase:
    """All indicators with their values."""
    query = Query(request)
    if query.problems:
        return refused(query.problems)
    rows = [
        {**indicator_data(item), "values": [value_data(value) for value in item.values.all()]}
        for item in indicators_with_values()
    ]
    head = plain_head(day=request.day, revision=request.revision)
    return streamed(request, list_pieces("indicators", rows, head), TYPE)


def _register(request: PublicRequest, register: Register) -> HttpResponseBase:
    query = PastQuery(request, today=request.day)
    if query.problems:
        return refused(query.problems)
    pieces = register_pieces(register, day=request.day, revision=request.revision, past=query.past)
    return streamed(request, pieces, TYPE)


def register_pieces(
    register: Register, *, day: date, revision: int, past: Mapping[str, date] | None = None
) -> Iterator[str]:
    """All agreements or partners as JSON, piece by piece; `past` is a day by its parameter."""
    head = plain_head(day=day, revision=revision, past=past)
    return list_pieces(register.name, published(register, past), head)


def list_pieces(name: str, rows: Iterable[dict[str, Any]], head: dict[str, Any]) -> Iterator[str]:
    """Rows under a name, after what the file says of itself."""
    lines = [dump(row) for row in rows]
    yield f'{dump(head | {"count": len(lines)})[:-1]},"{name}":['
    yield ",".join(f"\n{line}" for line in lines)
    yield "\n]}\n"
