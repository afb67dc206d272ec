"""How many rows stand behind each value of each filter, given the other filters, in a fixed number of queries.

Filters on single columns are counted in two groups, one GROUP BY each over all columns of the group, summed up here.
Partners and roles need one query (commitments grouped by the set of their partners), and so does every filter through
a relation. Python sees groups, never rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Aggregate, Count, F, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from tracker.listings.filters import NO, YES, CommitmentFilter
from tracker.listings.partners import USUAL
from tracker.models import Commitment, Contribution
from tracker.vocabulary import Kind, Relation

# What a commitment is, and how it stands: few combinations occur within each of the two, many across them.
GROUPS = (
    ("art", "vereinbarung", "handlungsfeld", "allgemein", "teil", "verbindlichkeit", "pruefbar"),
    ("status", "grund", "frist", "beleg", "meldung"),
)
# One partner of a commitment, as the set of its partners names it: id and role.
Part = tuple[int, str]


class Joined(Aggregate):
    """Words as one text, "3:lead,17:lead"; both databases can do it, under different names."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The name SQLite knows it by."""
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


class Counts:
    """The numbers behind the filters of one listing; each property asks the database at most once."""

    def __init__(self, filters: CommitmentFilter) -> None:
        self.filters = filters

    @cached_property
    def _what(self) -> dict[str, Counter[str]]:
        return self._grouped(GROUPS[0])

    @cached_property
    def _how(self) -> dict[str, Counter[str]]:
        return self._grouped(GROUPS[1])

    def _grouped(self, names: Sequence[str]) -> dict[str, Counter[str]]:
        """For each filter of a group how many rows each value has given the others; under "" what all leave."""
        filters = self.filters
        axes = {name: filters.axes[name] for name in names if name in filters.axes}
        columns = {name: axis.expression(filters.at) for name, axis in axes.items()}
        chosen = {name: set(filters.values(name)) for name in axes if filters.values(name)}
        cells = filters.rows(skip=axes, annotate=axes).order_by().values(*columns.values()).annotate(number=Count("pk"))
        counts: dict[str, Counter[str]] = {name: Counter() for name in ("", *axes)}
        for cell in cells:
            values = {name: axes[name].value(cell[column]) for name, column in columns.items()}
            missed = [name for name, wanted in chosen.items() if values[name] not in wanted]
            self._add(counts, values, missed, cell["number"])
        return counts

    @staticmethod
    def _add(counts: dict[str, Counter[str]], values: dict[str, str], missed: list[str], number: int) -> None:
        """Count rows with these values for the filters that let them through; `missed` are those that do not."""
        if len(missed) > 1:
            return
        for name in missed or values:
            counts[name][values[name]] += number
        if not missed:
            counts[""][values.get("art", "")] += number

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self._what[""].total()

    @property
    def kinds(self) -> dict[Kind, int]:
        """How many rows there are of each kind that occurs."""
        return {kind: self._what[""][kind] for kind in Kind if self._what[""][kind]}

    def of(self, name: str) -> Counter[str]:
        """How many rows stand behind each value of a filter, given the others."""
        if name in GROUPS[0]:
            return self._what[name]
        if name in GROUPS[1]:
            return self._how.get(name, Counter())
        if name in self.filters.linked:
            return self._linked(name)
        return {"partner": self._partners, "bezug": self._relations, "gemeinsam": self._joint, "rolle": self._roles}[
            name
        ]()

    def _linked(self, name: str) -> Counter[str]:
        link = self.filters.linked[name]
        rows = link.link.objects.filter(commitment__in=self.filters.rows(skip={name}).order_by().values("pk"))
        return Counter(dict(rows.values_list(link.target).annotate(number=Count("commitment"))))

    @cached_property
    def _sets(self) -> list[tuple[int, frozenset[Part], int]]:
        """The rows that all filters but those for partners leave: agreement, partners with their roles, number."""
        part = Concat(Cast("partner_id", TextField()), Value(":"), F("role"), output_field=TextField())
        own = Contribution.objects.filter(commitment=OuterRef("pk")).order_by().values("commitment")
        parts = Subquery(own.annotate(parts=Joined(part)).values("parts"))
        rows: Any = self.filters.rows(skip={"contributions"}).order_by().annotate(parts=parts)
        sets: Counter[tuple[int, frozenset[Part]]] = Counter()
        for agreement, text, number in rows.values_list("agreement", "parts").annotate(number=Count("pk")):
            # The order within the text is not fixed, so one set may come as several texts.
            sets[agreement, frozenset(_parts(text or ""))] += number
        return [(agreement, named, number) for (agreement, named), number in sets.items()]

    def _named(self) -> Iterator[tuple[int, set[int], int]]:
        """The sets with those partners only that have one of the roles asked for."""
        roles = self.filters.values("rolle")
        for agreement, parts, number in self._sets:
            yield agreement, {partner for partner, role in parts if not roles or role in roles}, number

    def _partners(self) -> Counter[str]:
        """For every partner the commitments in its list: each set counts once for all whose lists it stands in."""
        net, relations = self.filters.lists.net, self.filters.relations
        listed_with: dict[tuple[int, int], set[int]] = defaultdict(set)
        for agreement in net.agreements:
            for partner in net.partners:
                for contributor in net.tied(partner, agreement.pk, relations):
                    listed_with[agreement.pk, contributor].add(partner)
        counts: Counter[int] = Counter()
        for key, named, number in self._named():
            for partner in set().union(*(listed_with[key, contributor] for contributor in named)):
                counts[partner] += number
        return Counter({partner.key: counts[partner.pk] for partner in self.filters.lists.partners})

    def _tied(self, relations: Collection[Relation]) -> int:
        """How many of these rows stand in the lists of the chosen partners by these relations."""
        wanted = self._wanted(relations)
        return sum(number for agreement, named, number in self._named() if named & wanted[agreement])

    def _wanted(self, relations: Collection[Relation]) -> dict[int, frozenset[int]]:
        """For each agreement the contributors that put a commitment into the lists of the chosen partners."""
        net = self.filters.lists.net
        return {
            agreement.pk: frozenset().union(
                *(net.tied(partner, agreement.pk, relations) for partner in self.filters.chosen_partners)
            )
            for agreement in net.agreements
        }

    def _relations(self) -> Counter[str]:
        return Counter({relation.value: self._tied([relation]) for relation in Relation})

    def _joint(self) -> Counter[str]:
        usual = [Relation(value) for value in self.filters.values("bezug")] or USUAL
        return Counter({YES: self._tied([*usual, Relation.JOINT]), NO: self._tied(usual)})

    def _roles(self) -> Counter[str]:
        chosen = bool(self.filters.chosen_partners)
        wanted = self._wanted(self.filters.relations)
        counts: Counter[str] = Counter()
        for agreement, parts, number in self._sets:
            for role in {role for partner, role in parts if not chosen or partner in wanted[agreement]}:
                counts[role] += number
        return counts

    @cached_property
    def has_laender(self) -> bool:
        """Whether any commitment names a Land; the agreements recorded so far name none."""
        return Commitment.lands.through.objects.exists()


def _parts(text: str) -> Iterator[Part]:
    for item in text.split(",") if text else ():
        partner, _colon, role = item.partition(":")
        yield int(partner), role
