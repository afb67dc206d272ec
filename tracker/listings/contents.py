"""The rows of a listing as files hold them: plain values, read piece by piece, however many there are.

A file says much more of a commitment than the page, and of 100,000 of them. So no models are made here: the columns are
read as they are, and what several rows share (agreements, partners, target groups) is read once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings

from tracker import access, rules
from tracker.archive import Archive
from tracker.listings.records import standings_on
from tracker.listings.view import Listing
from tracker.models import (
    ActionField,
    Agreement,
    Commitment,
    Contribution,
    Instrument,
    Land,
    StandingColumns,
    TargetGroup,
)
from tracker.vocabulary import Kind

CHUNK = 500


class Part(NamedTuple):
    """One partner's part in a commitment: keys and names, not models."""

    key: str
    name: str
    role: str
    required: bool
    reporter: str | None


class Content(NamedTuple):
    """All that files say of one commitment on one day. First what is read as it is, then what is looked up.

    `schedule` and `reporting` are codes for the day of the view; `reporting` is None for declarations and past days.
    `part_of` is a code, or None if that commitment is not public. `language` is that of the words for codes.
    """

    pk: int
    code: str
    title: str
    description: str
    wording: str
    kind: str
    modality: str
    general_aim: bool
    verifiable: str
    verifiable_reason: str
    passage_document: str
    passage_paragraph: int | None
    passage_page: int | None
    passage_line_start: int | None
    passage_line_end: int | None
    due_on: date | None
    due_precision: str
    due_wording: str
    due_basis: str
    due_on_agreed: date | None
    deadline_moves: int
    changed_on: date | None
    schedule: str
    status: str | None
    unknown_reason: str | None
    status_as_of: date | None
    status_as_of_precision: str | None
    status_origin: str | None
    status_confidence: str | None
    status_basis: str | None
    status_reported: str | None
    differs: bool
    parts_completed: int | None
    parts_ongoing: int | None
    parts_open: int | None
    parts_unknown: int | None
    parts_dropped: int | None
    last_report_on: date | None
    last_research_on: date | None
    evidence_grade: str
    evidence_count: int
    facts_count: int
    on: date
    language: str
    agreement: Agreement
    action_field: ActionField | None
    involved: list[str]
    part_of: str | None
    status_at_term_end: str | None
    reporting: str | None
    partners: Sequence[Part]
    target_groups: Sequence[TargetGroup]
    instruments: Sequence[Instrument]
    lands: Sequence[Land]
    continues: Sequence[str]
    continued_by: Sequence[str]


OWN = Content._fields[: Content._fields.index("schedule")]
STANDING = Content._fields[Content._fields.index("status") : Content._fields.index("on")]
LOOKED_UP = (
    "agreement",
    "action_field",
    "involved",
    "part_of__code",
    "part_of__published_at",
    "status_at_term_end",
)


def contents(listing: Listing, keys: Sequence[int] | None = None, *, language: str = "") -> Iterator[Content]:
    """All rows of a listing, or those with these ids in this order; at most 11 queries for every 500 rows.

    The words for codes are German unless another language is named.
    """
    ids = listing.ids() if keys is None else keys
    language = language or settings.LANGUAGE_CODE
    reader = _PastReader(listing.archive, language) if listing.archive else _Reader(listing, language)
    for start in range(0, len(ids), CHUNK):
        yield from reader.read(ids[start : start + CHUNK])


class _Reader:
    """Reads rows by their ids and remembers what they share."""

    def __init__(self, listing: Listing, language: str) -> None:
        self.listing = listing
        self.language = language
        self.on = listing.view.day
        lists = listing.filters.lists
        self.agreements = {item.pk: item for item in lists.agreements}
        self.action_fields = {item.pk: item for item in lists.action_fields}
        self.target_groups = {item.pk: item for item in lists.target_groups}
        self.instruments = {item.pk: item for item in lists.instruments}
        self.lands = {item.pk: item for item in lists.lands}
        # Sorted as the models sort them, so that the lists of a row come in one order.
        self.places: dict[str, dict[int, int]] = {
            name: {key: place for place, key in enumerate(getattr(self, name))}
            for name in ("target_groups", "instruments", "lands")
        }

    @cached_property
    def partners(self) -> dict[int, tuple[str, str]]:
        """Key and name of every partner."""
        return {item.pk: (item.key, item.name) for item in self.listing.filters.lists.partners}

    def read(self, ids: Sequence[int]) -> Iterator[Content]:
        """The rows with these ids, in this order."""
        past = self.listing.filters.past_day
        rows, at = access.public_commitments().filter(pk__in=ids), "period__" if past else ""
        rows = rows.standing_on(past) if past else rows.with_reporting(on=self.on, public=True)
        columns = [*OWN, "schedule_state", *(f"{at}{name}" for name in STANDING), *LOOKED_UP]
        asked = rows.with_schedule(on=self.on, at=at).values_list(*columns, *([] if past else ["reporting_state"]))
        found = {row[0]: row for row in asked}
        told = self._told(found.values()) if past else {}
        partners = self._parts(ids)
        groups = self._linked("target_groups", "targetgroup_id", ids)
        instruments = self._linked("instruments", "instrument_id", ids)
        lands = self._linked("lands", "land_id", ids) if self._any_land else {}
        before, after = self._chain(ids)
        plain = len(OWN) + 1 + len(STANDING)
        for pk in ids:
            row = found.get(pk)
            if row is None:
                continue
            agreement, field, involved, whole, whole_published, at_end, *reporting = row[plain:]
            values = (*row[: plain - len(STANDING)], *told[pk]) if pk in told else row[:plain]
            known = self.agreements[agreement]
            yield Content._make(
                (
                    *values,
                    self.on,
                    self.language,
                    known,
                    self.action_fields.get(field),
                    [line for line in involved.splitlines() if line.strip()] if involved else [],
                    whole if whole_published else None,
                    at_end if known.effective_end < self.on else None,
                    reporting[0] if reporting else None,
                    partners.get(pk, ()),
                    groups.get(pk, ()),
                    instruments.get(pk, ()),
                    lands.get(pk, ()),
                    before.get(pk, ()),
                    after.get(pk, ()),
                )
            )

    def _told(self, rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Any]]:
        """What had been told by a past day of those that have no status: declarations."""
        kind = OWN.index("kind")
        positions = [row[0] for row in rows if row[kind] == Kind.POSITION]
        if not positions:
            return {}
        standings = standings_on(self.on, list(Commitment.objects.filter(pk__in=positions)))
        return {pk: _values(standing) for pk, standing in standings.items()}

    def _parts(self, ids: Sequence[int]) -> dict[int, list[Part]]:
        found: dict[int, list[Part]] = defaultdict(list)
        partners, nobody = self.partners, (None, None)
        rows = Contribution.objects.filter(commitment__in=ids).order_by("position", "pk")
        for commitment, partner, role, required, reporter in rows.values_list(
            "commitment_id", "partner_id", "role", "required", "reporter_id"
        ):
            found[commitment].append(
                Part(*partners[partner], role, required, partners.get(reporter, nobody)[0] if reporter else None)
            )
        return found

    def _linked(self, name: str, target: str, ids: Sequence[int]) -> dict[int, list[Any]]:
        """What many commitments share with each other, by a table of links."""
        shared, places = getattr(self, name), self.places[name]
        links: dict[int, list[int]] = defaultdict(list)
        through = getattr(Commitment, name).through
        for commitment, other in through.objects.filter(commitment__in=ids).values_list("commitment_id", target):
            links[commitment].append(other)
        return {
            commitment: [shared[key] for key in (sorted(keys, key=places.__getitem__) if len(keys) > 1 else keys)]
            for commitment, keys in links.items()
        }

    @cached_property
    def _any_land(self) -> bool:
        return Commitment.lands.through.objects.exists()

    @cached_property
    def _any_chain(self) -> bool:
        return Commitment.continues.through.objects.exists()

    def _chain(self, ids: Sequence[int]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
        """The codes of published commitments that these carry on, and of those that carry them on."""
        if not self._any_chain:
            return {}, {}
        found = []
        for own, other in (("from_commitment", "to_commitment"), ("to_commitment", "from_commitment")):
            codes: dict[int, list[str]] = defaultdict(list)
            public = Commitment.objects.published()
            links = Commitment.continues.through.objects.filter(**{f"{own}__in": ids, f"{other}__in": public}).order_by(
                f"{other}__sort_key"
            )
            for pk, code in links.values_list(f"{own}_id", f"{other}__code"):
                codes[pk].append(code)
            found.append(codes)
        return found[0], found[1]


class _PastReader:
    """Reads rows as they were published, by the ids of their versions; one query for each piece."""

    def __init__(self, archive: Archive, language: str) -> None:
        self.archive = archive
        self.language = language

    def read(self, ids: Sequence[int]) -> Iterator[Content]:
        """The rows of these versions, in this order."""
        commitments = self.archive.load(ids)
        self.archive.link(commitments)
        for item in commitments:
            yield self._content(item)

    def _content(self, item: Commitment) -> Content:
        day = self.archive.day
        required = [part for part in item.contributions.all() if part.required]
        states = (part.reporting(on=day) for part in required)
        return Content._make(
            (
                *(getattr(item, name) for name in OWN),
                item.schedule(on=day).value,
                *_values(item),
                day,
                self.language,
                item.agreement,
                item.action_field,
                item.involved_list,
                item.part_of.code if item.part_of else None,
                item.status_at_term_end if item.agreement.has_ended(on=day) else None,
                None if item.kind == Kind.POSITION else rules.worst(states).value,
                [
                    Part(
                        part.partner.key,
                        part.partner.name,
                        part.role,
                        part.required,
                        part.reporter.key if part.reporter else None,
                    )
                    for part in item.contributions.all()
                ],
                item.target_groups.all(),
                item.instruments.all(),
                item.lands.all(),
                [other.code for other in item.continues.all()],
                [other.code for other in item.continued_by.all()],
            )
        )


def _values(standing: StandingColumns) -> list[Any]:
    return [getattr(standing, name) for name in STANDING]
