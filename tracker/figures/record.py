"""The changes of the public record: one entry per revision that published something, with what it touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, QuerySet, Value, When, Window
from django.db.models.fields.json import KT
from django.db.models.functions import RowNumber

from tracker.models import PublicVersion, Revision

SHOWN = 10
KINDS = (PublicVersion.AGREEMENT, PublicVersion.COMMITMENT, PublicVersion.PARTNER)


@dataclass(frozen=True, slots=True)
class TouchedObject:
    """A commitment, agreement or partner of which a revision published a new version."""

    kind: str
    key: str
    title: str


@dataclass(slots=True)
class RevisionEntry:
    """One revision, how many objects of each kind it touched, and the first of them."""

    revision: Revision
    numbers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    touched: list[TouchedObject] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many objects it touched."""
        return sum(self.numbers.values())

    @property
    def rest(self) -> int:
        """How many of them are not among the first."""
        return self.total - len(self.touched)


def told_revisions() -> QuerySet[Revision]:
    """The revisions that published a version of something, newest first."""
    versions = PublicVersion.objects.filter(revision=OuterRef("pk"))
    return Revision.objects.filter(Exists(versions)).order_by("-number")


def entries(revisions: Iterable[Revision], *, shown: int = SHOWN) -> list[RevisionEntry]:
    """An entry for each of these revisions with the first objects it touched; two queries."""
    found = {revision.pk: RevisionEntry(revision) for revision in revisions}
    versions = PublicVersion.objects.filter(revision_id__in=found).order_by()
    for cell in versions.values("revision_id", "kind").annotate(number=Count("pk")):
        found[cell["revision_id"]].numbers[cell["kind"]] = cell["number"]
    if not shown:
        return list(found.values())
    rank = Case(*[When(kind=kind, then=Value(place)) for place, kind in enumerate(KINDS)])
    title = Case(
        When(kind=PublicVersion.COMMITMENT, then=KT("payload__title")),
        When(kind=PublicVersion.AGREEMENT, then=KT("payload__short_title")),
        default=KT("payload__name"),
        output_field=CharField(),
    )
    first = (
        versions.annotate(
            place=Window(RowNumber(), partition_by=[F("revision_id")], order_by=[rank.asc(), F("key").asc()])
        )
        .filter(place__lte=shown)
        .values_list("revision_id", "kind", "key", title)
        .order_by("revision_id", "place")
    )
    for revision_id, kind, key, words in first:
        found[revision_id].touched.append(TouchedObject(kind, key, words or key))
    return list(found.values())
