"""The parameters of an address that has a few fields of its own: what they say, and what is wrong with them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tracker.listings.fields import Problem, read_query, shorten


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


def _problem(name: str, error: ValidationError) -> Problem:
    params = error.params or {}
    return Problem(name, params.get("value", ""), str(error.messages[0]), tuple(params.get("allowed", ())))
