"""The words by which commitments are found, and the full-text index over them in both databases.

`SearchText` holds one row per commitment and one column per weight; what stands there are tokens of ASCII letters and
digits, made in Python, so that both databases cut them alike. Over its columns lies an FTS5 table on SQLite, kept by
triggers, and one GIN index per column on PostgreSQL. Both only tell which rows hold a token or the beginning of one.
"""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from tracker.models.commitments import Commitment

COLUMNS = ("title", "subject", "partner", "wording", "target")
TABLE = "tracker_searchtext"
INDEX = "tracker_searchindex"


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
            cursor.execute(
                f"CREATE VIRTUAL TABLE {INDEX} USING fts5({', '.join(COLUMNS)}, content='{TABLE}', "
                "content_rowid='commitment_id', tokenize='unicode61', detail='column')"
            )
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


def not_indexed(connection: BaseDatabaseWrapper) -> list[int]:
    """The ids of commitments that stand in SQLite's table of words but not in its index, or the other way round."""
    if connection.vendor != "sqlite":
        return []
    stored, indexed = f"SELECT commitment_id FROM {TABLE}", f"SELECT id FROM {INDEX}_docsize"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({stored} EXCEPT {indexed}) UNION SELECT * FROM ({indexed} EXCEPT {stored})")  # noqa: S608
        return [key for (key,) in cursor.fetchall()]


def missing_parts(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of indexes and triggers that are not in the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted = [INDEX, *_triggers()]
            cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
        else:
            wanted = [f"{INDEX}_{column}" for column in COLUMNS]
            cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
        present = {name for (name,) in cursor.fetchall()}
    return [name for name in wanted if name not in present]


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
