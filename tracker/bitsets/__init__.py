"""The public record as sets in memory: what the overview, the filters and their counts ask (docs/decisions/0009).

Counting and filtering in the database grows with the record; here a figure is the size of an intersection of two sets,
some microseconds at any size. A process reads the record once and then, by revision, only what changed.
"""

from tracker.bitsets.current import built, current, forget, of_past_day
from tracker.bitsets.entries import Entry, order_key
from tracker.bitsets.sets import EMPTY, Set, Sets, union

__all__ = ["EMPTY", "Entry", "Set", "Sets", "built", "current", "forget", "of_past_day", "order_key", "union"]
