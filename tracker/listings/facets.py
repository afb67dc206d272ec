"""How many rows stand behind each value of each filter, given the other filters, in a fixed number of queries.

All filters on single columns are counted together: one GROUP BY over all axes (the cube), summed up here. Partners
need one query more (commitments grouped by the set of their partners), and so does every filter through a relation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import cached_property
from typing import Any

from django.db.models import Aggregate, Count, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast

from tracker.listings.filters import NO, YES, CommitmentFilter
from tracker.listings.partners import USUAL
from tracker.models import Commitment, Contribution
from tracker.vocabulary import Kind, Relation


class JoinedIds(Aggregate):
    """Ids as one text, "3,17"; both databases can do it, under different names."""

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
    def _cube(self) -> dict[str, Counter[str]]:
        """For each axis how many rows each value has given the other filters; under "" what all filters leave."""
        filters = self.filters
        axes = filters.axes
        columns = {name: axis.expression(filters.at) for name, axis in axes.items()}
        chosen = {name: set(filters.values(name)) for name in axes if filters.values(name)}
        cells = filters.rows(skip=axes, annotate=axes).order_by().values(*columns.values()).annotate(number=Count("pk"))
        counts: dict[str, Counter[str]] = {name: Counter() for name in ("", *axes)}
        for cell in cells:
            values = {name: axes[name].value(cell[column]) for name, column in columns.items()}
            missed = [name for name, wanted in chosen.items() if values[name] not in wanted]
            if len(missed) > 1:
                continue
            for name in missed or axes:
                counts[name][values[name]] += cell["number"]
            if not missed:
                counts[""]["total"] += cell["number"]
                counts[""][values["art"]] += cell["number"]
        return counts

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self._cube[""]["total"]

    @property
    def kinds(self) -> dict[Kind, int]:
        """How many rows there are of each kind that occurs."""
        return {kind: self._cube[""][kind] for kind in Kind if self._cube[""][kind]}

    @property
    def parts(self) -> int:
        """How many rows are parts of others, given all filters but that for parts."""
        return self._cube["teil"][YES]

    def of(self, name: str) -> Counter[str]:
        """How many rows stand behind each value of a filter, given the others."""
        if name in self.filters.axes:
            return self._cube[name]
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
    def _sets(self) -> list[tuple[int, frozenset[int], int]]:
        """The rows that all filters but those for partners leave: agreement, set of its partners, number."""
        rule = self.filters.contributions(skip={"partner"})
        own = Contribution.objects.filter(commitment=OuterRef("pk"))
        named = (own.filter(rule) if rule is not None else own).order_by().values("commitment")
        ids = named.annotate(ids=JoinedIds(Cast("partner_id", TextField()))).values("ids")
        rows: Any = self.filters.rows(skip={"contributions"}).order_by().annotate(partner_ids=Subquery(ids))
        sets: Counter[tuple[int, frozenset[int]]] = Counter()
        for agreement, text, number in rows.values_list("agreement", "partner_ids").annotate(number=Count("pk")):
            # The order of the ids in the text is not fixed, so one set may come as several texts.
            sets[agreement, frozenset(int(item) for item in (text or "").split(",") if item)] += number
        return [(agreement, partners, number) for (agreement, partners), number in sets.items()]

    def _tied(self, partners: Collection[int], relations: Collection[Relation]) -> int:
        """How many of these rows stand in the lists of any of these partners."""
        net = self.filters.lists.net
        return sum(
            number
            for agreement, named, number in self._sets
            if any(not named.isdisjoint(net.tied(partner, agreement, relations)) for partner in partners)
        )

    def _partners(self) -> Counter[str]:
        relations = self.filters.relations
        return Counter({partner.key: self._tied([partner.pk], relations) for partner in self.filters.lists.partners})

    def _relations(self) -> Counter[str]:
        chosen = self.filters.chosen_partners
        return Counter({relation.value: self._tied(chosen, [relation]) for relation in Relation})

    def _joint(self) -> Counter[str]:
        chosen = self.filters.chosen_partners
        usual = [Relation(value) for value in self.filters.values("bezug")] or USUAL
        return Counter({YES: self._tied(chosen, [*usual, Relation.JOINT]), NO: self._tied(chosen, usual)})

    def _roles(self) -> Counter[str]:
        rule = self.filters.contributions(skip={"rolle"}) or Q()
        rows = Contribution.objects.filter(
            rule, commitment__in=self.filters.rows(skip={"contributions"}).order_by().values("pk")
        )
        return Counter(dict(rows.order_by().values_list("role").annotate(number=Count("commitment", distinct=True))))

    @cached_property
    def has_laender(self) -> bool:
        """Whether any commitment names a Land; the agreements recorded so far name none."""
        return Commitment.lands.through.objects.exists()
