"""Public pages are read from a replica of the database where REPLICA_URL names one; all else from the primary.

A replica follows a moment later. That makes no page wrong: revision, rows and ETag are read from the same database, so
that a page is the whole record of a moment ago. Pages are read from the primary all the same for

- a browser that carries a session, so that whoever wrote something sees it;
- a process that has shown a later revision already, so that nobody goes back in time;
- a replica that does not answer, or that has not reached within some seconds what the primary had before.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connections
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse

from tracker.models import RecordState, Revision

ALIAS = "replica"
EVERY = 5
"""Seconds between two looks at how far the replica is; so long it may take to reach what the primary had before."""
PAUSE = 10
"""Seconds for which a replica that failed or is behind is left alone."""

Made = TypeVar("Made")
logger = logging.getLogger(__name__)
_source: ContextVar[str] = ContextVar("public_pages_are_read_from", default=DEFAULT_DB_ALIAS)


class PublicReads:
    """The router: the tracker's tables are read where `reading_from` says, all is written to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """Where rows are read from; inside a transaction from where it writes."""
        is_elsewhere = _source.get() != DEFAULT_DB_ALIAS and model._meta.app_label == "tracker"
        if is_elsewhere and not connections[DEFAULT_DB_ALIAS].in_atomic_block:
            return _source.get()
        return DEFAULT_DB_ALIAS

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        """Always the primary."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        """Rows of both are rows of one record."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """The replica gets its tables from the primary."""
        return db != ALIAS


class Behind(Exception):
    """The replica has an earlier revision than this process has shown already."""


class Watch:
    """What this process knows of the replica."""

    def __init__(self) -> None:
        self.newest = 0
        self._expected = 0
        self._look_at = 0.0
        self._rests_until = 0.0

    def is_fit(self) -> bool:
        """Whether pages may be read from the replica; looks at it every few seconds."""
        now = time.monotonic()
        if now < self._rests_until:
            return False
        if now >= self._look_at:
            self._look_at = now + EVERY
            self._look()
        return now >= self._rests_until

    def _look(self) -> None:
        try:
            with reading_from(ALIAS):
                there = Revision.current()
        except (OperationalError, InterfaceError):
            self.rest("does not answer")
            return
        if there < self._expected:
            self.rest("is behind")
            return
        # A primary that is down is no reason to stop reading from the replica.
        with contextlib.suppress(OperationalError, InterfaceError), on_primary():
            self._expected = Revision.current()

    def rest(self, why: str) -> None:
        """Leave the replica alone for a while."""
        self._rests_until = time.monotonic() + PAUSE
        logger.warning("The replica %s; public pages are read from the primary for %d seconds", why, PAUSE)

    def note(self, revision: int) -> None:
        """Remember the newest revision that was shown; raises `Behind` if the replica would show an earlier one."""
        if _source.get() == ALIAS and revision < self.newest:
            raise Behind
        self.newest = max(self.newest, revision)


watch = Watch()


@contextlib.contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """Read the tracker's tables from this database in this block."""
    token = _source.set(alias)
    try:
        yield
    finally:
        _source.reset(token)


def on_primary() -> contextlib.AbstractContextManager[None]:
    """Read from the primary in this block, for what is about to be written."""
    return reading_from(DEFAULT_DB_ALIAS)


def source() -> str:
    """Which database is read from now."""
    return _source.get()


def read_public(request: HttpRequest, make: Callable[[], Made]) -> Made:
    """What `make` gives, read from the replica if there is a fit one, else from the primary."""
    if ALIAS not in connections.settings or settings.SESSION_COOKIE_NAME in request.COOKIES or not watch.is_fit():
        return make()
    try:
        with reading_from(ALIAS):
            return make()
    except (OperationalError, InterfaceError):
        watch.rest("does not answer")
    except Behind:
        pass
    return make()


def bound(response: HttpResponseBase) -> HttpResponseBase:
    """An answer whose rows are read while it is sent, from the database that its beginning was read from."""
    if source() == ALIAS and isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
        response.streaming_content = _from(source(), iter(response.streaming_content))  # type: ignore[arg-type]
    return response


def _from(alias: str, pieces: Iterator[Any]) -> Iterator[Any]:
    # Entered anew for each piece: between two of them other answers are made in this thread.
    while True:
        with reading_from(alias):
            try:
                piece = next(pieces)
            except StopIteration:
                return
        yield piece


def keeps_up(*, at: datetime) -> bool:
    """Whether the replica answers and has what the primary had some seconds before; true if there is no replica."""
    if ALIAS not in connections.settings:
        return True
    try:
        here = RecordState.objects.using(DEFAULT_DB_ALIAS).first()
        there = RecordState.objects.using(ALIAS).first()
    except DatabaseError:
        return False
    if here is None or (there is not None and there.revision_number >= here.revision_number):
        return True
    return here.stamped_at is not None and here.stamped_at > at - timedelta(seconds=PAUSE)
