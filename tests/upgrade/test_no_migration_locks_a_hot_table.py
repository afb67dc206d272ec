"""No migration after the first schema holds a lock on a table in use longer than a moment, unless it names a reason."""

import importlib
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

NAMES = sorted(path.stem for path in Path(settings.BASE_DIR, "tracker/migrations").glob("0*.py"))[1:]
TABLE = r'(?:ONLY )?"?(?P<table>\w+)"?'
LOCKING = {
    "an index is made while nobody can write": rf"CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).*? ON {TABLE}",
    "all rows are read for a constraint": (
        rf"ALTER TABLE {TABLE} (?:VALIDATE|ADD CONSTRAINT (?!.*\bNOT VALID\b)(?!.*\bUSING INDEX\b))"
    ),
    "a column without a default must not be null": rf"ALTER TABLE {TABLE} ADD COLUMN (?!.*\bDEFAULT\b).*\bNOT NULL\b",
    "all rows are written for a default that is computed": (
        rf"ALTER TABLE {TABLE} ADD COLUMN .*\b(?:DEFAULT [^'\s]*\(|GENERATED|SERIAL)"
    ),
    "all rows are read for NOT NULL": rf"ALTER TABLE {TABLE} ALTER COLUMN \S+ SET NOT NULL",
    "all rows are written for a type": rf"ALTER TABLE {TABLE} ALTER COLUMN \S+ (?:SET DATA )?TYPE",
    "all rows are written at once": rf"UPDATE {TABLE} SET",
}


def complaints(sql: str, reasons: dict[str, str]) -> Iterator[str]:
    """What holds a lock on a table that was there before, and names no reason."""
    made = set(re.findall(r'CREATE TABLE "(\w+)"', sql))
    for statement in sql.split("\n"):
        for why, pattern in LOCKING.items():
            found = re.match(pattern, statement)
            if found and found["table"] not in made and not any(name in statement for name in reasons):
                yield f"{why}: {statement}"


@pytest.mark.postgres
@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("name", NAMES)
def test_it_locks_for_a_moment_only_or_says_why_not(name):
    out = StringIO()
    call_command("sqlmigrate", "tracker", name, stdout=out, no_color=True)
    migration = importlib.import_module(f"tracker.migrations.{name}").Migration
    assert list(complaints(out.getvalue(), getattr(migration, "locks", {}))) == []


@pytest.mark.parametrize(
    "statement",
    [
        'CREATE INDEX "i" ON "tracker_commitment" ("title");',
        'CREATE UNIQUE INDEX "i" ON "tracker_commitment" ("title") WHERE "title" = \'\';',
        'ALTER TABLE "tracker_commitment" ADD CONSTRAINT "c" CHECK ("title" <> \'\');',
        'ALTER TABLE "tracker_commitment" ADD COLUMN "n" integer NOT NULL;',
        'ALTER TABLE "tracker_commitment" ADD COLUMN "n" uuid DEFAULT gen_random_uuid() NOT NULL;',
        'ALTER TABLE "tracker_commitment" ALTER COLUMN "title" SET NOT NULL;',
        'ALTER TABLE "tracker_commitment" ALTER COLUMN "title" TYPE text USING "title"::text;',
        'UPDATE "tracker_commitment" SET "title" = \'\';',
    ],
)
def test_what_locks_is_found_once_and_a_reason_lets_it_pass(statement):
    assert len(list(complaints(statement, {}))) == 1
    assert list(complaints(statement, {"tracker_commitment": "a reason"})) == []
    assert list(complaints(f'CREATE TABLE "tracker_commitment" ();\n{statement}', {})) == []


@pytest.mark.parametrize(
    "statement",
    [
        'CREATE INDEX CONCURRENTLY "i" ON "tracker_commitment" ("title");',
        'ALTER TABLE "tracker_commitment" ADD CONSTRAINT "c" CHECK ("title" <> \'\') NOT VALID;',
        'ALTER TABLE "tracker_commitment" ADD COLUMN "n" integer NULL;',
        'ALTER TABLE "tracker_commitment" ADD COLUMN "n" varchar(2) DEFAULT \'\' NOT NULL;',
        'ALTER TABLE "tracker_commitment" DROP COLUMN "title" CASCADE;',
    ],
)
def test_what_takes_a_moment_passes(statement):
    assert list(complaints(statement, {})) == []


def test_every_reason_belongs_to_something_the_migration_does():
    for name in NAMES:
        source = Path(settings.BASE_DIR, f"tracker/migrations/{name}.py").read_text()
        migration = importlib.import_module(f"tracker.migrations.{name}").Migration
        for what in getattr(migration, "locks", {}):
            # A foreign key has a column of its own name.
            assert source.count(what.removesuffix("_id")) > 1, (
                f"{name} gives a reason for {what}, which it does not touch"
            )
