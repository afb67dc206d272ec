"""Writing very many rows: as plain tuples, by one prepared statement (SQLite) or COPY (PostgreSQL).

Model instances cost more than all the rest of a generated record: a million commitments are sixteen million rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

Row = Sequence[Any]


class Table:
    """Where the rows of one model are written to.

    `given` are the columns (attribute names of fields) that every row brings, in order; all others get the default of
    their field. A key that is not given is numbered by the database.
    """

    def __init__(self, model: type[models.Model], given: Sequence[str]) -> None:
        self._database = connections[DEFAULT_DB_ALIAS]
        fields: dict[str, Any] = {item.attname: item for item in model._meta.concrete_fields}
        left = [item for name, item in fields.items() if name not in given and not item.primary_key]
        columns = [str(item.column) for item in (*(fields[name] for name in given), *left)]
        self._rest = tuple(item.get_db_prep_save(item.get_default(), self._database) for item in left)
        quote = self._database.ops.quote_name
        self._table, self._columns = quote(model._meta.db_table), ", ".join(map(quote, columns))
        self._places = ", ".join(["%s"] * len(columns))
        self._plain = _Plain(self._database.ops)

    def write(self, rows: Sequence[Row]) -> None:
        """Insert these rows."""
        plain, rest = self._plain, self._rest
        values = [
            (*[item if (change := plain[type(item)]) is None else change(item) for item in row], *rest) for row in rows
        ]
        with self._database.cursor() as cursor:
            if self._database.vendor == "postgresql":
                with cursor.copy(f"COPY {self._table} ({self._columns}) FROM STDIN") as copy:
                    for row in values:
                        copy.write_row(row)
            else:
                cursor.executemany(
                    f"INSERT INTO {self._table} ({self._columns}) VALUES ({self._places})",  # noqa: S608 - our names
                    values,
                )


class _Plain(dict[type, Callable[[Any], Any] | None]):
    """By type of a value, what makes of it what the driver takes; None where it already is."""

    def __init__(self, operations: Any) -> None:
        super().__init__()
        # The same days stand in many rows.
        self._day = lru_cache(16_384)(operations.adapt_datefield_value)
        self._moment = lru_cache(64)(operations.adapt_datetimefield_value)

    def __missing__(self, kind: type) -> Callable[[Any], Any] | None:
        found: Callable[[Any], Any] | None = None
        if issubclass(kind, Enum):
            found = attrgetter("_value_")  # as `value`, without its detour
        elif issubclass(kind, datetime):
            found = self._moment
        elif issubclass(kind, date):
            found = self._day
        self[kind] = found
        return found
