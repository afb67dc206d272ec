"""Pages as of a past day: as known today (`stand`) or as published then (`fassung`), read from the address.

A view marked `with_past` finds `request.past`; what it cannot show it refuses with a sentence and the nearest day.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from tracker import archive, bitsets
from tracker.bitsets import Sets
from tracker.listings.fields import DayField, wrong
from tracker.listings.pastdays import check_state, check_version, choose_one, first_signing, nearest
from tracker.listings.records import standings_on
from tracker.models import Commitment
from tracker.pages.http import PublicRequest
from tracker.snapshots import STANDING_FIELDS
from tracker.templatetags.tracker_tags import day_text

STATE, VERSION = "stand", "fassung"


@dataclass(frozen=True, slots=True)
class Past:
    """The past day a page is shown as of; `archive` holds the record as published, None where it is as known today."""

    kind: str
    day: date
    archive: archive.Archive | None = None

    @property
    def is_version(self) -> bool:
        """Whether the page is shown as it was published."""
        return self.archive is not None

    @property
    def sets(self) -> Sets:
        """The record of that day as sets."""
        return self.archive.sets if self.archive is not None else bitsets.of_past_day(self.day)

    @property
    def filters(self) -> dict[str, date]:
        """What a link to the table must carry to stay on that day."""
        return {self.kind: self.day}

    @property
    def query(self) -> str:
        """What a link to a page must carry to stay on that day."""
        return f"?{urlencode({self.kind: self.day.isoformat()})}"


class PastRequest(PublicRequest):
    """A request to a page that can be shown as of a past day."""

    past: Past | None


View = Callable[..., HttpResponseBase]


def with_past(view: View) -> View:
    """Read `stand` and `fassung`; answer 400 with a sentence and the nearest day where they cannot be shown."""

    @functools.wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            request.past = _read(request)
            return view(request, *args, **kwargs)
        except PastRefused as refused:
            return refused.answer(request)

    return answer


def _read(request: PublicRequest) -> Past | None:
    asked: dict[str, date] = {}
    for name in (STATE, VERSION):
        try:
            day = DayField().clean(request.GET.getlist(name))
            if day is not None and name == STATE:
                check_state(day, first_signing(), today=request.day)
            elif day is not None:
                check_version(day, today=request.day)
        except ValidationError as error:
            raise PastRefused(name, error) from None
        if day is not None:
            asked[name] = day
    if len(asked) > 1:
        raise PastRefused(VERSION, wrong(choose_one(), ""))
    if STATE in asked:
        # Today as known today is the page itself.
        return Past(STATE, asked[STATE]) if asked[STATE] < request.day else None
    return Past(VERSION, asked[VERSION], archive.Archive(asked[VERSION])) if VERSION in asked else None


def on_day(request: PastRequest) -> date:
    """The day for which a page is computed."""
    return request.past.day if request.past else request.day


class PastRefused(Exception):
    """A past day cannot be shown; the error says why and between which days one can."""

    def __init__(self, name: str, error: ValidationError) -> None:
        super().__init__(name)
        self.name = name
        self.error = error

    def answer(self, request: PublicRequest) -> HttpResponse:
        """The page that says so, with links to the nearest day and to today."""
        params = self.error.params or {}
        near = None
        try:
            near = nearest(date.fromisoformat(params.get("value", "")), params.get("allowed", ()))
        except ValueError:
            allowed = params.get("allowed", ())
            near = date.fromisoformat(allowed[-1]) if allowed else None
        context = {"sentence": str(self.error.messages[0]), "name": self.name, "near": near}
        return render(request, "past_refused.html", context, status=400)


def refuse_before_signing(request: PastRequest, signed_on: date) -> None:
    """Raise if the page is asked for as of a day on which its agreement had not been signed."""
    past = request.past
    if past is not None and not past.is_version and past.day < signed_on:
        message = _("The agreement had not been signed by then. The first possible day is %s.") % day_text(signed_on)
        allowed = (signed_on.isoformat(), request.day.isoformat())
        raise PastRefused(STATE, wrong(message, past.day.isoformat(), allowed))


def refuse_unpublished(request: Any, first: date | None) -> None:
    """Raise because the version asked for has no such record: nothing was published of it by then, or nothing at all.

    `first` is the day on which something was.
    """
    past: Past = request.past
    message = _("Nothing had been published of this by then.")
    if first is None or first >= request.day:
        raise PastRefused(VERSION, wrong(message, past.day.isoformat()))
    message = _("Nothing had been published of this by then. The first possible day is %s.") % day_text(first)
    allowed = (first.isoformat(), (request.day - timedelta(days=1)).isoformat())
    raise PastRefused(VERSION, wrong(message, past.day.isoformat(), allowed))


def as_known(commitments: Iterable[Commitment], day: date) -> None:
    """Give commitments in memory the standing they had on a past day, as known today; they must never be saved."""
    wanted = list(commitments)
    standings = standings_on(day, wanted)
    for item in wanted:
        for name in (*STANDING_FIELDS, "deciding_fact_id"):
            setattr(item, name, getattr(standings[item.pk], name))


def past_context(
    request: PastRequest, *, first_state: date | None = None, first_version: date | None = None
) -> dict[str, Any]:
    """What templates need for the banner and for the fields by which another day is asked for; at most two queries."""
    yesterday = request.day - timedelta(days=1)
    version = first_version or archive.first_day()
    return {
        "past": request.past,
        "past_query": request.past.query if request.past else "",
        "on_day": on_day(request),
        "state_days": (first_state or first_signing(), yesterday),
        "version_days": (version, yesterday) if version and version <= yesterday else None,
        "today": request.day,
    }
