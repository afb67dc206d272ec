"""Data for the first released schema: the catalogue, and what no catalogue brings."""

from datetime import date, datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from tests.loaded import Rows

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
