"""The words by which commitments are found, and the full-text index over them in both databases.

`SearchText` holds one row per commitment and one column per weight; what stands there are tokens of ASCII letters and
digits, made in Python, so that both databases cut them alike. Over its columns lies an FTS5 table on SQLite, kept by
triggers, and one GIN index per column on PostgreSQL. Both only tell which rows hold a token or the beginning of one.
"""

from __future__ import annotations

import sqlite3

from django.db import DatabaseError, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from tracker.models.commitments import Commitment

COLUMNS = ("title", "subject", "partner", "wording", "target")
TABLE = "tracker_searchtext"
INDEX = "tracker_searchindex"
_MAKE_TABLE = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5({', '.join(COLUMNS)}, content='{TABLE}', "
    "content_rowid='commitment_id', tokenize='unicode61', detail='column')"
)


class SearchText(models.Model):
    """The tokens of one commitment, each column without repetitions; derived, written by the workflow."""

    commitment = models.OneToOneField(
        Commitment, on_delete=models.CASCADE, primary_key=True, related_name="search_row", verbose_name=_("commitment")
    )
    title = models.TextField(_("code and title"))
    subject = models.TextField(_("description and labels"))
    partner = models.TextField(_("partners"))
    wording = models.TextField(_("official wording"))
    target = models.TextField(_("measurable targets"))

    class Meta:
        verbose_name = _("words of a commitment")
        verbose_name_plural = _("words of commitments")

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.title}"


def vector(column: str) -> str:
    """PostgreSQL's vector of the tokens of a column, as it stands in its index.

    Made of the tokens as they are: `to_tsvector('simple', …)` cuts "7e3x" into a number and a letter.
    """
    return f"array_to_tsvector(string_to_array({column}, ' '))"


def make_index(connection: BaseDatabaseWrapper) -> None:
    """Make the full-text index over the words, filled with what stands there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_MAKE_TABLE)
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")  # noqa: S608 - a name of ours
        else:
            for column in COLUMNS:
                # Without a list of what is pending: reading stays as fast after many changes as before.
                cursor.execute(
                    f"CREATE INDEX {INDEX}_{column} ON {TABLE} USING gin ({vector(column)}) WITH (fastupdate = off)"
                )
    keep_index(connection)


def keep_index(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place by which SQLite's index follows its table; PostgreSQL needs none.

    Does nothing while the table or the index is not there. SQLite drops triggers when Django remakes a table.
    """
    if connection.vendor != "sqlite" or not {TABLE, INDEX} <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        for name, statement in _triggers().items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(statement)


def drop_index(connection: BaseDatabaseWrapper) -> None:
    """Remove the full-text index and what keeps it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _triggers():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")
        else:
            for column in COLUMNS:
                cursor.execute(f"DROP INDEX IF EXISTS {INDEX}_{column}")


def rebuild_index(connection: BaseDatabaseWrapper) -> None:
    """Make SQLite's index anew from its table; PostgreSQL keeps its own right. Nobody else can write meanwhile."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")  # noqa: S608 - a name of ours


def not_indexed(connection: BaseDatabaseWrapper, *, limit: int) -> list[int]:
    """The ids of commitments that stand in SQLite's table of words but not in its index, or the other way round."""
    if connection.vendor != "sqlite":
        return []
    stored, indexed = f"SELECT commitment_id FROM {TABLE}", f"SELECT id FROM {INDEX}_docsize"  # noqa: S608
    both = f"SELECT * FROM ({stored} EXCEPT {indexed}) UNION SELECT * FROM ({indexed} EXCEPT {stored})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"{both} LIMIT {limit:d}")
        return [key for (key,) in cursor.fetchall()]


def is_faithful(connection: BaseDatabaseWrapper) -> bool:
    """Whether SQLite's index holds exactly the words of its table; PostgreSQL keeps its own right.

    SQLite reads both once and compares a sum over all words, so the memory it takes does not grow with the record.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
        except DatabaseError as fault:
            # A database that is locked says nothing of the index.
            if getattr(fault.__cause__, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            return False
    return True


def missing_parts(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of indexes and triggers that are not in the database."""
    present = _present_parts(connection)
    return [name for name in _wanted_parts(connection) if name not in present]


def altered_parts(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of indexes and triggers that are in the database, but not as they were made."""
    present = _present_parts(connection)
    return [name for name, made in _wanted_parts(connection).items() if name in present and present[name] != made]


def _present_parts(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """What is in the database of the names that begin like the index, and how it was made."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE name LIKE '{INDEX}%' AND sql IS NOT NULL")  # noqa: S608
        else:
            cursor.execute(
                "SELECT c.relname, a.amname || ' ' || pg_get_indexdef(i.indexrelid, 1, true) "
                "|| COALESCE(' WHERE ' || pg_get_expr(i.indpred, i.indrelid), '') "
                "FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid "
                "JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE n.nspname = current_schema() AND t.relname = %s",
                [TABLE],
            )
        return dict(cursor.fetchall())


def _wanted_parts(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Every part of the index by name, and how it is made, in the words in which the database keeps it."""
    if connection.vendor == "sqlite":
        return {INDEX: _MAKE_TABLE, **_triggers()}
    return {
        # PostgreSQL writes down of which type a constant is.
        f"{INDEX}_{column}": f"gin {vector(column)}".replace("' '", "' '::text")
        for column in COLUMNS
    }


def _triggers() -> dict[str, str]:
    """SQLite's triggers by name: FTS5 forgets a row only if it is told what stood in it."""
    columns = ", ".join(COLUMNS)
    old, new = (", ".join(f"{row}.{column}" for column in COLUMNS) for row in ("OLD", "NEW"))
    forget = f"INSERT INTO {INDEX}({INDEX}, rowid, {columns}) VALUES ('delete', OLD.commitment_id, {old});"  # noqa: S608
    learn = f"INSERT INTO {INDEX}(rowid, {columns}) VALUES (NEW.commitment_id, {new});"  # noqa: S608
    return {
        f"{INDEX}_{event.lower()}": f"CREATE TRIGGER {INDEX}_{event.lower()} AFTER {event} ON {TABLE} BEGIN {do} END"
        for event, do in (("INSERT", learn), ("DELETE", forget), ("UPDATE", f"{forget} {learn}"))
    }
