"""What goes wrong while people work, one after the other. Each fault gets the site under load and says what it did.

A fault returns once it is over; it never starts the server again unless it killed it, for the site has to recover by
itself.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tests.cluster.machines import wait_until
from tests.stress import mail
from tests.stress.site import Site
from tracker import days

KILLS, RESTARTS = 3, 3
BETWEEN = 4
FULL_FOR, CALM_FOR = 10, 10
AHEAD, BEYOND = 8, 3
"""So many seconds before a moment the server's clock begins, and so many the load goes on after it."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of load: what goes wrong in it, and why it cannot be tried here, if so."""

    name: str
    fault: Callable[[], str]
    not_tried: str = ""
    must_not_fail: bool = False
    """Whether not a single request may fail, for nothing is wrong with what it needs."""
    sends_mail: bool = False
    """Whether the mail that was ordered goes out after it."""
    must_hurt: bool = False
    """Whether some requests have to fail, for else the fault was none."""


class Faults:
    """The faults of one site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def phases(self) -> Iterator[Phase]:
        """All phases, the one that moves the clock last: time does not go back."""
        site = self.site
        yield Phase("nothing is wrong", self.calm, must_not_fail=True)
        yield Phase("server killed", self.kills, must_hurt=True)
        yield Phase("disk full", self.full_disk, site.no_disk, must_hurt=True)
        yield Phase("mail server silent", self.silent_mail, must_not_fail=True, sends_mail=True)
        reason = "" if site.postgres else "SQLite has no server" if site.name == "SQLite" else "the server is not ours"
        yield Phase("database restarts", self.database_restarts, reason, must_hurt=True)
        for name, moment in moments(days.today()):
            yield Phase(name, self.clock_at(moment), must_not_fail=True)

    def calm(self) -> str:
        """Nothing, for comparison."""
        time.sleep(CALM_FOR)
        return ""

    def kills(self) -> str:
        """Kill the server and start it again, several times."""
        for _time in range(KILLS):
            time.sleep(BETWEEN)
            self.site.kill()
            self.site.start()
        return f"{KILLS} times"

    def full_disk(self) -> str:
        """Leave no room on the disk of the database and the files, then give it back."""
        time.sleep(BETWEEN / 2)
        self._empty_log()
        self.site.fill_disk()
        time.sleep(FULL_FOR)
        self.site.free_disk()
        if self.site.postgres and not self._postgres_lives():
            # It ends by itself where it cannot write its log; somebody has to start it once there is room.
            self.site.postgres.stop()
            self.site.postgres.start()
            return f"{FULL_FOR} s; PostgreSQL gave up and was started again"
        return f"{FULL_FOR} s"

    def _empty_log(self) -> None:
        """Give back the room that SQLite keeps for its log, so that the next write needs new room."""
        if self.site.name == "SQLite":
            path = self.site.url.removeprefix("sqlite:///")
            with contextlib.closing(sqlite3.connect(path, timeout=20)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _postgres_lives(self) -> bool:
        """Whether PostgreSQL takes questions within a few seconds; it may be recovering."""
        import psycopg  # needed only where there is such a server

        if self.site.postgres is not None:
            for _time in range(20):
                with contextlib.suppress(psycopg.Error):
                    self.site.postgres.ask("SELECT 1")
                    return True
                time.sleep(0.25)
        return False

    def silent_mail(self) -> str:
        """Send mail to a server that never answers, and kill a sender that waits for it."""
        with mail.silent(self.site.mail_port) as connections:
            code, said = self.site.call("send_outbox")
            if not connections or not code:
                raise AssertionError(f"the silent mail server was not asked: {said}")
            begun = len(connections)
            hanging = self.site.manage("-m", "tests.stress.mail", "1")
            wait_until(lambda: len(connections) > begun, "the sender does not ask the mail server")
            os.kill(hanging.pid, signal.SIGKILL)
            hanging.communicate()
        return f"{begun} connections taken, one sender killed"

    def deliver(self) -> list[str]:
        """Send what waits to a mail server that does what it should, twice; return the Message-IDs that arrived."""
        with mail.whole(self.site.mail_port) as box:
            for _time in range(2):
                code, said = self.site.call("-m", "tests.stress.mail", "3")
                if code:
                    raise AssertionError(f"the mail server refused something: {said}")
        return box.taken

    def database_restarts(self) -> str:
        """End PostgreSQL as a crash would and start it again, several times."""
        for _time in range(RESTARTS):
            time.sleep(BETWEEN)
            if self.site.postgres is not None:
                self.site.postgres.stop()
                time.sleep(0.5)
                self.site.postgres.start()
        return f"{RESTARTS} times"

    def clock_at(self, moment: datetime) -> Callable[[], str]:
        """Let the server's clock run over a moment; the server has been started for it before the load began."""

        def run() -> str:
            time.sleep(max(moment.timestamp() - time.time() - self.site.ahead, 0) + BEYOND)
            return f"{moment:%d.%m.%Y %H:%M} UTC"

        run.begins_at = moment.timestamp() - AHEAD  # type: ignore[attr-defined]
        return run


def moments(today: date) -> list[tuple[str, datetime]]:
    """The moments to come over which the clock is to run, the next first: a midnight, both changes of summer time."""
    spring, autumn = next_last_sunday(3, today), next_last_sunday(10, today)
    found = [
        ("midnight in Berlin", days.start_of(today + timedelta(days=1))),
        # Both changes come at 1:00 UTC; the day of each begins and ends with another offset.
        ("summer time begins", datetime(spring.year, 3, spring.day, 1, tzinfo=UTC)),
        ("midnight after the change to summer time", days.start_of(days.next_day(spring))),
        ("summer time ends", datetime(autumn.year, 10, autumn.day, 1, tzinfo=UTC)),
        ("midnight after the change to winter time", days.start_of(days.next_day(autumn))),
    ]
    return sorted(((name, moment.astimezone(UTC)) for name, moment in found), key=lambda pair: pair[1])


def next_last_sunday(month: int, today: date) -> date:
    """The last Sunday of a month, of this year or the next, that lies after tomorrow."""
    for year in (today.year, today.year + 1):
        last = days.last_of_month(year, month)
        found = last - timedelta(days=(last.weekday() + 1) % 7)
        if found > today + timedelta(days=1):
            return found
    raise AssertionError("every year has such a Sunday")
