"""The log of changes: what each published version made different, in words and as data.

A change entry is one published version of one object: a commitment, an agreement or a partner in one revision. Page,
CSV, JSON and feeds are made from `change_entries()`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Exists, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from tracker import access
from tracker.archive import Archive
from tracker.listings.differences import Event, Knowledge, events
from tracker.listings.partners import USUAL, PartnerNet
from tracker.listings.view import Listing
from tracker.models import Partner, PublicVersion, Ticket

CHUNK = 200
FEW = 500


@dataclass(frozen=True, slots=True)
class ChangeQuery:
    """Which changes are asked for; what is empty narrows nothing.

    `since` and `until` are days in Berlin, both included; `agreements` are slugs, `action_fields` filter values
    ("2019-1"), `partners` keys, whose lists are meant as `partner=` shows them on the table; `codes` keeps the
    changes of these commitments only, `versions` these changes only, by the keys of their rows.
    """

    since: date | None = None
    until: date | None = None
    agreements: Collection[str] = ()
    action_fields: Collection[str] = ()
    partners: Collection[str] = ()
    revision: int | None = None
    codes: Collection[str] | None = None
    versions: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One object as one revision changed it.

    `id` never changes ("17-AAW-2019-1.07"); `at` is the moment and `day` its day in Berlin; `role` and `reason` are
    codes of `ActorRole` and `ChangeReason`, `note` the reason in the editors' words, `after_report` whether a message
    of the public prompted it. `kind` is one of `PublicVersion`'s kinds, `key` the code, slug or key of the object,
    `title` its title as published then; `agreement` (slug) and `action_field` are given for commitments. `events` say
    what became different, in the language of the page, at least one.
    """

    id: str
    revision: int
    at: datetime
    day: date
    role: str
    reason: str
    note: str
    after_report: bool
    kind: str
    key: str
    title: str
    agreement: str | None
    action_field: str | None
    events: list[Event] = field(default_factory=list)

    @property
    def url_name(self) -> str:
        """The name of the page of the object, which takes `key`."""
        return f"public:{self.kind}"

    @property
    def is_new(self) -> bool:
        """Whether the object was published for the first time."""
        return self.events[0].is_new


def changed_versions(query: ChangeQuery) -> QuerySet[PublicVersion]:
    """The versions behind the changes asked for, newest first, each with its revision; for counting and paging."""
    rows = access.public_versions().select_related("revision").order_by("-revision_id", "kind", "key")
    if query.since:
        rows = rows.filter(revision__day__gte=query.since)
    if query.until:
        rows = rows.filter(revision__day__lte=query.until)
    if query.revision is not None:
        rows = rows.filter(revision_id=query.revision)
    if query.codes is not None:
        rows = rows.filter(kind=PublicVersion.COMMITMENT, key__in=query.codes)
    if query.versions is not None:
        rows = rows.filter(pk__in=query.versions)
    if query.agreements:
        own = Q(kind=PublicVersion.AGREEMENT, key__in=query.agreements)
        rows = rows.filter(own | Q(kind=PublicVersion.COMMITMENT, payload__agreement__in=list(query.agreements)))
    if query.action_fields:
        rows = rows.filter(kind=PublicVersion.COMMITMENT, payload__action_field__in=list(query.action_fields))
    if query.partners:
        rows = rows.annotate(named=KT("payload__contributions")).filter(_of_partners(query.partners))
    # Versions of what is not public (any more) are nobody's business; agreements and partners with a version are.
    public = access.public_commitments().filter(code=OuterRef("key"))
    return rows.filter(~Q(kind=PublicVersion.COMMITMENT) | Exists(public))


def newest_versions(listing: Listing, limit: int) -> list[int]:
    """The newest versions of the commitments of a listing, by the keys of their rows."""
    chosen, sets = listing.selection.rows, listing.selection.sets
    rows = access.public_versions().filter(kind=PublicVersion.COMMITMENT).order_by("-revision_id", "key")
    if len(chosen) <= FEW:
        return list(rows.filter(key__in=sets.codes(chosen)).values_list("pk", flat=True)[:limit])
    # Of many commitments the newest changes are soon found; naming them all to the database takes longer.
    versions = rows.values_list("pk", "key").iterator(CHUNK)
    return list(islice((pk for pk, code in versions if sets.has(chosen, code)), limit))


def _of_partners(wanted: Collection[str]) -> Q:
    """The versions of these partners, and of the commitments in their lists (design section 3), joint ones left out."""
    net = PartnerNet.load()
    ids = [pk for pk, partner in net.partners.items() if partner.key in wanted]
    by_set: dict[frozenset[int], list[str]] = defaultdict(list)
    for agreement in net.agreements:
        tied = frozenset().union(*(net.tied(pk, agreement.pk, USUAL) for pk in ids))
        by_set[tied].append(agreement.slug)
    # The two databases write the same JSON with and without a space.
    pattern = '"partner": "{}"' if connection.vendor == "postgresql" else '"partner":"{}"'
    found = Q(kind=PublicVersion.PARTNER, key__in=wanted)
    for tied, slugs in by_set.items():
        named = Q(pk__in=[])
        for pk in sorted(tied):
            named |= Q(named__contains=pattern.format(net.partners[pk].key))
        found |= Q(kind=PublicVersion.COMMITMENT, payload__agreement__in=slugs) & named
    return found


def entries_of(versions: QuerySet[PublicVersion] | Iterable[PublicVersion]) -> list[ChangeEntry]:
    """The change entries of these versions (a page of `changed_versions`), in their order; five queries."""
    wanted = [version.pk for version in versions]
    return list(_entries(access.public_versions().filter(pk__in=wanted).order_by("-revision_id", "kind", "key")))


def change_entries(
    query: ChangeQuery | None = None, *, limit: int | None = None, archive: Archive | None = None
) -> Iterator[ChangeEntry]:
    """The changes asked for, newest first, at most `limit` of them; read piece by piece, four queries for each 200.

    With an archive partners bear the names that they had on its day.
    """
    keys = iter(changed_versions(query or ChangeQuery()).values_list("pk", flat=True)[:limit].iterator(CHUNK))
    while piece := list(islice(keys, CHUNK)):
        rows = access.public_versions().filter(pk__in=piece).order_by("-revision_id", "kind", "key")
        yield from _entries(rows, archive)


def _entries(rows: QuerySet[PublicVersion], archive: Archive | None = None) -> Iterator[ChangeEntry]:
    earlier = (
        access.public_versions()
        .filter(kind=OuterRef("kind"), key=OuterRef("key"), revision_id__lt=OuterRef("revision_id"))
        .order_by("-revision_id")
    )
    loaded = list(
        rows.select_related("revision").annotate(
            before=Subquery(earlier.values("payload")[:1], output_field=JSONField()),
            before_redacted=Subquery(earlier.values("redacted_at")[:1]),
            after_report=Exists(Ticket.objects.filter(corrected_in=OuterRef("revision_id"))),
        )
    )
    knowledge = _knowledge(loaded, archive)
    for version in loaded:
        yield _entry(version, knowledge)


def _knowledge(versions: Iterable[Any], archive: Archive | None) -> Knowledge:
    """What words need beyond the two payloads: reasons of withdrawn facts, names of partners."""
    gone: set[int] = set()
    keys: set[str] = set()
    for version in versions:
        if version.kind != PublicVersion.COMMITMENT or version.before is None:
            continue
        old, new = ({fact["id"] for fact in payload.get("facts", [])} for payload in (version.before, version.payload))
        gone |= old - new
        for payload in (version.before, version.payload):
            keys |= {part["reporter"] for part in payload.get("contributions", []) if part.get("reporter")}
    reasons = access.withdrawn_reports().filter(pk__in=gone).values_list("pk", "revoked_reason")
    if archive is not None:
        names = {key: partner.name for key, partner in archive.partners.items()}
    else:
        names = dict(Partner.objects.filter(key__in=keys).values_list("key", "name"))
    return Knowledge(withdrawn=dict(reasons), names=names)


def _entry(version: Any, knowledge: Knowledge) -> ChangeEntry:
    revision, payload = version.revision, version.payload
    is_commitment = version.kind == PublicVersion.COMMITMENT
    title = payload.get("title") if is_commitment else payload.get("short_title") or payload.get("name")
    return ChangeEntry(
        id=f"{revision.number}-{version.key}",
        revision=revision.number,
        at=revision.stamped_at,
        day=revision.day,
        role=revision.role,
        reason=revision.reason,
        note=revision.note,
        after_report=version.after_report,
        kind=version.kind,
        key=version.key,
        title=title or version.key,
        agreement=payload.get("agreement") if is_commitment else None,
        action_field=payload.get("action_field") if is_commitment else None,
        events=list(events(version, None if version.before_redacted else version.before, knowledge)),
    )
