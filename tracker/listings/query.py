"""The parameters of an address that has a few fields of its own: what they say, and what is wrong with them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import TooManyFieldsSent, ValidationError
from django.forms import Field
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from tracker.listings.fields import Problem, shorten
from tracker.listings.view import MAX_QUERY


class Query:
    """The parameters of an address by their fields; `problems` names everything that is wrong with them."""

    def __init__(self, request: HttpRequest, **fields: Field) -> None:
        self.values: dict[str, Any] = {}
        self.problems: list[Problem] = []
        given = self._given(request)
        for name, field in fields.items():
            try:
                self.values[name] = field.clean(given.getlist(name))
            except ValidationError as error:
                self.problems += [_problem(name, leaf) for leaf in error.error_list]
        known = tuple(fields)
        words = _("There is no parameter of this name.")
        strangers = [name for name in given if name not in fields and not name.startswith("utm_")][:5]
        self.problems += [Problem(shorten(name), "", words, known) for name in strangers]

    def _given(self, request: HttpRequest) -> QueryDict:
        """The query of an address; an empty one, and a problem, if it is too long to be meant."""
        raw = request.META.get("QUERY_STRING", "")
        try:
            if len(raw) <= MAX_QUERY:
                return request.GET
        except TooManyFieldsSent:
            pass
        words = _("The address is too long: no more than %d characters may follow the question mark.")
        self.problems.append(Problem("", shorten(raw), words % MAX_QUERY))
        return QueryDict()


def _problem(name: str, error: ValidationError) -> Problem:
    params = error.params or {}
    return Problem(name, params.get("value", ""), str(error.messages[0]), tuple(params.get("allowed", ())))
