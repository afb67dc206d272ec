"""The sets of the record as it is now, one for each process, brought up to date by revision; and those of past days."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import date

from django.db import router

from tracker import access
from tracker.bitsets.entries import Entry, order_key, read, read_past, read_some
from tracker.bitsets.sets import NOWHERE, Builder, Sets, State
from tracker.models import PublicVersion, Revision
from tracker.models.commitments import code_sort_key

# So many past days are kept; each takes as much memory as the present.
PAST_DAYS = 4

_lock = threading.Lock()
# By the database they are read from: a replica may be a little behind the primary.
_present: dict[str, Sets] = {}
_past: OrderedDict[tuple[str, date], Sets] = OrderedDict()


def current() -> Sets:
    """The sets of the present revision; one query while nothing changed.

    Reads the record once for each process, and after a change only what the versions since then name. A commitment
    that another change is just writing may already be as that one leaves it: who needs one state, as a page does,
    looks at the revision again at the end.
    """
    alias = _database()
    with _lock:
        state, known = Revision.present(), _present.get(alias)
        if known is None or not _is_before(known, state):
            _present[alias] = _read_all(state)
        elif known.state != state:
            _present[alias] = _brought_up(known, state)
        return _present[alias]


def of_past_day(day: date) -> Sets:
    """The sets of the agreements signed by a past day, with the standing on that day as known now.

    Of the days last asked for some are kept until the next revision.
    """
    key, state = (_database(), day), current().state
    with _lock:
        found = _past.get(key)
        if found is None or found.state != state:
            found = _past[key] = built(read_past(day), state)
            if len(_past) > PAST_DAYS:
                _past.popitem(last=False)
        _past.move_to_end(key)
        return found


def forget() -> None:
    """Read everything anew when next asked: for tests, whose clocks give two records the same number and moment."""
    with _lock:
        _present.clear()
        _past.clear()


def _database() -> str:
    """The name of the database that this answer is read from."""
    return router.db_for_read(PublicVersion)


def _is_before(sets: Sets, state: State) -> bool:
    """Whether the record came from the state of these sets to this one: not so after a restore or a rolled back change.

    The number alone does not tell, for one that was rolled back is given again; the moment under it does.
    """
    if sets.state == state:
        return True
    number, stamped_at = sets.state
    return number < state[0] and (not stamped_at or Revision.stamp_of(number) == stamped_at)


def _read_all(state: State) -> Sets:
    order = access.public_commitments().order_by().values_list("sort_key", "code", "pk").iterator()
    builder = Builder(sorted((order_key(sort_key, code), pk) for sort_key, code, pk in order))
    for entry in read():
        builder.add(entry)
    return builder.sets(state)


def built(entries: Iterable[Entry], state: State = NOWHERE) -> Sets:
    """The sets of these commitments."""
    found = list(entries)
    builder = Builder(sorted((entry.key, entry.id) for entry in found))
    for entry in found:
        builder.add(entry)
    return builder.sets(state)


def _brought_up(sets: Sets, state: State) -> Sets:
    """The sets of a later state: every change of a public commitment writes a version of it."""
    versions = PublicVersion.objects.filter(kind=PublicVersion.COMMITMENT, revision__gt=sets.state[0])
    codes = set(versions.values_list("key", flat=True))
    if len(codes) > max(len(sets.ids) // 10, Sets.MAX_NEW):
        return _read_all(state)
    keys = {order_key(code_sort_key(code), code) for code in codes}
    later = sets.renewed(state, entries=list(read_some(codes)), touched=keys)
    return later or _read_all(state)
