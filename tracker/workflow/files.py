"""Files that are kept: large tables are ordered, built once and forgotten when they are old; dumps stay for good."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from tracker.models import Actor, BuiltFile, DataDump, Evidence, MailProof
from tracker.models.reports import evidence_storage
from tracker.vocabulary import ActorRole, ChangeReason, JobState
from tracker.workflow.record import public_change

MOST_WAITING = 20
"""So many tables may wait at once: who asks for one more is asked to come back later."""
KEEP = timedelta(days=2)
GIVEN_UP = timedelta(hours=1)


class TooManyWaiting(RuntimeError):
    """As many files as may wait are waiting already."""


def order_file(key: str, *, query: str, day: date, revision: int, rows: int) -> BuiltFile:
    """The file of this key, ordered if it is not there yet: the same thing twice is one file.

    One whose building failed is ordered again. Raises `TooManyWaiting` if too many wait.
    """
    found = BuiltFile.objects.filter(key=key).first()
    if found is not None and found.state != JobState.FAILED:
        return found
    with transaction.atomic():
        if BuiltFile.objects.unfinished().count() >= MOST_WAITING:
            raise TooManyWaiting
        made, created = BuiltFile.objects.get_or_create(
            key=key, defaults={"query": query, "day": day, "revision": revision, "rows_total": rows}
        )
        if not created:
            BuiltFile.objects.filter(pk=made.pk, state=JobState.FAILED).update(state=JobState.WAITING, rows_done=0)
            made.refresh_from_db()
    return made


def next_file(*, at: datetime) -> BuiltFile | None:
    """Take the file that waits longest and mark it as being built; None if nothing waits.

    One that a process died over is taken up again after an hour.
    """
    BuiltFile.objects.filter(state=JobState.RUNNING, started_at__lt=at - GIVEN_UP).update(state=JobState.WAITING)
    waiting = BuiltFile.objects.filter(state=JobState.WAITING).order_by("created_at", "pk")
    for found in waiting:
        if BuiltFile.objects.filter(pk=found.pk, state=JobState.WAITING).update(
            state=JobState.RUNNING, started_at=at, rows_done=0
        ):
            found.refresh_from_db()
            return found
    return None


def tell_rows(file: BuiltFile, rows: int) -> None:
    """Note how many rows are written."""
    BuiltFile.objects.filter(pk=file.pk).update(rows_done=rows)


def finish_file(file: BuiltFile, content: File, *, rows: int) -> None:
    """Keep what was built."""
    file.file.save(f"{file.key}.xlsx", content, save=False)
    file.state, file.rows_done, file.finished_at = JobState.DONE, rows, timezone.now()
    file.save()


def fail_file(file: BuiltFile) -> None:
    """Note that it could not be built; who asks again orders it anew."""
    BuiltFile.objects.filter(pk=file.pk).update(state=JobState.FAILED, finished_at=timezone.now())


def forget_files(*, at: datetime) -> int:
    """Remove built files of earlier revisions that nobody has had a reason to fetch for two days; their number."""
    old = BuiltFile.objects.filter(state__in=[JobState.DONE, JobState.FAILED], finished_at__lt=at - KEEP)
    number = 0
    for file in old:
        if file.file:
            file.file.delete(save=False)
        file.delete()
        number += 1
    return number


def keep_dump(period: str, content: File, *, day: date, revision: int, actor: Actor) -> DataDump:
    """Keep a dump for good, as a public change of its own; one that is there already stays as it is."""
    with public_change(
        actor=actor, role=ActorRole.SYSTEM, reason=ChangeReason.PUBLISHED, note=f"Datenabzug {period}"
    ) as change:
        found = DataDump.objects.filter(period=period).first()
        if found is not None:
            return found
        dump = DataDump(
            period=period,
            day=day,
            revision=revision,
            size=content.size,
            sha256=checksum(content.chunks()),
            made_at=change.at,
        )
        dump.file.save(f"allianz-{period}.zip", content, save=False)
        dump.save()
    return dump


def checksum(pieces: Iterator[bytes]) -> str:
    """The SHA-256 of a file, piece by piece."""
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def keep_checksums(*, actor: Actor) -> Iterator[bool]:
    """Keep the checksum of every file handed in before checksums were kept; yields after each whether it was there.

    Each is a step of its own, so that others write in between. One that is kept already is never replaced.
    """
    for model in (Evidence, MailProof):
        without = model._default_manager.filter(sha256="").exclude(file="")
        for name in list(without.order_by("file").values_list("file", flat=True).distinct()):
            try:
                with evidence_storage().open(name) as file:
                    summed = checksum(file.chunks())
            except FileNotFoundError:
                yield False
                continue
            # No page shows it, so no revision tells of it.
            with public_change(actor=actor, role=ActorRole.SYSTEM, reason=ChangeReason.EDITED):
                without.filter(file=name).update(sha256=summed)
            yield True
