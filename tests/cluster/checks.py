"""What must hold on several machines. Each check gets the running site and leaves it as it found it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

from tests.cluster.machines import wait_until
from tests.cluster.site import BUCKET, LIMIT, Answer, Site

PAGES = ["/", "/massnahmen/?art=target&sort=-due_on", "/partner/", "/en/", "/massnahmen.json", "/api/v1/partners/"]
CHANGES, READERS = 12, 4
READING = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%tracker_recordstate%' AND pid <> pg_backend_pid()"


def servers_answer_alike(site: Site) -> None:
    """Both servers answer with the same bytes and ETag; through nginx pages come compressed, and 304 goes through."""
    for page in PAGES:
        one, two = (site.ask(port, page) for port in site.servers)
        front = site.ask(site.front, page, Accept_Encoding="gzip")
        assert (one.status, one.body, one.tag) == (two.status, two.body, two.tag) and one.status == 200, page
        assert front.headers["content-encoding"] == "gzip" and front.text == one.text and front.tag == one.tag, page
        assert len(front.body) < len(one.body) / 2, page
        again = site.ask(site.front, page, If_None_Match=front.tag)
        assert (again.status, again.body, again.tag) == (304, b"", one.tag), page


def public_pages_read_from_the_replica(site: Site) -> None:
    """The replica is asked for the revision by every page, the primary by none but the look every few seconds."""
    assert int(site.replica.ask(READING)) > 0


def bodies_are_shared(site: Site) -> None:
    """What one server made, the other takes from Redis."""
    import redis  # the client is a package of the site

    with contextlib.closing(redis.Redis(port=site.redis)) as store:
        before = set(store.keys("page:*"))
        site.ask(site.servers[0], "/methode/?probe=shared")
        (key,) = [key for key in set(store.keys("page:*")) - before if b"bytes-" not in key]
        # A mark that only the way through Redis can bring.
        store.set(key, bytes(store.get(key) or b"").replace(b"</html>", b"<!--xx>"), ex=60)
        assert b"<!--xx>" in site.ask(site.servers[1], "/methode/?probe=shared").body


def limits_are_shared(site: Site) -> None:
    """One address gets no more requests by asking two servers in turn."""
    wait_until(lambda: 5 < time.time() % 60 < 40, "a minute has no middle")
    asked = [site.ask(site.servers[n % 2], "/api/v1/partners/", X_Forwarded_For="192.0.2.7") for n in range(LIMIT + 10)]
    assert [answer.status for answer in asked] == [200] * LIMIT + [429] * 10


def a_change_is_seen_everywhere(site: Site) -> None:
    """Once the replica has a change, the next page of every server shows it."""
    revision = site.change("partners", 1)
    wait_until(lambda: site.has_followed(revision), "the replica does not follow")
    for port in (*site.servers, site.front):
        assert site.ask(port, "/partner/").revision == revision


def nobody_reads_a_torn_page(site: Site) -> None:
    """While changes are made, revision and rows of every page fit together, and one ETag is one page."""
    first = site.ask(site.front, "/partner/")
    offset, seen, done = first.revision - first.probes, list[Answer](), threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(site.ask(site.front, "/partner/"))

    readers = [threading.Thread(target=read) for _reader in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        # One by one, so that readers find the record standing still in between, and then all at once.
        for _time in range(CHANGES // 2):
            site.change("partners", 1)
        last = site.change("partners", CHANGES)
        wait_until(lambda: site.has_followed(last), "the replica does not follow")
    finally:
        done.set()
        for reader in readers:
            reader.join()
    tags: dict[str, str] = {}
    for page in seen:
        if page.tag:
            assert page.revision - page.probes == offset, (page.revision, page.probes)
            assert tags.setdefault(page.tag, page.text) == page.text
    assert len(tags) > 2, "no change was seen"
    assert site.ask(site.front, "/partner/").revision == last


def a_replica_that_is_behind(site: Site) -> None:
    """A page is whole and old until its reader writes; who wrote sees it; after seconds the primary is read."""
    before = site.ask(site.servers[1], "/partner/")
    site.ask(site.servers[0], "/partner/")
    site.replica.ask("SELECT pg_wal_replay_pause()")
    try:
        wait_until(lambda: site.replica.ask("SELECT pg_get_wal_replay_pause_state()") == "paused", "it does not pause")
        revision = site.change("partners", 1)
        old = site.ask(site.servers[1], "/partner/")
        assert old.revision in (before.revision, revision), "a page of no revision"
        assert (old.tag == before.tag) == (old.revision == before.revision), "an old page under a new ETag"
        assert site.ask(site.servers[0], "/partner/", Cookie="session=x").revision == revision, "who wrote sees it"
        assert site.ask(site.servers[0], "/partner/").revision == revision, "back in time"
        wait_until(lambda: site.ask(site.servers[1], "/partner/").revision == revision, "old for ever")
        wait_until(lambda: "replica" in site.ask(site.servers[0], "/readyz").text, "nobody is told")
    finally:
        site.replica.ask("SELECT pg_wal_replay_resume()")
    wait_until(lambda: site.has_followed(revision), "the replica does not follow")
    assert "replica" not in site.ask(site.servers[0], "/readyz").text


def the_replica_dies(site: Site) -> None:
    """Pages go on from the primary, the monitor is told; it is read from again when it is back."""
    site.replica.stop()
    try:
        for port in (*site.servers, site.front):
            assert site.ask(port, "/partner/").status == 200
            assert site.ask(port, f"/methode/?probe={port}").status == 200
        assert "warning: the replica does not answer" in site.ask(site.servers[0], "/readyz").text
        revision = site.change("partners", 1)
        assert all(site.ask(port, "/partner/").revision == revision for port in site.servers)
    finally:
        site.replica.start()
    wait_until(lambda: site.has_followed(revision), "the replica does not follow")

    def is_read() -> bool:
        site.ask(site.servers[0], "/partner/")
        return int(site.replica.ask(READING)) > 0

    wait_until(is_read, "the replica is not read from again")


def the_primary_dies(site: Site) -> None:
    """The public goes on reading from the replica; what needs the primary says that it is not ready."""
    site.ask(site.front, "/partner/")
    site.primary.stop()
    try:
        for port in (*site.servers, site.front):
            assert site.ask(port, "/partner/").status == 200
            assert site.ask(port, f"/partner/?probe={port}").status == 200
        ready = site.ask(site.servers[0], "/readyz")
        assert (ready.status, ready.text) == (503, "not ready\nthe database does not answer\n")
    finally:
        site.primary.start()
    wait_until(lambda: site.ask(site.servers[0], "/readyz").status == 200, "it is not ready again")


def a_server_dies(site: Site) -> None:
    """The proxy goes on with the other one, and no visitor notices."""
    site.end("server 1")
    try:
        assert [site.ask(site.front, "/").status for _time in range(20)] == [200] * 20
    finally:
        site.start_server(1)
    assert site.ask(site.servers[1], "/").status == 200


def the_redis_dies(site: Site) -> None:
    """Public pages go on without it."""
    site.end("redis")
    from tests.cluster.machines import redis

    try:
        for port in site.servers:
            assert site.ask(port, f"/methode/?without={port}").status == 200
    finally:
        site.begin("redis", redis(site.redis, site.folder))


def evidence_keeps_its_rules(site: Site) -> None:
    """A file in the object storage is handed out by every server while its report is public, and never by a link."""
    pk = site.change("evidence")
    wait_until(lambda: site.has_followed(site_revision(site)), "the replica does not follow")
    one, two = (site.ask(port, f"/belege/{pk}.pdf") for port in site.servers)
    assert one.status == two.status == 200 and one.body == two.body and one.body.startswith(b"%PDF-")
    assert one.headers["content-disposition"].startswith("attachment")
    assert "belege/" in site.ask(site.objects, f"/{BUCKET}?list-type=2").text
    assert not (site.folder / "media").exists()
    site.change("revoke")
    wait_until(lambda: site.has_followed(site_revision(site)), "the replica does not follow")
    assert [site.ask(port, f"/belege/{pk}.pdf").status for port in site.servers] == [404, 404]


def site_revision(site: Site) -> int:
    """The revision of the primary."""
    return int(site.primary.ask("SELECT revision_number FROM tracker_recordstate"))


CHECKS: list[Callable[[Site], None]] = [
    servers_answer_alike,
    public_pages_read_from_the_replica,
    bodies_are_shared,
    limits_are_shared,
    a_change_is_seen_everywhere,
    nobody_reads_a_torn_page,
    a_replica_that_is_behind,
    the_replica_dies,
    the_primary_dies,
    a_server_dies,
    the_redis_dies,
]
WITH_OBJECT_STORAGE: list[Callable[[Site], None]] = [evidence_keeps_its_rules]
