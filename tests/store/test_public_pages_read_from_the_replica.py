"""Public pages are read from the replica, everything else from the primary, and nobody goes back in time.

The replica of these tests is a second connection to the same database; what a real one does, `make cluster` shows.
"""

import copy
import inspect
from contextlib import ExitStack

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_commitment, make_partner
from tracker import replica
from tracker.models import Commitment, OutboxMail, Revision
from tracker.replica import ALIAS, PublicReads, Watch, on_primary, reading_from

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_database")]


@pytest.fixture(autouse=True)
def second_connection(kept_pages, file_database, settings, monkeypatch):
    """An alias for the replica, and the router that reads from it."""
    # Django lets a test connect to the aliases alone that were there when its class was made.
    guarded = inspect.getclosurevars(BaseDatabaseWrapper.ensure_connection).nonlocals
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", guarded["real_ensure_connection"])
    settings.DATABASE_ROUTERS = ["tracker.replica.PublicReads"]
    described = copy.deepcopy(connection.settings_dict)
    monkeypatch.setitem(connections.settings, ALIAS, described)
    monkeypatch.setattr(replica, "watch", Watch())
    yield described
    connections[ALIAS].close()
    del connections[ALIAS]


def queries(call) -> tuple[int, int]:
    """How often a call asks the primary and the replica; looking at the replica comes before."""
    replica.watch.is_fit()
    with ExitStack() as stack:
        primary, second = (
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in ("default", ALIAS)
        )
        call()
        return len(primary), len(second)


@pytest.mark.parametrize(
    "address",
    ["/", "/massnahmen/", "/massnahmen/?q=Nummer", "/partner/", "/api/v1/partners/", "/massnahmen.csv"],
)
def test_a_public_page_is_read_from_the_replica_alone(client, settings, address):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    make_commitment()
    primary, second = queries(lambda: b"".join(client.get(address)))
    assert primary == 0
    assert second > 1


def test_a_page_from_the_store_asks_the_replica_for_its_revision(client):
    make_partner()
    client.get("/partner/")
    assert queries(lambda: client.get("/partner/")) == (0, 1)


def test_a_browser_that_carries_a_session_reads_from_the_primary(client, settings):
    make_partner()
    client.cookies[settings.SESSION_COOKIE_NAME] = "somebody"
    primary, second = queries(lambda: client.get("/partner/"))
    assert (primary > 1, second) == (True, 0)


@pytest.mark.parametrize("address", ["/barriere-melden/", "/konto/anmelden/", "/portal/", "/verwaltung/", "/healthz"])
def test_forms_portal_and_administration_never_ask_the_replica(client, address):
    make_partner()
    assert queries(lambda: client.get(address))[1] == 0


def test_a_replica_that_does_not_answer_is_replaced_by_the_primary_and_left_alone(client, caplog):
    make_partner(name="Probe")
    assert replica.watch.is_fit()
    connections[ALIAS].close()
    broken = (
        {"NAME": "/nowhere/at/all.sqlite3"} if connection.vendor == "sqlite" else {"HOST": "127.0.0.1", "PORT": "1"}
    )
    connections[ALIAS].settings_dict.update(broken)
    caplog.set_level("WARNING", logger="tracker.replica")
    for _time in range(2):
        assert "Probe" in client.get("/partner/").content.decode()
    assert not replica.watch.is_fit()
    assert len([record for record in caplog.records if record.name == "tracker.replica"]) == 1
    assert b"warning: the replica does not answer or is behind" in client.get("/readyz").content


def test_nobody_is_shown_an_older_revision_than_this_process_has_shown(client, settings, monkeypatch):
    make_partner(name="Probe")
    present = Revision.present
    monkeypatch.setattr(
        Revision, "present", lambda: (present()[0] - 1, "before") if replica.source() == ALIAS else present()
    )
    person = Client()
    person.cookies[settings.SESSION_COOKIE_NAME] = "somebody"
    newest = person.get("/partner/")["ETag"]
    assert client.get("/partner/")["ETag"] == newest


def test_a_replica_that_has_not_what_the_primary_had_some_seconds_before_is_left_alone(monkeypatch):
    make_partner()
    watch = Watch()
    assert watch.is_fit()
    present = Revision.present
    monkeypatch.setattr(
        Revision, "present", lambda: (present()[0] - 1, "before") if replica.source() == ALIAS else present()
    )
    assert watch.is_fit(), "it is looked at every few seconds only"
    monkeypatch.setattr(replica, "EVERY", -1)
    watch._look_at = 0
    assert not watch.is_fit()


def test_everything_is_written_to_the_primary_and_nothing_is_migrated_on_the_replica():
    router = PublicReads()
    with reading_from(ALIAS):
        assert router.db_for_write(Commitment) == "default"
        assert router.db_for_read(Commitment) == ALIAS
        with on_primary():
            assert router.db_for_read(Commitment) == "default"
    assert router.db_for_read(OutboxMail) == "default"
    assert router.allow_migrate("default", "tracker") is True
    assert router.allow_migrate(ALIAS, "tracker") is False


def test_the_table_of_the_cache_is_never_read_from_the_replica():
    class Entry:
        class _meta:
            app_label = "django_cache"

    with reading_from(ALIAS):
        assert PublicReads().db_for_read(Entry) == "default"
