"""The archive of a day: which versions were valid, and the record they make."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Func, JSONField, Max, Min, OuterRef, QuerySet, Subquery

from tracker import access, search
from tracker.archive import commitments, parties
from tracker.archive.knowing import know, moment
from tracker.archive.lines import Line, Payload, instrument_keys, line_of
from tracker.bitsets import Entry, Sets, built, order_key
from tracker.models import (
    ActionField,
    Agreement,
    AgreementTarget,
    Commitment,
    Instrument,
    Land,
    Membership,
    Partner,
    PublicVersion,
    Revision,
    StatusReport,
    TargetGroup,
)
from tracker.vocabulary import ReportState

CHUNK = 1000


# What no line tells; most of a payload, so it is left in the database.
LONG = (
    "facts",
    "wording",
    "description",
    "simple_words",
    "moves",
    "verifiable_reason",
    "passage",
    "involved",
    "quantity",
    "due_wording",
)


class Without(Func):
    """A JSON object without some of its keys, cut by the database."""

    output_field = JSONField()

    def __init__(self, expression: str, keys: Collection[str]) -> None:
        super().__init__(expression)
        self.keys = keys

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite removes by paths."""
        paths = ", ".join(f"'$.{key}'" for key in self.keys)
        return self.as_sql(compiler, connection, template=f"JSON_REMOVE(%(expressions)s, {paths})")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL subtracts keys."""
        names = ", ".join(f"'{key}'" for key in self.keys)
        return self.as_sql(compiler, connection, template=f"(%(expressions)s - ARRAY[{names}])")


def first_day() -> date | None:
    """The day of the first revision, before which nothing was published; one query."""
    day: date | None = Revision.objects.aggregate(first=Min("day"))["first"]
    return day


def first_version(kind: str, key: str) -> date | None:
    """The day on which something was published of one object for the first time; one query."""
    rows = access.public_versions().filter(kind=kind, key=key)
    day: date | None = rows.aggregate(first=Min("revision__day"))["first"]
    return day


class Archive:
    """The public record at the end of a day in Berlin; every part is read when it is first asked for."""

    def __init__(self, day: date) -> None:
        self.day = day

    @cached_property
    def revision(self) -> int:
        """The last revision of the day, 0 before the first."""
        return Revision.objects.filter(day__lte=self.day).aggregate(last=Max("number"))["last"] or 0

    def versions(self, kind: str) -> QuerySet[PublicVersion]:
        """The versions of one kind that were valid at the end of the day."""
        newest = (
            access.public_versions()
            .filter(kind=kind, key=OuterRef("key"), revision_id__lte=self.revision)
            .order_by("-revision_id")
        )
        return access.public_versions().filter(
            kind=kind, revision_id__lte=self.revision, revision_id=Subquery(newest.values("revision_id")[:1])
        )

    # Agreements and partners -----------------------------------------------------------------------------------

    @cached_property
    def partners(self) -> dict[str, Partner]:
        """All partners by key, in the order of their short names."""
        payloads = self.versions(PublicVersion.PARTNER).values_list("payload", flat=True)
        everyone = Partner.objects.filter(is_everyone=True).values_list("key", flat=True).first()
        return parties.partners(payloads, everyone)

    @cached_property
    def memberships(self) -> list[Membership]:
        """All memberships, with partner and group."""
        return [item for partner in self.partners.values() for item in partner.groups.all()]

    @cached_property
    def agreements(self) -> dict[str, Agreement]:
        """All agreements by slug, the latest first."""
        payloads = self.versions(PublicVersion.AGREEMENT).values_list("payload", flat=True)
        return parties.agreements(payloads, self.partners)

    @cached_property
    def action_fields(self) -> dict[str, ActionField]:
        """All action fields by key."""
        return {item.key: item for agreement in self.agreements.values() for item in agreement.action_fields.all()}

    @cached_property
    def names(self) -> commitments.Names:
        """What has no versions, as it is today: Länder, target groups, instruments."""
        return commitments.Names(
            lands={land.code: land for land in Land.objects.order_by("name")},
            target_groups={group.key: group for group in TargetGroup.objects.order_by("name")},
            instruments={item.key: item for item in Instrument.objects.order_by("sort_key")},
        )

    # Commitments -----------------------------------------------------------------------------------------------

    @cached_property
    def every_line(self) -> list[Line]:
        """A line for each commitment of a published agreement, by code; read once."""
        rows = self.versions(PublicVersion.COMMITMENT).values_list("pk", "revision__day", Without("payload", LONG))
        found = [
            line_of(payload, id=pk, changed_on=day, instruments=self.instrument_keys)
            for pk, day, payload in rows.iterator(CHUNK)
            if payload["agreement"] in self.agreements
        ]
        return sorted(found, key=lambda line: line.sort_key)

    def ranks(self, query: str) -> dict[int, int]:
        """The lines in whose texts every word of a query is, by their ids, with their ranks; twin of `search.ranks`."""
        code = (search.whole_code(query) or "").casefold()
        if named := [line for line in self.every_line if line.code.casefold() == code]:
            return {line.id: 1 for line in named}
        asked = search.terms(query)
        rows = self.versions(PublicVersion.COMMITMENT).values_list("pk", "payload")
        ranked = {
            pk: search.rank(asked, search.columns(self._texts(payload)))
            for pk, payload in rows.iterator(CHUNK)
            if payload["agreement"] in self.agreements
        }
        return {pk: rank for pk, rank in ranked.items() if rank}

    @cached_property
    def sets(self) -> Sets:
        """The commitments as sets, by the ids of their lines; agreements, partners and the rest by those of theirs."""
        return built(self._entry(line) for line in self.every_line)

    def _entry(self, line: Line) -> Entry:
        field = self.action_fields.get(line.action_field or "")
        links = {"land": line.lands, "target_group": line.target_groups, "instrument": line.instruments}
        known: dict[str, dict[str, Any]] = {
            "land": dict(self.names.lands),
            "target_group": dict(self.names.target_groups),
            "instrument": dict(self.names.instruments),
        }
        return Entry(
            id=line.id,
            key=order_key(line.sort_key, line.code),
            kind=line.kind,
            agreement=self.agreements[line.agreement].pk,
            action_field=field.pk if field else None,
            modality=line.modality,
            verifiable=line.verifiable,
            general_aim=line.general_aim,
            is_part=line.part_of is not None,
            status=line.status,
            unknown_reason=line.unknown_reason,
            evidence_grade=line.evidence_grade,
            before_signing=line.before_signing,
            status_at_term_end=line.status_at_term_end,
            newest_fact_on=line.newest_fact_on,
            newest_fact_precision=line.newest_fact_precision,
            due_on=line.due_on,
            due_basis=line.due_basis,
            began_on=line.began_on,
            effective_end=line.effective_end,
            changed_on=line.changed_on,
            contributors=[(self.partners[key].pk, role) for key, role in line.contributors if key in self.partners],
            reports=line.reports,
            links={name: [known[name][key].pk for key in keys if key in known[name]] for name, keys in links.items()},
        )

    def _texts(self, payload: Payload) -> dict[str, list[str]]:
        """The texts by which a commitment is found, as `search.texts` has them of the present one."""
        named = [(part["name"], self.partners.get(part["partner"])) for part in payload["contributions"]]
        targets = payload.get("agreement_targets", [])
        agreement = self.agreements[payload["agreement"]]
        return {
            "title": [payload["code"], payload["title"]],
            "subject": [
                payload.get("simple_words", ""),
                payload["description"],
                *payload["involved"],
                payload["quantity"]["text"] or "",
                *payload["instruments"],
                *(self.names.group(key).name for key in payload["target_groups"]),
            ],
            "partner": [word for name, partner in named for word in (name, partner.abbreviation if partner else "")],
            "wording": [payload["wording"]],
            "target": [target.text for target in agreement.targets.all() if target.key in targets],
        }

    def targets_alone(self) -> list[AgreementTarget]:
        """The measurable targets of the agreements that no commitment of the day was, the latest agreement first."""
        own = {(line.agreement, key) for line in self.every_line for key in line.targets}
        return [
            target
            for agreement in self.agreements.values()
            for target in agreement.targets.all()
            if (agreement.slug, target.key) not in own
        ]

    def load(self, ids: Iterable[int], *, whole: bool = False) -> list[Commitment]:
        """The commitments of these versions, in this order, with facts and status periods if `whole`.

        Their relations to each other are told by `link`. One query, two if whole.
        """
        wanted = list(ids)
        rows = access.public_versions().filter(pk__in=wanted).values_list("pk", "revision__day", "payload")
        loaded = {pk: (day, payload) for pk, day, payload in rows}
        # A version from before the status at the end of the term was published with it needs its facts to tell it.
        old = any("status_at_term_end" not in payload for _day, payload in loaded.values())
        told = self._told(payload for _day, payload in loaded.values()) if whole or old else None
        return [
            commitments.commitment(loaded[pk][1], archive=self, id=pk, changed_on=loaded[pk][0], told=told)
            for pk in wanted
            if pk in loaded
        ]

    def _told(self, payloads: Iterable[Payload]) -> dict[int, commitments.Told]:
        """When facts were submitted and accepted, which no version tells and nothing ever changes, by their ids.

        And whether they are public today, for their files.
        """
        ids = [fact["id"] for payload in payloads for fact in payload["facts"]]
        moments: dict[int, commitments.Told] = {}
        for start in range(0, len(ids), CHUNK):
            rows = StatusReport.objects.filter(pk__in=ids[start : start + CHUNK])
            for pk, created_at, *told, state in rows.values_list(
                "pk", "created_at", "submitted_at", "accepted_at", "state"
            ):
                moments[pk] = (created_at, told[0], told[1], state == ReportState.ACCEPTED)
        return moments

    @cached_property
    def _by_code(self) -> dict[str, Line]:
        return {line.code: line for line in self.every_line}

    @cached_property
    def _later(self) -> dict[str, list[Line]]:
        """For each code the lines that carry it on, by code."""
        later: dict[str, list[Line]] = {}
        for line in self.every_line:
            for code in line.continues:
                later.setdefault(code, []).append(line)
        return later

    def link(self, rows: Iterable[Commitment]) -> None:
        """Tell these commitments of what they are a part, what they carry on and what carries them on."""
        for item in rows:
            own = self._by_code[item.code]
            whole = self._by_code.get(own.part_of or "")
            item.part_of = self.stub(whole) if whole else None
            earlier = [self._by_code[code] for code in own.continues if code in self._by_code]
            earlier.sort(key=lambda line: line.sort_key)
            know(item, "continues", [self.stub(line) for line in earlier])
            know(item, "continued_by", [self.stub(line) for line in self._later.get(item.code, [])])

    def stub(self, line: Line) -> Commitment:
        """A commitment of which only code, title, kind and agreement are told."""
        return Commitment(
            pk=line.id,
            code=line.code,
            sort_key=line.sort_key,
            title=line.title,
            kind=line.kind,
            agreement=self.agreements[line.agreement],
            published_at=moment(self.day),
        )

    def find(self, code: str) -> Line | None:
        """The line of one commitment."""
        return self._by_code.get(code)

    def related(self, keep: Callable[[Line], bool]) -> list[Commitment]:
        """The commitments whose lines are to be kept, by code."""
        return self.load([line.id for line in self.every_line if keep(line)])

    @cached_property
    def instrument_keys(self) -> dict[str, str]:
        """The keys of instruments by their names of today, for versions that name them by names only."""
        return {item.name: item.key for item in self.names.instruments.values()}

    def keys_of(self, payload: Payload) -> list[str]:
        """The keys of the instruments a payload names."""
        return instrument_keys(payload, self.instrument_keys)

    def lines_of(self, slug: str) -> Iterator[Line]:
        """The lines of one agreement."""
        return (line for line in self.every_line if line.agreement == slug)
