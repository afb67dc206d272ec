"""The changes of the public record: one entry per revision that published something, with how much it touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet

from tracker.models import PublicVersion, Revision

KINDS = (PublicVersion.AGREEMENT, PublicVersion.COMMITMENT, PublicVersion.PARTNER)


@dataclass(slots=True)
class RevisionEntry:
    """One revision and how many objects of each kind it touched."""

    revision: Revision
    numbers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))


def told_revisions() -> QuerySet[Revision]:
    """The revisions that published a version of something, newest first."""
    versions = PublicVersion.objects.filter(revision=OuterRef("pk"))
    return Revision.objects.filter(Exists(versions)).order_by("-number")


def entries(revisions: Iterable[Revision]) -> list[RevisionEntry]:
    """An entry for each of these revisions; one query."""
    found = {revision.pk: RevisionEntry(revision) for revision in revisions}
    versions = PublicVersion.objects.filter(revision_id__in=found).order_by()
    for cell in versions.values("revision_id", "kind").annotate(number=Count("pk")):
        found[cell["revision_id"]].numbers[cell["kind"]] = cell["number"]
    return list(found.values())
