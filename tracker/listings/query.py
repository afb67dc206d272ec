"""The parameters of an address that has a few fields of its own: what they say, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tracker.listings.fields import DayField, Problem, read_query, shorten
from tracker.listings.pastdays import check_state, check_version, choose_one, first_signing


class Query:
    """The parameters of an address by their fields; `problems` names everything that is wrong with them."""

    def __init__(self, request: HttpRequest, **fields: Field) -> None:
        self.values: dict[str, Any] = {}
        self.problems: list[Problem] = []
        given, broken = read_query(request)
        if broken is not None:
            self.problems.append(broken)
        for name, field in fields.items():
            try:
                self.values[name] = field.clean(given.getlist(name))
            except ValidationError as error:
                self.problems += [_problem(name, leaf) for leaf in error.error_list]
        known = tuple(fields)
        words = _("There is no parameter of this name.")
        strangers = [name for name in given if name not in fields and not name.startswith("utm_")][:5]
        self.problems += [Problem(shorten(name), "", words, known) for name in strangers]


class PastQuery(Query):
    """Parameters of what can be asked of a past day, too: as known today (`stand`) or as published then (`fassung`)."""

    def __init__(self, request: HttpRequest, *, today: date, **fields: Field) -> None:
        super().__init__(
            request,
            stand=DayField(check=lambda day: check_state(day, first_signing(), today=today), required=False),
            fassung=DayField(check=lambda day: check_version(day, today=today), required=False),
            **fields,
        )
        if len(self.past) > 1:
            self.problems.append(Problem("fassung", self.past["fassung"].isoformat(), choose_one()))

    @property
    def past(self) -> dict[str, date]:
        """The past day by its parameter; empty for the present."""
        return {name: self.values[name] for name in ("stand", "fassung") if self.values.get(name)}


def _problem(name: str, error: ValidationError) -> Problem:
    params = error.params or {}
    return Problem(name, params.get("value", ""), str(error.messages[0]), tuple(params.get("allowed", ())))
