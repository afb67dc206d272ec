"""Where a word stands in the database, to prove that it stands nowhere."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.db import connection


def everywhere(word: str, besides: Iterable[str] = ()) -> list[str]:
    """Return every column of every table that holds a word, in whatever letters; sessions are unpacked.

    Longer words that hold this one and may stay are named with `besides`.
    """
    longer = [other.lower() for other in besides if word in other.lower()]

    def holds(value: object) -> bool:
        text = str(value).lower()
        for other in longer:
            text = text.replace(other, "")
        return word in text

    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                found += [f"{table}.{name}" for name, value in zip(names, row, strict=True) if holds(value)]
    found += [f"session {row.pk}" for row in Session.objects.all() if holds(repr(row.get_decoded()))]
    return found
