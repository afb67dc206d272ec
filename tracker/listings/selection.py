"""The commitments that the filters of an address let through, as sets of the record of the day (`tracker.bitsets`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from functools import cached_property
from typing import Any

from tracker.bitsets import EMPTY, Set, Sets, union
from tracker.listings.filters import BY_RANK, CommitmentFilter
from tracker.vocabulary import Relation, Role

# Under this name stands what all parameters on partners ask together: one contribution must meet them all.
CONTRIBUTIONS = "contributions"
ROLES = frozenset(Role)


class Selection:
    """What the filters choose from the sets of a day; `find` tells the rows that contain words, with their ranks."""

    def __init__(self, filters: CommitmentFilter, sets: Sets, find: Callable[[str], Mapping[int, int]]) -> None:
        self.filters = filters
        self.sets = sets
        self._find = find

    @cached_property
    def rows(self) -> Set:
        """The commitments that all filters let through."""
        return self.without()

    def without(self, *names: str) -> Set:
        """The commitments that all filters but these let through."""
        allowed = [found for name, found in self._conditions.items() if name not in names]
        rows = self.sets.every
        for found in sorted(allowed, key=len):
            rows = rows & found
        return rows

    @cached_property
    def _conditions(self) -> dict[str, Set]:
        filters = self.filters
        found = {name: self._one_of(name) for name in filters.axes if filters.values(name)}
        first, last, since = (filters.given(name) for name in ("faellig_von", "faellig_bis", "geaendert_seit"))
        if first or last:
            found["faellig"] = self.sets.between("due_on", first, last)
        if since:
            found["geaendert_seit"] = self.sets.between("changed_on", since, None)
        if filters.given("q"):
            found["q"] = union(self.by_rank.values())
        if filters.chosen_partners or filters.values("rolle"):
            roles = filters.values("rolle") or ROLES
            found[CONTRIBUTIONS] = self.named(filters.chosen_partners, filters.relations, roles)
        return found

    # Dimensions ------------------------------------------------------------------------------------------------

    def values(self, name: str) -> Iterable[tuple[str, Set]]:
        """Every value that a filter offers, with the commitments that have it."""
        known = self._dimension(name)
        return ((value, known.get(self._stored(name, value), EMPTY)) for value in self.filters.offered(name))

    def _one_of(self, name: str) -> Set:
        known = self._dimension(name)
        return union(known.get(self._stored(name, value), EMPTY) for value in self.filters.values(name))

    def _dimension(self, name: str) -> Mapping[Any, Set]:
        dimension = self.filters.axes[name].dimension
        if dimension == "schedule":
            return self.sets.schedule(self.filters.on)
        if dimension == "reporting":
            return self.sets.reporting(self.filters.on)
        return self.sets.by[dimension]

    def _stored(self, name: str, value: str) -> Hashable:
        ids = self.filters.lists.ids.get(name)
        return ids[value] if ids is not None else self.filters.axes[name].stored(value)

    # Words -----------------------------------------------------------------------------------------------------

    @cached_property
    def by_rank(self) -> dict[int, Set]:
        """The commitments in which the words searched for are found, by rank, the best first."""
        return self.sets.search(self.filters.given("q"), self._find)

    # Partners --------------------------------------------------------------------------------------------------

    def named(self, partners: Collection[int], relations: Collection[Relation], roles: Collection[str]) -> Set:
        """The commitments in the lists of these partners by one of these relations, with one of these roles.

        Without partners those in which anybody has one of the roles.
        """
        contributions: dict[Any, Set] = self.sets.by["contributor"]
        if not partners:
            return union(found for (_agreement, _partner, role), found in contributions.items() if role in roles)
        net = self.filters.lists.net
        return union(
            found
            for agreement in net.agreements
            for partner in partners
            for contributor in net.tied(partner, agreement.pk, relations)
            for role in roles
            if (found := contributions.get((agreement.pk, contributor, role))) is not None
        )

    @cached_property
    def lists_of_partners(self) -> dict[str, Set]:
        """For every partner the commitments in its list by the relations and roles asked for."""
        relations, roles = self.filters.relations, frozenset(self.filters.values("rolle")) or ROLES
        return self.sets.remember(
            ("lists of partners", relations, roles),
            lambda: {item.key: self.named([item.pk], relations, roles) for item in self.filters.lists.partners},
        )

    # Order -----------------------------------------------------------------------------------------------------

    def ids(self, start: int = 0, stop: int | None = None) -> list[int]:
        """The keys of the rows in the order asked for, from one place of the order to another, as in a slice."""
        by, backwards = self.filters.order
        if by == BY_RANK:
            return self.sets.in_buckets(self.rows, self.by_rank.values(), start=start, stop=stop)
        return self.sets.in_order(self.rows, by=by, backwards=backwards, start=start, stop=stop)
