"""The sets themselves: for each value of each dimension the places of the commitments that have it.

A place is the number of a commitment in the order of codes, so a set stands in that order by itself. `Sets` never
change: what a change brings is a new `Sets` that shares with the old one whatever stayed (`renewed`).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any

from cachetools import LRUCache
from pyroaring import BitMap, FrozenBitMap

from tracker.bitsets.derived import reporting_sets, schedule_sets
from tracker.bitsets.entries import DIMENSIONS, LINKS, Entry, code_of, memberships, order_key
from tracker.models.commitments import code_sort_key
from tracker.vocabulary import Reporting, Schedule

Set = FrozenBitMap
Places = dict[str, dict[Hashable, Set]]
# The revision and its moment, as `Revision.present()` tells them.
State = tuple[int, str]
NOWHERE: State = (0, "")
EMPTY = Set()
NAMES = (*DIMENSIONS, *LINKS, "late", "contributor", "report", "entered", "left", "year_only")
# So many searches are kept.
SEARCHES = 64


class Builder:
    """Collects commitments, in any order, into `Sets`; `keys` are the order keys of all that will come, sorted."""

    def __init__(self, order: Sequence[tuple[str, int]]) -> None:
        self.keys = [key for key, _id in order]
        self.ids = array("q", (pk for _key, pk in order))
        self._place_of = {pk: place for place, (_key, pk) in enumerate(order)}
        self._found: dict[str, dict[Hashable, array[int]]] = defaultdict(lambda: defaultdict(lambda: array("I")))
        self._seen = array("I")

    def add(self, entry: Entry) -> None:
        """Put a commitment under all it stands for; one that is not among the keys is left out."""
        place = self._place_of.get(entry.id)
        if place is None:
            return
        self._seen.append(place)
        for name, value in memberships(entry):
            self._found[name][value].append(place)

    def sets(self, state: State) -> Sets:
        """The sets of all that came."""
        by = {name: {value: Set(places) for value, places in values.items()} for name, values in self._found.items()}
        return Sets(state, keys=self.keys, ids=self.ids, every=Set(self._seen), by=by)


class Sets:
    """The public record, or what was public on a day, as sets of places; see the head of this file.

    `ids` gives for each place the key of its row, `every` holds the places of all that are public, `by` the set for
    each dimension and value. Nothing here may be changed.
    """

    # More new commitments at once are read anew as a whole, which is then faster than making room for each.
    MAX_NEW = 40

    def __init__(self, state: State, *, keys: list[str], ids: array[int], every: Set, by: Places) -> None:
        self.state = state
        self.keys = keys
        self.ids = ids
        self.every = every
        # All there are, so that nothing is added while another thread reads.
        self.by: Places = {name: by.get(name, {}) for name in NAMES}
        self._by_day: dict[tuple[str, date], dict[Any, Set]] = {}
        self.remembered: dict[Hashable, Any] = {}
        self._searches: LRUCache[str, dict[int, Set]] = LRUCache(SEARCHES)
        self._lock = Lock()

    # Asking ----------------------------------------------------------------------------------------------------

    def of(self, name: str, *values: Hashable) -> Set:
        """The commitments with one of these values in a dimension."""
        known = self.by[name]
        found = [known[value] for value in values if value in known]
        return found[0] if len(found) == 1 else union(found)

    def between(self, name: str, first: date | None, last: date | None) -> Set:
        """The commitments whose day in a dimension lies from one day to another; None leaves the side open."""
        known = self.by[name]
        return union(
            known[day]
            for day in self.days_of(name)
            if (first is None or day >= first) and (last is None or day <= last)
        )

    def days_of(self, name: str) -> list[date]:
        """The days that occur in a dimension, earliest first."""
        return self.remember(("days", name), lambda: sorted(day for day in self.by[name] if isinstance(day, date)))

    def schedule(self, on: date) -> dict[Schedule, Set]:
        """The commitments by where they stand against their deadline on a day."""
        return self._of_day("schedule", on, schedule_sets)

    def reporting(self, on: date) -> dict[Reporting, Set]:
        """The measures and targets by the state of their reports on a day, as the public sees it."""
        return self._of_day("reporting", on, reporting_sets)

    def _of_day(self, name: str, on: date, make: Callable[[Sets, date], dict[Any, Set]]) -> dict[Any, Set]:
        found = self._by_day.get((name, on))
        if found is None:
            if len(self._by_day) > 8:
                self._by_day.clear()
            found = self._by_day[name, on] = make(self, on)
        return found

    def remember(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` returned the first time it was asked for under this key; it must follow from the sets alone."""
        try:
            return self.remembered[key]
        except KeyError:
            return self.remembered.setdefault(key, make())

    def search(self, query: str, find: Callable[[str], Mapping[int, int]]) -> dict[int, Set]:
        """The commitments in which words are found, by rank, the best first; `find` tells ranks by the keys of rows.

        The last searches are kept: a search is asked for again with each filter and page.
        """
        with self._lock:
            found = self._searches.get(query)
        if found is None:
            ranked: dict[int, list[int]] = defaultdict(list)
            for pk, rank in find(query).items():
                ranked[rank].append(pk)
            found = {rank: Set(self.places(ranked[rank])) for rank in sorted(ranked, reverse=True)}
            with self._lock:
                self._searches[query] = found
        return found

    # From places to rows ---------------------------------------------------------------------------------------

    def places(self, ids: Iterable[int]) -> list[int]:
        """The places of rows, in their order; rows that are not public have none."""
        table, last = self._table, len(self._table)
        return [table[pk] for pk in ids if pk < last and table[pk] >= 0]

    def codes(self, chosen: Set) -> list[str]:
        """The codes of these commitments, in their order."""
        return [code_of(self.keys[place]) for place in chosen]

    def id_of(self, code: str) -> int | None:
        """The key of the row of a commitment, None if it is not public."""
        place = self._place(order_key(code_sort_key(code), code))
        return self.ids[place] if place is not None and place in self.every else None

    def has(self, chosen: Set, code: str) -> bool:
        """Whether the commitment with a code is among these."""
        place = self._place(order_key(code_sort_key(code), code))
        return place is not None and place in chosen

    @cached_property
    def _table(self) -> array[int]:
        table = array("l", [-1]) * (max(self.ids, default=-1) + 1)
        for place, pk in enumerate(self.ids):
            table[pk] = place
        return table

    def in_order(
        self, chosen: Set, *, by: str = "", backwards: bool = False, start: int = 0, stop: int | None = None
    ) -> list[int]:
        """The keys of rows of these commitments, in the order of their codes or of a dimension of days.

        Those without a day come last, those of one day by code. Only the stretch from `start` to `stop`, as in a
        slice; how long that takes does not depend on where in the order it lies.
        """
        if not by:
            stop = len(chosen) if stop is None else min(stop, len(chosen))
            if backwards:
                return [self.ids[chosen[len(chosen) - 1 - place]] for place in range(start, stop)]
            return [self.ids[place] for place in chosen[start:stop]]
        order = self.days_of(by)
        known = self.by[by]
        buckets = [known[day] for day in (reversed(order) if backwards else order)]
        return self.in_buckets(chosen, [*buckets, known.get(None, EMPTY)], start=start, stop=stop)

    def in_buckets(self, chosen: Set, buckets: Iterable[Set], *, start: int = 0, stop: int | None = None) -> list[int]:
        """The keys of rows of these commitments bucket by bucket, within one by code; a stretch, as in a slice."""
        stop = len(chosen) if stop is None else stop
        found: list[int] = []
        seen = 0
        for bucket in buckets:
            if seen >= stop:
                break
            number = chosen.intersection_cardinality(bucket)
            if seen + number > start:
                part = chosen & bucket
                found += [self.ids[place] for place in part[max(start - seen, 0) : stop - seen]]
            seen += number
        return found

    # Going with the times --------------------------------------------------------------------------------------

    def renewed(self, state: State, *, entries: Sequence[Entry], touched: Collection[str]) -> Sets | None:
        """The sets of a later state, in which what changed is as `entries` say and the rest as here.

        `touched` are the order keys of all that may have changed; one without an entry is not public any more. None
        if so much is new that reading everything is faster.
        """
        known = {key: place for key in touched if (place := self._place(key)) is not None}
        fresh = sorted((entry for entry in entries if entry.key not in known), key=lambda entry: entry.key)
        if len(fresh) > self.MAX_NEW:
            return None
        keys, ids, every, by = self.keys, self.ids, self.every, self.by
        if fresh:
            keys, ids = list(keys), array("q", ids)
            gaps = []
            for entry in fresh:
                place = bisect_left(keys, entry.key)
                keys.insert(place, entry.key)
                ids.insert(place, entry.id)
                gaps.append(place)
            every = with_gaps(every, gaps)
            by = {name: {value: with_gaps(one, gaps) for value, one in values.items()} for name, values in by.items()}
        later = Sets(state, keys=keys, ids=ids, every=every, by=by)
        if not fresh:
            # Rows stay where they were, and so does what was found out about their places.
            later.__dict__.update({"_table": self._table} if "_table" in self.__dict__ else {})
        later._replace({place for key in touched if (place := later._place(key)) is not None}, entries)
        return later

    def _place(self, key: str) -> int | None:
        place = bisect_left(self.keys, key)
        return place if place < len(self.keys) and self.keys[place] == key else None

    def _replace(self, touched: Collection[int], entries: Sequence[Entry]) -> None:
        """Take these places out of all sets and put the entries in; part of making the sets, before anybody asks."""
        out = Set(touched)
        added: dict[str, dict[Hashable, list[int]]] = defaultdict(lambda: defaultdict(list))
        present = []
        for entry in entries:
            place = bisect_left(self.keys, entry.key)
            present.append(place)
            for name, value in memberships(entry):
                added[name][value].append(place)
        self.every = (self.every - out) | Set(present)
        for name in NAMES:
            values = {
                value: left
                for value, one in self.by[name].items()
                if (left := one - out if one.intersect(out) else one)
            }
            for value, places in added[name].items():
                values[value] = values.get(value, EMPTY) | Set(places)
            self.by[name] = values


def union(sets: Iterable[Set]) -> Set:
    """All that is in one of these sets."""
    found = list(sets)
    return Set.union(*found) if len(found) > 1 else found[0] if found else EMPTY


def with_gaps(one: Set, gaps: Sequence[int]) -> Set:
    """The set with room made at these places, given in rising order: what stood there or after stands one further."""
    for place in gaps:
        if one and one.max() >= place:
            below = one & Set(BitMap(range(place)))
            one = below | (one - below).shift(1)
    return one
