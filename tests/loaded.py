"""What many tests begin with, as plain rows: made once per run, put into a test's database in a few milliseconds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management.color import no_style
from django.db import connection, transaction

from tracker.catalogue.load import load

Made = TypeVar("Made")
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


class _Undo(Exception):
    pass


def _models() -> list[Any]:
    return [Group, *apps.get_app_config("tracker").get_models(include_auto_created=True)]


def load_and_read() -> Rows:
    """Return all rows of the tracker's tables after a load; the load itself is undone."""
    return make_and_read(load)[1]


def make_and_read(make: Callable[[], Made]) -> tuple[Made, Rows]:
    """Return what was made in empty tables and all their rows; the making itself is undone."""
    rows: Rows = {}
    try:
        with transaction.atomic():
            made = make()
            with connection.cursor() as cursor:
                for model in _models():
                    table = model._meta.db_table
                    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                    rows[table] = ([column[0] for column in cursor.description], cursor.fetchall())
            raise _Undo
    except _Undo:
        return made, rows


def put(rows: Rows) -> None:
    """Write the rows into the empty tables of a test."""
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, values) in rows.items():
            if values:
                names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({places})", values)
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)
