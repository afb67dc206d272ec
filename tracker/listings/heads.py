"""What every file and answer of a listing says of itself, and the address of the table with the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from tracker.listings.links import commitments_url
from tracker.listings.view import Listing
from tracker.site import site


def file_head(listing: Listing, revision: int) -> dict[str, Any]:
    """The view, the filters in force, revision and licence."""
    return {
        "view": {"kind": listing.view.kind, "day": listing.view.day.isoformat()},
        "filter": listing.filter_data(),
        "revision": revision,
        "licence": site().licence,
    }


def plain_head(*, day: date, revision: int, past: Mapping[str, date] | None = None) -> dict[str, Any]:
    """The same of what has no filters: the present day, or the past one by its parameter (`stand`, `fassung`)."""
    asked = {name: value.isoformat() for name, value in (past or {}).items()}
    kind, shown = next(iter(asked.items()), ("now", day.isoformat()))
    return {
        "view": {"kind": kind, "day": shown},
        "filter": asked,
        "revision": revision,
        "licence": site().licence,
    }


def table_address(listing: Listing) -> str:
    """The address of the German table with these rows."""
    query = listing.file_query()
    with translation.override(settings.LANGUAGE_CODE):
        return site().url + commitments_url() + (f"?{query}" if query else "")
