"""Databases beside the one of the run, empty or copied from one that is kept: what is brought there can be compared."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tracker import bitsets

Rows = dict[str, dict[Any, dict[str, Any]]]


@contextlib.contextmanager
def another_database(folder: Path, name: str = "another", *, like: Path | str | None = None) -> Iterator[None]:
    """Let all connections speak to a database of their own within the block; it is gone afterwards.

    It is empty, or a copy of what `keep_database` kept. Whatever database the run has is not touched, so a test in
    such a block needs no other.
    """
    before, held = connection.settings_dict["NAME"], connection.connection
    in_memory = connection.vendor == "sqlite" and connection.is_in_memory_db()
    connection.close()
    if connection.vendor == "sqlite":
        fresh = str(folder / f"{name}.sqlite3")
        if like:
            shutil.copy(like, fresh)
    else:
        fresh = f"{before}_{name}"
        _make(fresh, like=str(like) if like else "template1")
    if in_memory:
        connection.connection = None
    _speak_to(fresh)
    try:
        yield
    finally:
        _speak_to(before)
        if in_memory:
            connection.connection = held
        if connection.vendor == "postgresql":
            _command(f"DROP DATABASE {connection.ops.quote_name(fresh)} WITH (FORCE)")


def keep_database(folder: Path, name: str) -> Path | str:
    """Keep the present database as it is, for `another_database(like=...)`; `forget_database` removes it."""
    if connection.vendor == "sqlite":
        kept = folder / f"{name}.kept.sqlite3"
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(kept)) as copy:
            connection.connection.backup(copy)
        return kept
    present = connection.settings_dict["NAME"]
    connection.close()
    # Threads of earlier tests may have left connections behind; a database that is copied has none.
    _command(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{present}'")
    # What the run calls its database tells the workers of a run apart.
    fresh = f"{present}_{name}_kept"
    _make(fresh, like=present)
    return fresh


def forget_database(kept: Path | str) -> None:
    """Remove what `keep_database` kept."""
    if connection.vendor == "sqlite":
        Path(kept).unlink()
    else:
        _command(f"DROP DATABASE {connection.ops.quote_name(str(kept))} WITH (FORCE)")


def _make(name: str, *, like: str) -> None:
    quote = connection.ops.quote_name
    _command(
        f"DROP DATABASE IF EXISTS {quote(name)} WITH (FORCE)", f"CREATE DATABASE {quote(name)} TEMPLATE {quote(like)}"
    )


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
