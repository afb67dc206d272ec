"""How an object that was never saved comes to know the rows related to it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from tracker import days


def know(item: Any, relation: str, rows: list[Any]) -> None:
    """Let an object that was never saved answer `relation.all()` with these rows, without asking the database."""
    if not hasattr(item, "_prefetched_objects_cache"):
        item._prefetched_objects_cache = {}
    item._prefetched_objects_cache[relation] = rows


def moment(day: date) -> datetime:
    """The first moment of a day in Berlin."""
    return datetime.combine(day, time.min, tzinfo=days.BERLIN)
