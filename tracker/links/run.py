"""A run over the links of the record: which there are, which are due, and what was found, kept after each of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from tracker.links.asking import host_of
from tracker.links.following import Follower, Found
from tracker.links.network import Clock
from tracker.models import CheckedLink, Evidence, LandAlliance, Network, Partner, Source, link_key
from tracker.vocabulary import LinkFault

BATCH = 500
FIRST_PAUSE, LONGEST_PAUSE = timedelta(hours=12), timedelta(days=30)


def addresses() -> set[str]:
    """Every address that public pages name as a source or homepage, and archived copies."""
    shown = Evidence.objects.shown()
    found = set(shown.values_list("url", flat=True)) | set(shown.values_list("archive_url", flat=True))
    found |= set(Source.objects.values_list("url", flat=True))
    for model in (Partner, LandAlliance, Network):
        found |= set(model._default_manager.values_list("homepage", flat=True))
    return found - {""}


def bring_up_to_date() -> int:
    """Let there be a row for every address of the record and for no other; returns how many there are."""
    wanted = {link_key(url): url for url in addresses()}
    with transaction.atomic():
        known = set(CheckedLink.objects.values_list("key", flat=True))
        gone = sorted(known - wanted.keys())
        for start in range(0, len(gone), BATCH):
            CheckedLink.objects.filter(key__in=gone[start : start + BATCH]).delete()
        fresh = [
            CheckedLink(key=key, url=wanted[key], host=host_of(wanted[key])[:255])
            for key in sorted(wanted.keys() - known)
        ]
        CheckedLink.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
    return len(wanted)


def due_links(*, at: datetime, host: str = "", older_than: int | None = None) -> list[CheckedLink]:
    """The links to be asked for now; with `older_than` those last tried that many days ago, whatever their pause."""
    if older_than is None:
        rows = CheckedLink.objects.due(at=at)
    else:
        rows = CheckedLink.objects.exclude(tried_at__gt=at - timedelta(days=older_than)).order_by("tried_at", "pk")
    return list(rows.filter(host=host.lower()) if host else rows)


def keep(link: CheckedLink, found: Found, *, at: datetime) -> None:
    """Keep what was found, and when to ask again: in a month, or with growing pauses while it fails."""
    link.tried_at, link.status, link.fault = at, found.status, found.fault or ""
    pause = timedelta(days=settings.LINK_DAYS)
    if not found.fault:
        link.ok_at, link.failures, link.failing_since = at, 0, None
        link.target, link.is_moved = found.target[:2000], found.is_moved
    elif found.fault == LinkFault.DENIED:
        link.failures, link.failing_since, link.target, link.is_moved = 0, None, "", False
    else:
        link.failures = min(link.failures + 1, 30_000)
        link.failing_since = link.failing_since or at
        pause = min(FIRST_PAUSE * 2 ** min(link.failures - 1, 10), LONGEST_PAUSE)
        link.target, link.is_moved = "", False
    link.next_try_at = at + max(pause, timedelta(seconds=found.wait))
    link.save()


@dataclass(slots=True)
class Outcome:
    """What a run has done so far."""

    tried: int = 0
    fine: int = 0
    failed: int = 0
    left: int = 0


def in_turn(links: Iterable[CheckedLink], follower: Follower) -> Iterator[CheckedLink]:
    """The links one by one, always of the site that may be asked soonest, so that pauses of one are work at others."""
    waiting: dict[str, deque[CheckedLink]] = {}
    for link in links:
        waiting.setdefault(link.host, deque()).append(link)
    while waiting:
        host = min(waiting, key=follower.free_in)
        yield waiting[host].popleft()
        if not waiting[host] or follower.is_left_alone(host):
            del waiting[host]


def check(
    links: list[CheckedLink],
    follower: Follower,
    *,
    now: Callable[[], datetime],
    clock: Clock,
    seconds: float,
    told: Callable[[], object] = lambda: None,
) -> Outcome:
    """Ask for links until all are done or the time is over; each is kept at once, so the next run goes on there."""
    outcome, until = Outcome(), clock() + seconds
    for link in in_turn(links, follower):
        if clock() >= until:
            break
        found = follower.follow(link.url)
        keep(link, found, at=now())
        outcome.tried += 1
        outcome.fine += not found.fault
        outcome.failed += bool(found.fault)
        told()
    outcome.left = len(links) - outcome.tried
    return outcome
