"""What a monitor is told."""

import pytest
from django.db import DatabaseError, connection

from tests.factories import make_partner
from tracker.models import triggers
from tracker.public import service


def test_the_process_answers_without_a_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_site_with_a_record_is_ready(client):
    make_partner()
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_an_empty_record_is_not_ready(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready\nthe record is empty\n")


@pytest.mark.django_db
def test_a_missing_trigger_is_told(client):
    make_partner()
    rule = triggers.RULES[0]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {rule.name}" + (f" ON {rule.table}" if connection.vendor != "sqlite" else ""))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"append-only tables are not held" in response.content
    assert rule.table.encode() not in response.content


@pytest.mark.django_db
def test_migrations_that_are_not_applied_are_told(client, monkeypatch):
    monkeypatch.setattr(service.MigrationExecutor, "migration_plan", lambda self, targets: ["one to go"])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"migrations are not applied" in response.content


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_told_without_its_words(client, monkeypatch):
    def refuse():
        raise DatabaseError("password of the user postgres is wrong")

    monkeypatch.setattr(service, "READY_CHECKS", [service.ReadyCheck(refuse, "the database does not answer")])
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready\nthe database does not answer\n")
