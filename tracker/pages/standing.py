"""Which record a public page shows: the day in Berlin and the revision, read before anything else and once more after.

A page is made from many queries. If the revision or the day is the same before and after them, no change was
committed in between, so that all of them saw the same record.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple, TypeVar

from django.http import HttpRequest

from tracker import days, replica
from tracker.models import Revision

TIMES = 3
"""So often a page is made anew while the record changes under it; then it is answered without ETag and not kept."""

Made = TypeVar("Made")


class Standing(NamedTuple):
    """The day in Berlin, the number of the revision and the moment it was stamped.

    The moment tells two revisions of one number apart, as after a restore.
    """

    day: date
    revision: int
    stamped: str


class PublicRequest(HttpRequest):
    """A request to a public page: it knows the day in Berlin and the revision, read before anything else."""

    standing: Standing
    read_from: str
    day: date
    revision: int


def read_standing(request: PublicRequest) -> None:
    """Note on the request which record it is answered from; one query. Raises `replica.Behind` for an older one."""
    request.standing = Standing(days.today(), *Revision.present())
    request.read_from = replica.source()
    replica.watch.note(request.standing.revision)
    request.day, request.revision = request.standing.day, request.standing.revision


def stands_still(request: PublicRequest) -> bool:
    """Whether the record and the day are still those that the request is answered from; one query."""
    return request.standing == Standing(days.today(), *Revision.present())


def settled(
    request: PublicRequest, make: Callable[[], Made], *, matters: Callable[[Made], bool] = lambda made: True
) -> tuple[Made, bool]:
    """What `make` gives, made anew while the record changes under it, and whether the record stood still at last.

    `matters` says of what was made whether it has to be of one record at all.
    """
    made = make()
    for attempt in range(1, TIMES + 1):
        before = request.standing
        if not matters(made):
            break
        read_standing(request)
        if request.standing == before:
            return made, True
        if attempt < TIMES:
            made = make()
    return made, False
