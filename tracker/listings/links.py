"""Links to the table: every count on a page leads to exactly the rows it counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

FilterValue = str | bool | date | Iterable[str] | None


def commitments_url(anchor: str = "", **filters: FilterValue) -> str:
    """The address of the table with these filters, named as in the address; None leaves a filter out, True is "ja"."""
    query = commitments_query(**filters)
    path = _table_path(get_language() or "", get_script_prefix())
    return path + (f"?{query}" if query else "") + (f"#{anchor}" if anchor else "")


@lru_cache(maxsize=16)
def _table_path(language: str, prefix: str) -> str:
    """The path of the table in a language; kept because the overview links to it some thousand times."""
    return reverse("public:commitments")


def commitments_query(**filters: FilterValue) -> str:
    """The query of the table for these filters."""
    pairs: list[tuple[str, str]] = []
    for name, value in filters.items():
        if value is None:
            continue
        if isinstance(value, bool):
            pairs.append((name, "ja" if value else "nein"))
        elif isinstance(value, date):
            pairs.append((name, value.isoformat()))
        elif isinstance(value, str):
            pairs.append((name, str(getattr(value, "value", value))))
        else:
            pairs.extend((name, str(getattr(item, "value", item))) for item in value)
    return urlencode(pairs)
