"""One reading of the table's address, shared by the page and the files: what is asked, what is wrong, which rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker import bitsets, search
from tracker.archive import Archive
from tracker.listings.facets import Counts
from tracker.listings.fields import DayField, Problem, read_query, shorten
from tracker.listings.filters import BY_RANK, SHOWING, CommitmentFilter
from tracker.listings.lists import Lists
from tracker.listings.past import lists_of
from tracker.listings.pastdays import check_version
from tracker.listings.selection import Selection
from tracker.site import site

# These mean nothing without a partner.
NEEDS_PARTNER = ("bezug", "gemeinsam")
MAX_UNKNOWN = 5


@dataclass(frozen=True, slots=True)
class View:
    """As of which day the rows are: now, a past day as known today (stand), or as published then (fassung)."""

    kind: str
    day: date


class Listing:
    """The commitments that an address asks for, or what is wrong with the address.

    `own` names parameters that the caller reads itself; they are not unknown. Whatever the day, `ids()`, `count()` and
    `counts` tell the rows, `records.load()` and `contents.contents()` read them.
    """

    def __init__(self, request: HttpRequest, *, day: date, own: Collection[str] = ()) -> None:
        self.day = day
        self.own = own
        self.query, self._broken = read_query(request)
        self.archive = self._archive()
        if self.archive is not None:
            self.filters = CommitmentFilter(self.query, lists=lists_of(self.archive), day=day)
            sets, find = self.archive.sets, self.archive.ranks
        else:
            sets, find = bitsets.current(), search.ranks
            self.filters = CommitmentFilter(self.query, lists=Lists.of(sets), day=day)
            if self.filters.past_day:
                sets = bitsets.of_past_day(self.filters.past_day)
        self.selection = Selection(self.filters, sets, find)

    def _archive(self) -> Archive | None:
        """The archive of the day whose published version is asked for; None if that cannot be shown."""
        try:
            asked = DayField().clean(self.query.getlist("fassung"))
            if asked is None:
                return None
            check_version(asked, today=self.day)
        except ValidationError:
            return None  # the filter says what is wrong with it
        return Archive(asked)

    @property
    def is_published_version(self) -> bool:
        """Whether a past version is asked for, as it was published."""
        return self.archive is not None

    @cached_property
    def problems(self) -> list[Problem]:
        """All that is wrong with the values of the address; without problems there are rows to show."""
        if self._broken is not None:
            return [self._broken]
        return [
            Problem(
                parameter=name,
                value=(error.params or {}).get("value", ""),
                message=str(error.messages[0]),
                allowed=tuple((error.params or {}).get("allowed", ())),
            )
            for name in self.filters.filters
            for error in self.filters.errors_of(name)
        ]

    @cached_property
    def unknown(self) -> list[str]:
        """Names of parameters that do not exist; those of campaigns are nobody's mistake."""
        known = {*self.filters.filters, *self.own}
        return [shorten(name) for name in self.query if name not in known and not name.startswith("utm_")]

    @cached_property
    def problems_of_file(self) -> list[Problem]:
        """All that keeps a file from being made; a file says "no" to unknown names as well."""
        known = tuple(self.filters.filters)
        strangers = [
            Problem(parameter=name, value="", message=_("There is no parameter of this name."), allowed=known)
            for name in self.unknown[:MAX_UNKNOWN]
        ]
        return [*self.problems, *strangers]

    @property
    def unknown_note(self) -> str:
        """A sentence on the parameters that were not heeded; empty if there are none."""
        if not self.unknown:
            return ""
        names = ", ".join(_("“%s”") % name for name in self.unknown[:MAX_UNKNOWN])
        return ngettext(
            "This part of the address is unknown and was not heeded: %s.",
            "These parts of the address are unknown and were not heeded: %s.",
            len(self.unknown),
        ) % (names)

    @property
    def view(self) -> View:
        """As of which day the rows are."""
        past = self.filters.past_day
        if self.archive is not None:
            return View("fassung", self.archive.day)
        return View("stand", past) if past else View("now", self.day)

    def ids(self, start: int = 0, stop: int | None = None) -> list[int]:
        """One number for each row, in order, or for a stretch of them as in a slice; of past ones their versions'."""
        return self.selection.ids(start, stop)

    def count(self) -> int:
        """How many rows there are."""
        return len(self.selection.rows)

    @cached_property
    def counts(self) -> Counts:
        """How many rows stand behind each value of each filter."""
        return Counts(self.selection)

    @property
    def per_page(self) -> int:
        """How many rows stand on a page."""
        return int(self.filters.given("per_page") or site().per_page)

    def filter_data(self) -> dict[str, Any]:
        """The filters in force as plain data: lists for what can be given several times, else texts."""
        data: dict[str, Any] = {}
        for name in self.filters.filters:
            value = self.filters.given(name)
            if value and name not in SHOWING:
                data[name] = value.isoformat() if isinstance(value, date) else value
        return data

    def pairs(self, *, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        """The parameters of the address that can be used, checked, without these and without the page."""
        return [pair for pair in self._pairs if pair[0] not in without]

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        pairs: list[tuple[str, str]] = []
        for name in self.filters.filters:
            value = self.filters.given(name)
            if not value or name == "page" or (name, value) == ("sort", BY_RANK):
                continue
            several = value if isinstance(value, list) else [value]
            pairs.extend((name, item.isoformat() if isinstance(item, date) else str(item)) for item in several)
        if not self.filters.values("partner"):
            pairs = [pair for pair in pairs if pair[0] not in NEEDS_PARTNER]
        return pairs

    def file_query(self) -> str:
        """The query under which a file holds these rows."""
        return urlencode(self.pairs(without=("per_page",)))
