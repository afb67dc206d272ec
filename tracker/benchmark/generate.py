"""A record of any size, made by dice with a fixed seed: the same number and seed give the same record.

Everything a page shows of a commitment is there: contributions, facts with evidence, deadlines, status from day to
day. What the workflow derives is derived here by the same function, so the pages read what they would read of a
record that grew by hand. Rows are written in bulk; published versions are written only on request, for they cost more
than all the rest.

Whatever the size, the same number of commitments matches the filters of `selection()`, so that what a page takes at two
sizes differs by the size of the record and by nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from tqdm import tqdm

from tracker.benchmark.bulk import Table
from tracker.benchmark.frame import Frame
from tracker.benchmark.rolling import TABLES, TOLD_AT, Maker
from tracker.models import Commitment, Contribution, PublicVersion, StatusReport
from tracker.vocabulary import ActorRole, ChangeReason
from tracker.workflow import public_change, system_actor

CHUNK = 1000


def generate(
    *, commitments: int, seed: int = 2026, versions: bool = False, progress: bool = False, processes: int = 1
) -> None:
    """Fill an empty database with a published record of this many commitments, the same by however many processes."""
    role, reason = ActorRole.SYSTEM, ChangeReason.FIRST_RECORD
    bar = tqdm(total=commitments, unit=" commitments", disable=not progress)
    chunks = [(start, min(start + CHUNK, commitments + 1)) for start in range(1, commitments + 1, CHUNK)]
    with public_change(actor=system_actor(), role=role, reason=reason, at=TOLD_AT) as change, bar:
        maker = Maker(Frame.create(change, at=TOLD_AT), change.actor.pk, seed, commitments)
        tables = {name: Table(model, columns) for name, (model, columns) in TABLES.items()}
        with _mapping(processes) as mapped:
            for rows in mapped(maker.make, chunks):
                for name, table in tables.items():
                    table.write(rows[name])
                bar.update(len(rows["commitments"]))
        _count_on_from_here()
        if versions:
            change.touched[PublicVersion.COMMITMENT].update(range(1, commitments + 1))


@contextmanager
def _mapping(processes: int) -> Iterator[Callable[..., Iterable[dict[str, list[Any]]]]]:
    """A `map` that keeps the order; its processes only roll dice and compute, the database is this one's alone."""
    if processes == 1:
        yield map
        return
    with get_context("fork").Pool(processes) as pool:
        yield pool.imap


def _count_on_from_here() -> None:
    """Have the database number new rows after those whose numbers were given here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Commitment, Contribution, StatusReport]):
            cursor.execute(statement)
