"""The pages asked for most read no table that grows with the record from end to end, on both databases."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_fact
from tracker import bitsets
from tracker.models import Commitment, Partner

pytestmark = pytest.mark.django_db

# These grow with the record; others hold some dozens of rows. Revisions are walked from the newest on by their key,
# which SQLite calls a scan of the table as well.
GROWING = [
    *("commitment", "contribution", "statusreport", "statusperiod", "evidence", "publicversion"),
    *("searchtext", "commitment_target_groups", "commitment_instruments", "commitment_continues"),
]


def plan_of(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
        return [str(row[-1]) for row in cursor.fetchall()]


def read_from_end_to_end(plan):
    """Return the lines of a plan that walk through a growing table without an index."""
    if connection.vendor == "sqlite":
        names = {f"SCAN tracker_{name}" for name in GROWING}
        return [line for line in plan if line.strip() in names]
    names = [f"Seq Scan on tracker_{name} " for name in GROWING]
    return [line for line in plan if any(name in f"{line} " for name in names)]


def asked_by(path):
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(path).status_code == 200
    return [query["sql"] for query in queries.captured_queries if query["sql"].startswith("SELECT")]


@pytest.fixture
def record(bulk_record):
    bulk_record(commitments=600)
    bitsets.current()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # A test's record is so small that reading it whole is cheap; what matters is that an index would do.
            # SQLite, not told how small it is, plans as for a large one.
            cursor.execute("SET LOCAL enable_seqscan = off")


@pytest.mark.parametrize(
    "path",
    ["/", "/massnahmen/", "/massnahmen/?status=completed&sort=-due_on", "/vereinbarungen/", "/partner/kammern-1/"],
)
def test_a_page(record, path):
    assert Partner.objects.filter(key="kammern-1").exists()
    found = {sql: read_from_end_to_end(plan_of(sql)) for sql in asked_by(path)}
    assert {sql: lines for sql, lines in found.items() if lines} == {}
    assert len(found) > 1


def test_one_commitment(record):
    code = Commitment.objects.order_by("pk").values_list("code", flat=True)[300]
    found = {sql: read_from_end_to_end(plan_of(sql)) for sql in asked_by(f"/massnahmen/{code}/")}
    assert {sql: lines for sql, lines in found.items() if lines} == {}


def test_what_changed_since(record):
    make_fact(Commitment.objects.order_by("pk")[300], "completed")
    with CaptureQueriesContext(connection) as queries:
        bitsets.current()
    asked = [query["sql"] for query in queries.captured_queries if query["sql"].startswith("SELECT")]
    found = {sql: read_from_end_to_end(plan_of(sql)) for sql in asked}
    assert {sql: lines for sql, lines in found.items() if lines} == {}
    assert any("publicversion" in sql for sql in found)
