"""`check_record` finds triggers that are there by name but refuse nothing, and indexes that PostgreSQL passes by."""

import pytest
from django.db import connection

from tests.factories import make_partner
from tracker.models.triggers import install
from tracker.record_check import differences

NAME, TABLE = "append_only_revision_update", "tracker_revision"
ALTERED = f"Der Auslöser {NAME} ist verändert oder abgeschaltet; migrate stellt ihn wieder her."

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def record() -> None:
    """Begin a record."""
    make_partner()


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def assert_found_and_mended() -> None:
    assert list(differences()) == [ALTERED]
    install(connection)
    assert list(differences()) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the SQL is that of SQLite")
@pytest.mark.parametrize(
    "altered",
    [
        f"BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN 1 = 0 BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END",
        f"BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN 1 = 1 BEGIN SELECT 1; END",
        f"BEFORE UPDATE OF day ON {TABLE} FOR EACH ROW WHEN 1 = 1 "
        f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END",
    ],
    ids=["a condition that never holds", "a body that does nothing", "one column only"],
)
def test_a_trigger_of_sqlite_with_other_words_is_found(altered):
    run(f"DROP TRIGGER {NAME}", f"CREATE TRIGGER {NAME} {altered}")
    assert_found_and_mended()


EMPTY = "CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statements",
    [
        [f"ALTER TABLE {TABLE} DISABLE TRIGGER {NAME}"],
        [f"ALTER TABLE {TABLE} ENABLE REPLICA TRIGGER {NAME}"],
        [EMPTY.replace("CREATE", "CREATE OR REPLACE").format(NAME)],
        [
            EMPTY.format("another"),
            f"CREATE OR REPLACE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION another()",
        ],
        [f"CREATE OR REPLACE TRIGGER {NAME} BEFORE INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {NAME}()"],
        [f"CREATE OR REPLACE TRIGGER {NAME} BEFORE UPDATE OF day ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {NAME}()"],
        [
            f"CREATE OR REPLACE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN (1 = 0) "
            f"EXECUTE FUNCTION {NAME}()"
        ],
    ],
    ids=["off", "replica only", "empty body", "another function", "another event", "one column", "a condition"],
)
def test_a_trigger_of_postgres_that_does_not_refuse_is_found(statements):
    run(*statements)
    assert_found_and_mended()


def test_a_trigger_on_another_table_does_not_count():
    if connection.vendor == "sqlite":
        run(
            f"DROP TRIGGER {NAME}",
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON tracker_partner FOR EACH ROW "
            f"WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END",
        )
    else:
        run(
            f"DROP TRIGGER {NAME} ON {TABLE}",
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON tracker_partner FOR EACH ROW EXECUTE FUNCTION {NAME}()",
        )
    assert list(differences()) == [ALTERED]


@pytest.mark.postgres
def test_triggers_that_the_database_passes_by_are_found():
    run("SET LOCAL session_replication_role = replica")
    assert list(differences()) == ["Die Datenbank übergeht alle Auslöser (session_replication_role steht auf replica)."]


@pytest.mark.postgres
def test_an_index_whose_making_was_broken_off_is_found():
    run("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'report_newest'::regclass")
    assert list(differences()) == [
        "Der Index report_newest ist ungültig und findet nichts oder nicht alles; REINDEX stellt ihn neu her."
    ]
