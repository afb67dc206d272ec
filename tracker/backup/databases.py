"""How a database is copied while others write to it, read again, and put back in one step; SQLite and PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from django.apps import apps
from django.db import connection
from django.db.models import FileField
from django.utils.translation import gettext as _

from tracker.backup.archive import BackupError, Manifest, room

# So many seconds a restore waits for others to leave the database alone.
WAIT = 10
# So many pages of SQLite are copied at a time.
PAGES = 2_000
Ask = Callable[[str], list[tuple[Any, ...]]]
LINE_OF_COPY = re.compile(rb'COPY (?:\w+\.)?"?(\w+)"? \(.*\) FROM stdin;\n')
# What stands in a fresh installation after `migrate`, and what it writes by itself while it runs.
NOT_DATA = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
    "cache",
    "tracker_commandlock",
}


class Facts:
    """What the manifest tells of a database, read in one state of it."""

    def __init__(self, ask: Ask, tables: list[str], server: str, columns_of: str) -> None:
        self.server = server
        self.rows = {table: int(ask(f'SELECT count(*) FROM "{table}"')[0][0]) for table in tables}  # noqa: S608
        self.migrations: list[list[str]] = []
        if "django_migrations" in tables:
            self.migrations = [list(row) for row in ask("SELECT app, name FROM django_migrations ORDER BY id")]
        self.revision, self.stamped_at = 0, ""
        if "tracker_recordstate" in tables:
            for number, moment in ask("SELECT revision_number, stamped_at FROM tracker_recordstate"):
                self.revision, self.stamped_at = int(number), str(moment or "")
        self.files = self.names_of_files(ask, tables, columns_of)

    @staticmethod
    def names_of_files(ask: Ask, tables: list[str], columns_of: str) -> list[str]:
        """The files that the rows name; tables of an older schema may lack the column."""
        found: dict[str, None] = {}
        for model in apps.get_models():
            for column in (one.column for one in model._meta.local_fields if isinstance(one, FileField)):
                table = model._meta.db_table
                # SQLite takes a column that is not there for a word, and would find it in every row.
                if table in tables and (column,) in ask(columns_of.format(table)):
                    rows = ask(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" <> \'\' ORDER BY 1')  # noqa: S608
                    found |= dict.fromkeys(str(name) for (name,) in rows)
        return list(found)


class Database(ABC):
    """What both have to be able to do."""

    vendor: str
    title: str
    columns_of: str

    @abstractmethod
    def copy(self, target: Path, progress: Callable[[int, int], None]) -> Facts:
        """Write a copy of one state of the database into a file that is not there yet, while others may write."""

    @abstractmethod
    def check(self, copy: Path, manifest: Manifest) -> None:
        """Raise BackupError unless a copy can be read to its end and holds the rows that the manifest tells."""

    @abstractmethod
    def put(self, copy: Path, manifest: Manifest) -> None:
        """Put a copy in the place of the database, in one step; raises BackupError and leaves it as it was."""

    def holds_data(self) -> list[str]:
        """The tables of the present database that hold what somebody entered."""
        with connection.cursor() as cursor:
            found = []
            for table in sorted(connection.introspection.table_names(cursor)):
                if table in NOT_DATA or table.startswith("tracker_searchindex"):
                    continue
                cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
                if cursor.fetchone():
                    found.append(table)
        return found

    def still_names(self, names: list[str]) -> bool:
        """Whether the present database names all of these files."""
        with connection.cursor() as cursor:

            def ask(statement: str) -> list[tuple[Any, ...]]:
                cursor.execute(statement)
                return cursor.fetchall()

            tables = connection.introspection.table_names(cursor)
            return {*names} <= {*Facts.names_of_files(ask, tables, self.columns_of)}


class Sqlite(Database):
    """SQLite's own backup of a file."""

    vendor = "sqlite"
    title = "SQLite"
    columns_of = "SELECT name FROM pragma_table_info('{}')"

    def copy(self, target: Path, progress: Callable[[int, int], None]) -> Facts:
        """Copy page by page inside one reading transaction: writers go on, and none of what they write gets in."""
        address = f"file:{quote(str(connection.settings_dict['NAME']))}?mode=ro"
        # The file belongs to whoever calls this alone, from its first byte on.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            with (
                contextlib.closing(sqlite3.connect(address, uri=True, timeout=60, isolation_level=None)) as source,
                contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copied,
            ):
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()
                source.backup(copied, pages=PAGES, progress=lambda _code, left, total: progress(total - left, total))
                # The copy is one file, without a journal beside it.
                copied.execute("PRAGMA journal_mode=DELETE")
                return self._facts(copied)
        except sqlite3.Error as error:
            raise _told(error, target.parent) from error

    @classmethod
    def _facts(cls, opened: sqlite3.Connection) -> Facts:
        def ask(statement: str) -> list[tuple[Any, ...]]:
            return opened.execute(statement).fetchall()

        names = ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
        return Facts(ask, sorted(name for (name,) in names), sqlite3.sqlite_version, cls.columns_of)

    def check(self, copy: Path, manifest: Manifest) -> None:
        """Let SQLite look at its own structure, and count."""
        try:
            with contextlib.closing(sqlite3.connect(f"file:{quote(str(copy))}?mode=ro", uri=True)) as opened:
                if opened.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                    raise BackupError(_("The copy of the database in the backup is damaged."))
                _compare(self._facts(opened).rows, manifest)
        except sqlite3.Error as error:
            raise BackupError(_("The copy of the database in the backup is damaged.")) from error

    def put(self, copy: Path, manifest: Manifest) -> None:
        """Write all pages in one transaction; a crash in the middle of it leaves what was there before."""

        def give_up(code: int, left: int, total: int) -> None:
            # Python would try for ever.
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise BackupError(
                    _("Somebody else uses the database. Stop the site and the timers, then call it again.")
                )

        connection.close()
        name = str(connection.settings_dict["NAME"])
        try:
            with (
                contextlib.closing(sqlite3.connect(f"file:{quote(str(copy))}?mode=ro", uri=True)) as source,
                contextlib.closing(sqlite3.connect(name, timeout=WAIT, isolation_level=None)) as target,
            ):
                source.backup(target, progress=give_up)
                target.execute("PRAGMA journal_mode=WAL")
        except sqlite3.Error as error:
            raise _told(error, Path(name).parent) from error


def _told(error: sqlite3.Error, place: Path) -> BackupError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return BackupError(_("There is no room left in %s. Nothing was changed.") % place)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return BackupError(_("Somebody else uses the database. Stop the site and the timers, then call it again."))
    return BackupError(_("The database cannot be read or written: %s.") % error)


def _compare(rows: dict[str, int], manifest: Manifest) -> None:
    for table in sorted({*rows, *manifest.rows}):
        if rows.get(table) != manifest.rows.get(table):
            told = {"table": table, "found": rows.get(table, 0), "expected": manifest.rows.get(table, 0)}
            raise BackupError(
                _("The backup is damaged: the table %(table)s has %(found)s rows, not %(expected)s.") % told
            )


class Postgres(Database):
    """PostgreSQL's own programs, which have to be at least as new as the server."""

    vendor = "postgresql"
    title = "PostgreSQL"
    columns_of = (
        "SELECT column_name::text FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND table_name = '{}'"
    )

    def copy(self, target: Path, progress: Callable[[int, int], None]) -> Facts:
        """Let pg_dump read the state that a transaction of ours holds open, and count in the same."""
        import psycopg  # only where PostgreSQL is used

        progress(0, 1)
        with psycopg.connect(**self._parameters(), autocommit=False) as opened:
            opened.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

            def ask(statement: str) -> list[tuple[Any, ...]]:
                return opened.execute(statement).fetchall()

            ((number, version),) = ask(
                "SELECT current_setting('server_version_num'), current_setting('server_version')"
            )
            self._program("pg_dump", server=int(number) // 10_000)
            ((snapshot,),) = ask("SELECT pg_export_snapshot()")
            tables = ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            words = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments", f"--snapshot={snapshot}"]
            self._run("pg_dump", *words, f"--file={target}", f"--dbname={self._address()}", place=target.parent)
            progress(1, 1)
            return Facts(ask, [name for (name,) in tables], version, self.columns_of)

    def check(self, copy: Path, manifest: Manifest) -> None:
        """Let pg_restore write the whole of it and count the lines of every table."""
        rows: Counter[str] = Counter(dict.fromkeys(manifest.rows, 0))
        table = ""
        with self._script(copy, "--data-only") as lines:
            for line in lines:
                if table:
                    if line == b"\\.\n":
                        table = ""
                    else:
                        rows[table] += 1
                elif found := LINE_OF_COPY.fullmatch(line):
                    table = found[1].decode()
        _compare(dict(rows), manifest)

    def put(self, copy: Path, manifest: Manifest) -> None:
        """Drop what is there, write what was there, count it: one transaction, so that all of it happens or nothing."""
        self._program("pg_restore", server=0)
        self._program("psql", server=0)
        before = [*self._drop_all(), ""]
        after = ["", *(self._counted(table, number) for table, number in sorted(manifest.rows.items())), ""]
        connection.close()
        words = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        with subprocess.Popen(  # noqa: S603 - a program found on the path, words of ours
            [self._program("psql", server=0), *words, f"--dbname={self._address()}"],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._environment(),
        ) as psql:
            assert psql.stdin is not None and psql.stderr is not None  # noqa: S101 - both were asked for
            broken = False
            try:
                psql.stdin.write("\n".join([f"SET lock_timeout = '{WAIT}s';", *before]).encode())
                with self._script(copy) as lines:
                    for line in lines:
                        psql.stdin.write(line)
                psql.stdin.write("\n".join(after).encode())
                psql.stdin.close()
            except BrokenPipeError:
                broken = True
                _give_up(psql.stdin)
            except BaseException:
                # What was begun is not ended by a COMMIT.
                psql.kill()
                _give_up(psql.stdin)
                raise
            told = psql.stderr.read().decode(errors="replace").strip()
            if psql.wait() or broken:
                raise _told_by_postgres(told)

    def _drop_all(self) -> list[str]:
        """Statements that empty the schema of everything that belongs to this user and to no extension."""
        own = "NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = {0}.oid AND d.deptype = 'e')"
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.relkind, c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace "  # noqa: S608
                f"AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND {own.format('c')} "
                # A sequence that belongs to a column goes with it.
                "AND NOT (c.relkind = 'S' AND EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid "
                "AND d.deptype IN ('a', 'i'))) ORDER BY c.relname"
            )
            kinds = {"r": "TABLE", "p": "TABLE", "v": "VIEW", "m": "MATERIALIZED VIEW", "S": "SEQUENCE"}
            quoted = connection.ops.quote_name
            found = [f"DROP {kinds[kind]} IF EXISTS {quoted(name)} CASCADE;" for kind, name in cursor.fetchall()]
            cursor.execute(
                "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE "  # noqa: S608
                f"p.pronamespace = current_schema()::regnamespace AND {own.format('p')} ORDER BY 1"
            )
            return [*found, *(f"DROP FUNCTION IF EXISTS {name} CASCADE;" for (name,) in cursor.fetchall())]

    @staticmethod
    def _counted(table: str, number: int) -> str:
        wrong = f"table {table} has other rows than the backup tells"
        return (
            f'DO $$ BEGIN IF (SELECT count(*) FROM "public"."{table}") <> {int(number)} '  # noqa: S608
            f"THEN RAISE EXCEPTION '{wrong}'; END IF; END $$;"
        )

    @contextlib.contextmanager
    def _script(self, copy: Path, *words: str) -> Iterator[Iterator[bytes]]:
        """What pg_restore makes of a copy, line by line; raises BackupError if it does not get to its end."""
        command = [
            self._program("pg_restore", server=0),
            "--no-owner",
            "--no-privileges",
            *words,
            "--file=-",
            str(copy),
        ]
        # A program found on the path, words of ours.
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603
            assert process.stdout is not None and process.stderr is not None  # noqa: S101 - both were asked for
            try:
                yield iter(process.stdout)
            except BaseException:
                process.kill()
                raise
            told = process.stderr.read().decode(errors="replace").strip()
            if process.wait():
                if "unsupported version" in told:
                    raise BackupError(
                        _("pg_restore is older than the pg_dump of this backup. Install a newer postgresql-client.")
                    )
                raise BackupError(_("The copy of the database in the backup is damaged."))

    def _program(self, name: str, *, server: int) -> str:
        """Where a program is; raises BackupError if it is not there or older than the server."""
        found = shutil.which(name)
        if not found:
            raise BackupError(
                _("The program %s is not on the path. Install PostgreSQL's client programs (postgresql-client).") % name
            )
        if server:
            told = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
            version = re.search(r"(\d+)", told.partition(")")[2] if told.startswith(f"{name} (PostgreSQL)") else told)
            own = int(version[1]) if version else 0
            if own < server:
                raise BackupError(
                    _("%(program)s is of PostgreSQL %(own)d, the server of %(server)d. Install newer client programs.")
                    % {"program": name, "own": own, "server": server}
                )
        return found

    def _run(self, name: str, *words: str, place: Path) -> None:
        done = subprocess.run(  # noqa: S603 - a program found on the path, words of ours
            [self._program(name, server=0), *words],
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            if "No space left" in done.stderr:
                raise BackupError(_("There is no room left in %s. Nothing was changed.") % place)
            raise _told_by_postgres(done.stderr)

    @staticmethod
    def _parameters() -> dict[str, Any]:
        """How libpq reaches the database."""
        from psycopg.pq import Conninfo  # only where PostgreSQL is used

        known = {one.keyword.decode() for one in Conninfo.get_defaults()}
        return {
            key: value
            for key, value in connection.get_connection_params().items()
            if key in known and value is not None
        }

    def _address(self) -> str:
        """The same in words, but for the password: the words of a command are seen by everybody on the machine."""
        from psycopg.conninfo import make_conninfo  # only where PostgreSQL is used

        shown = {key: value for key, value in self._parameters().items() if key not in ("password", "client_encoding")}
        return make_conninfo(**shown)

    def _environment(self) -> dict[str, str]:
        password = self._parameters().get("password")
        return {**os.environ, "LC_ALL": "C", **({"PGPASSWORD": str(password)} if password else {})}


def _give_up(pipe: IO[bytes]) -> None:
    """Close a pipe to a program that has ended; what still waits in it would fail again, over the reason."""
    with contextlib.suppress(BrokenPipeError):
        pipe.close()


def _told_by_postgres(told: str) -> BackupError:
    if "No space left" in told or "could not extend file" in told:
        return BackupError(_("The database server has no room left. Nothing was changed."))
    if "lock timeout" in told:
        return BackupError(_("Somebody else uses the database. Stop the site and the timers, then call it again."))
    first = next((line for line in told.splitlines() if "error" in line.lower()), told[:200])
    return BackupError(_("The database cannot be read or written: %s.") % first.rstrip("."))


def present() -> Database:
    """The kind of database that this installation uses."""
    return Sqlite() if connection.vendor == "sqlite" else Postgres()


def of(vendor: str) -> Database:
    """The kind of database that a backup came from."""
    kinds: dict[str, type[Database]] = {"sqlite": Sqlite, "postgresql": Postgres}
    if vendor not in kinds:
        raise BackupError(_("The list of contents of the backup cannot be read. It is damaged."))
    return kinds[vendor]()


__all__ = ["Database", "Facts", "of", "present", "room"]
