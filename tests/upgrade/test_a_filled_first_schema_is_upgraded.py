"""An installation filled under the first released schema is migrated to the newest: every row is still there."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from tests.another_database import another_database, migrate, rows_of_all_tables
from tracker import search
from tracker.record_check import differences

pytestmark = pytest.mark.usefixtures("db")


def test_every_row_is_still_there_and_the_record_agrees_with_itself(
    first_schema: Path | str, upgraded: Path | str, tmp_path: Path
):
    with another_database(tmp_path, like=first_schema):
        before = rows_of_all_tables()
    with another_database(tmp_path, like=upgraded):
        after = rows_of_all_tables()
        call_command("reindex", verbosity=0)
        told = list(differences())
        found = search.ranks("Ausbildung")
    filled = [table for table, rows in before.items() if rows]
    assert len(before["tracker_commitment"]) == 146
    assert len(filled) > 30
    for table in filled:
        if table == "django_migrations":
            continue
        assert after[table].keys() >= before[table].keys(), table
        for key, row in before[table].items():
            kept = {name: value for name, value in row.items() if name in after[table][key]}
            assert kept == {name: after[table][key][name] for name in kept}, f"{table} {key}"
            assert row.keys() - kept.keys() <= {"search_text"}, table
    assert told == []
    assert len(found) > 20


def test_what_is_migrated_is_what_a_fresh_installation_gets(upgraded: Path | str, tmp_path: Path):
    fresh = schema()
    with another_database(tmp_path, like=upgraded):
        assert schema() == fresh


def test_it_can_go_back_and_forth_again_without_losing_a_row(upgraded: Path | str, tmp_path: Path):
    with another_database(tmp_path, like=upgraded):
        before = rows_of_all_tables()
        migrate("0003_take_away")
        assert len(rows_of_all_tables()["tracker_commitment"]) == 146
        migrate()
        after = rows_of_all_tables()
    for table in before:
        if table != "django_migrations":
            assert without_folded_text(after[table]) == without_folded_text(before[table]), table


def without_folded_text(rows: dict[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """The rows of a table without the column that is computed anew when going back."""
    return {key: {**row, "search_text": ""} for key, row in rows.items()}


def schema() -> dict[str, Any]:
    """Every table with its columns, indexes, checks and triggers."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        found: dict[str, Any] = {
            table: (
                sorted(
                    (column.name, str(column.type_code), column.null_ok)
                    for column in connection.introspection.get_table_description(cursor, table)
                ),
                sorted(
                    repr(sorted(rule.items(), key=str))
                    for rule in connection.introspection.get_constraints(cursor, table).values()
                ),
            )
            for table in tables
        }
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "postgresql":
            query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        cursor.execute(query)
        found["triggers"] = sorted(name for (name,) in cursor.fetchall())
    return found
