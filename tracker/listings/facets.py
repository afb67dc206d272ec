"""How many rows stand behind each value of each filter, given the other filters: sizes of intersections of sets."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from tracker.bitsets import Set
from tracker.listings.filters import NO, YES
from tracker.listings.partners import USUAL
from tracker.listings.selection import CONTRIBUTIONS, ROLES, Selection
from tracker.vocabulary import Kind, Relation, Role


class Counts:
    """The numbers behind the filters of one listing, computed without asking the database."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.filters = selection.filters

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self.selection.rows)

    @cached_property
    def kinds(self) -> dict[Kind, int]:
        """How many rows there are of each kind that occurs."""
        rows, sets = self.selection.rows, self.selection.sets
        numbers = {kind: rows.intersection_cardinality(sets.of("kind", kind)) for kind in Kind}
        return {kind: number for kind, number in numbers.items() if number}

    def of(self, name: str) -> Counter[str]:
        """How many rows stand behind each value of a filter, given the others."""
        if name in self.filters.axes:
            given = self.selection.without(name)
            return Counter(
                {value: given.intersection_cardinality(found) for value, found in self.selection.values(name)}
            )
        if name == "partner":
            lists = self.selection.lists_of_partners
            return Counter({key: self._given.intersection_cardinality(found) for key, found in lists.items()})
        return {"bezug": self._relations, "gemeinsam": self._joint, "rolle": self._roles}.get(name, Counter)()

    @cached_property
    def _given(self) -> Set:
        """The rows that all filters but those on partners let through."""
        return self.selection.without(CONTRIBUTIONS)

    def _tied(self, *relations: Relation, roles: frozenset[str] | None = None) -> int:
        """How many of these rows stand in the lists of the chosen partners by these relations."""
        roles = roles or frozenset(self.filters.values("rolle")) or ROLES
        named = self.selection.named(self.filters.chosen_partners, relations, roles)
        return self._given.intersection_cardinality(named)

    def _relations(self) -> Counter[str]:
        return Counter({relation.value: self._tied(relation) for relation in Relation})

    def _joint(self) -> Counter[str]:
        usual = [Relation(value) for value in self.filters.values("bezug")] or USUAL
        return Counter({YES: self._tied(*usual, Relation.JOINT), NO: self._tied(*usual)})

    def _roles(self) -> Counter[str]:
        relations = self.filters.relations
        return Counter({role.value: self._tied(*relations, roles=frozenset({role})) for role in Role})

    @property
    def has_laender(self) -> bool:
        """Whether any commitment names a Land; the agreements recorded so far name none."""
        return bool(self.selection.sets.by["land"])
