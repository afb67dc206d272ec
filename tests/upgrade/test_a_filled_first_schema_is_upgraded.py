"""An installation filled under the first released schema is migrated to the newest: every row is still there."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from tests.another_database import another_database, migrate, rows_of_all_tables
from tests.loaded import Rows
from tracker import search
from tracker.record_check import differences

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = "0001_first_schema"
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.get_default_timezone())


def fill(rows: Rows, apps: Any) -> None:
    """Write the catalogue into the tables of the first schema, column by column, and what it leaves empty by hand."""
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for table, (columns, values) in rows.items():
            if table not in present or not values:
                continue
            described = {
                column.name: column for column in connection.introspection.get_table_description(cursor, table)
            }
            kept = [number for number, name in enumerate(columns) if name in described]
            gone = [name for name, column in described.items() if name not in columns and not column.null_ok]
            names = ", ".join(map(quote, [*(columns[number] for number in kept), *gone]))
            places = ", ".join(["%s"] * (len(kept) + len(gone)))
            cursor.executemany(
                f"INSERT INTO {quote(table)} ({names}) VALUES ({places})",
                [[*(row[number] for number in kept), *("" for _name in gone)] for row in values],
            )
        for statement in connection.ops.sequence_reset_sql(no_style(), list(apps.get_models())):
            cursor.execute(statement)
    make_by_hand(apps)


def make_by_hand(apps: Any) -> None:
    """Write what no catalogue brings: an account, its actor, a protocol, messages, texts, a moved deadline, a round."""

    def make(name: str, **values: Any) -> Any:
        return apps.get_model("tracker", name)._base_manager.create(**values)

    account = make("Account", username="person@example.org", email="person@example.org", password="!")
    actor = make("Actor", kind="person", user=account)
    make("AuditEvent", actor=actor, role="editor", verb="edited", at=AT, subject_kind="partner", subject_key="dgb")
    make("PageText", key="impressum", language="de", body="Wer dies betreibt.")
    make("Ticket", kind="error", message="Hier stimmt etwas nicht.", due_on=date(2026, 2, 1))
    agreement = apps.get_model("tracker", "Agreement")._base_manager.order_by("pk").last()
    contribution = apps.get_model("tracker", "Contribution")._base_manager.order_by("pk").last()
    asked = make(
        "ReportingRound", agreement=agreement, title="Runde", starts_on=date(2026, 1, 1), due_on=date(2026, 2, 1)
    )
    asked.contributions.add(contribution)


def test_every_row_is_still_there_and_the_record_agrees_with_itself(
    file_database: None, catalogue_rows: Rows, tmp_path: Path
):
    with another_database(tmp_path):
        fill(catalogue_rows, migrate(FIRST))
        before = rows_of_all_tables()
        migrate()
        call_command("migrate", verbosity=0)
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


def test_what_is_migrated_is_what_a_fresh_installation_gets(file_database: None, catalogue_rows: Rows, tmp_path: Path):
    with another_database(tmp_path, "old"):
        migrate(FIRST)
        migrate()
        call_command("migrate", verbosity=0)
        upgraded = schema()
    with another_database(tmp_path, "new"):
        call_command("migrate", verbosity=0)
        assert upgraded == schema()


def test_it_can_go_back_and_forth_again_without_losing_a_row(file_database: None, catalogue_rows: Rows, tmp_path: Path):
    with another_database(tmp_path):
        fill(catalogue_rows, migrate("0003_take_away"))
        before = rows_of_all_tables()
        migrate()
        migrate("0003_take_away")
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
