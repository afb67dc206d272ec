"""The table as it was published on a past day: the same filters and counts, over the lines of the archive.

What `CommitmentFilter.rows()` and `Counts` ask of the database for the present is said here once more in Python, for
the versions of a day are JSON; tests hold the two to the same rows, counts and order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cached_property

from tracker import search
from tracker.archive import Archive, Line
from tracker.listings.facets import Counts
from tracker.listings.filters import Axis, CommitmentFilter
from tracker.listings.lists import Lists
from tracker.listings.partners import PartnerNet

# The value of a line behind each filter on a single column, and behind each through a relation.
COLUMNS = {
    "art": "kind",
    "status": "status",
    "grund": "unknown_reason",
    "frist": "schedule",
    "meldung": "reporting",
    "handlungsfeld": "action_field",
    "verbindlichkeit": "modality",
    "pruefbar": "verifiable",
    "allgemein": "general_aim",
    "beleg": "evidence_grade",
    "vereinbarung": "agreement",
}
LINKS = {"land": "lands", "zielgruppe": "target_groups", "instrument": "instruments"}


def lists_of(archive: Archive) -> Lists:
    """What the record of the day offered to filter by."""
    partners, agreements = list(archive.partners.values()), list(archive.agreements.values())
    return Lists(
        agreements=agreements,
        action_fields=sorted(archive.action_fields.values(), key=lambda item: (item.number, item.pk)),
        partners=partners,
        lands=list(archive.names.lands.values()),
        target_groups=list(archive.names.target_groups.values()),
        instruments=list(archive.names.instruments.values()),
        net=PartnerNet(partners, archive.memberships, agreements),
    )


class PastRows:
    """The lines of a day that filters let through."""

    def __init__(self, filters: CommitmentFilter, archive: Archive) -> None:
        self.filters = filters
        self.archive = archive

    @cached_property
    def lines(self) -> list[Line]:
        """All lines that contain the words searched for, or the one whose code they are."""
        query: str = self.filters.given("q") or ""
        words = search.fold(query).split()[: search.MAX_WORDS]
        if not words:
            return self.archive.every_line
        if named := [line for line in self.archive.every_line if line.code.casefold() == query.strip().casefold()]:
            return named
        return [line for line in self.archive.lines(with_text=True) if all(word in line.text for word in words)]

    def value(self, name: str, line: Line) -> str:
        """The value of the address that a line has for a filter on a single column."""
        if name == "teil":
            return self.axes[name].value(line.part_of is not None)
        return self.axes[name].value(getattr(line, COLUMNS[name]))

    @cached_property
    def axes(self) -> dict[str, Axis]:
        """The filters on single columns, looked up once."""
        return self.filters.axes

    def rows(self, *, skip: Collection[str] = ()) -> list[Line]:
        """The lines that all filters let through, those in `skip` ("contributions" among them) left out."""
        filters = self.filters
        axes = [(name, set(filters.values(name))) for name in filters.axes if filters.values(name) and name not in skip]
        linked = [name for name in filters.linked if filters.values(name) and name not in skip]
        links = [(LINKS[name], set(filters.values(name))) for name in linked]
        first, last, since = (filters.given(name) for name in ("faellig_von", "faellig_bis", "geaendert_seit"))
        by_partner = "contributions" not in skip and filters.contributions() is not None
        return [
            line
            for line in self.lines
            if all(self.value(name, line) in wanted for name, wanted in axes)
            and all(wanted.intersection(getattr(line, column)) for column, wanted in links)
            and (first is None or (line.due_on is not None and line.due_on >= first))
            and (last is None or (line.due_on is not None and line.due_on <= last))
            and (since is None or line.changed_on >= since)
            and (not by_partner or self._named(line))
        ]

    def ordered(self) -> list[Line]:
        """The lines in the order asked for; empty values last, then by code."""
        rows = self.rows()
        sort: str = self.filters.given("sort") or "code"
        backwards = sort.startswith("-")
        if sort.removeprefix("-") == "code":
            return sorted(rows, key=lambda line: line.sort_key, reverse=backwards)
        column = {"as_of": "newest_fact_on", "due_on": "due_on"}[sort.removeprefix("-")]
        known = [line for line in rows if getattr(line, column) is not None]
        # Sorting keeps the order of what is equal, and the lines come by code.
        known.sort(key=lambda line: getattr(line, column), reverse=backwards)
        return known + [line for line in rows if getattr(line, column) is None]

    def _named(self, line: Line) -> bool:
        """Whether one contribution has one of the roles and of the partners asked for."""
        roles, chosen = self.filters.values("rolle"), bool(self.filters.chosen_partners)
        wanted = self._contributors.get(line.agreement, frozenset())
        return any(
            (not roles or role in roles) and (not chosen or partner in wanted) for partner, role in line.contributors
        )

    @cached_property
    def _contributors(self) -> dict[str, frozenset[str]]:
        """For each agreement the keys of those whose contributions stand in the lists of the chosen partners."""
        net, relations = self.filters.lists.net, self.filters.relations
        return {
            agreement.slug: frozenset(
                net.partners[other].key
                for partner in self.filters.chosen_partners
                for other in net.tied(partner, agreement.pk, relations)
            )
            for agreement in net.agreements
        }


class PastCounts(Counts):
    """The numbers behind the filters on a past day, as it was published."""

    def __init__(self, past: PastRows) -> None:
        super().__init__(past.filters)
        self.past = past

    def _grouped(self, names: Sequence[str]) -> dict[str, Counter[str]]:
        axes = [name for name in names if name in self.filters.axes]
        chosen = {name: set(self.filters.values(name)) for name in axes if self.filters.values(name)}
        counts: dict[str, Counter[str]] = {name: Counter() for name in ("", *axes)}
        for line in self.past.rows(skip=axes):
            values = {name: self.past.value(name, line) for name in axes}
            missed = [name for name, wanted in chosen.items() if values[name] not in wanted]
            self._add(counts, values, missed, 1)
        return counts

    def _linked(self, name: str) -> Counter[str]:
        return Counter(value for line in self.past.rows(skip={name}) for value in getattr(line, LINKS[name]))

    @cached_property
    def _sets(self) -> list[tuple[int, frozenset[tuple[int, str]], int]]:
        archive = self.past.archive
        sets: Counter[tuple[int, frozenset[tuple[int, str]]]] = Counter()
        for line in self.past.rows(skip={"contributions"}):
            parts = ((archive.partners[key].pk, role) for key, role in line.contributors if key in archive.partners)
            sets[archive.agreements[line.agreement].pk, frozenset(parts)] += 1
        return [(agreement, parts, number) for (agreement, parts), number in sets.items()]

    @cached_property
    def has_laender(self) -> bool:
        """Whether any commitment of the day named a Land."""
        return any(line.lands for line in self.past.archive.every_line)
