"""A second, empty database beside the one of the test: what is brought there can be compared."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tracker import bitsets

Rows = dict[str, dict[Any, dict[str, Any]]]


@contextlib.contextmanager
def another_database(folder: Path, name: str = "another") -> Iterator[None]:
    """Let the connection of this thread speak to an empty database within the block; it is gone afterwards.

    The test itself commits, and on SQLite lives in a file (`file_database`).
    """
    before = connection.settings_dict["NAME"]
    fresh = str(folder / f"{name}.sqlite3") if connection.vendor == "sqlite" else f"{before}_{name}_{os.getpid()}"
    quoted = connection.ops.quote_name(fresh)
    if connection.vendor == "postgresql":
        _command(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)", f"CREATE DATABASE {quoted}")
    _speak_to(fresh)
    try:
        yield
    finally:
        _speak_to(before)
        if connection.vendor == "postgresql":
            _command(f"DROP DATABASE {quoted} WITH (FORCE)")


def _command(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _speak_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    bitsets.forget()


def migrate(name: str | None = None) -> Any:
    """Migrate to one migration of the tracker, or to the newest of all; return the models of that state."""
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate([("tracker", name)] if name else leaves)
    executor.loader.build_graph()
    return executor.loader.project_state([("tracker", name)] if name else leaves).apps


def rows_of_all_tables() -> Rows:
    """Every row of every table of the present database, by table and primary key (or by the whole row)."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            key = connection.introspection.get_primary_key_column(cursor, table)
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            found[table] = {row[key] if key else repr(sorted(row.items())): row for row in rows}
    return found


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def keep_files_in(settings: Any, folder: Path) -> None:
    """Let files be kept in a folder from now on."""
    settings.MEDIA_ROOT = folder
    assert storages["default"].location == str(folder)
