"""The parameter `trenner` of CSV files: semicolons unless commas are asked for."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tracker.listings.fields import Problem, shorten

SEPARATED_BY = "trenner"
DELIMITERS = {"semikolon": ";", "komma": ","}


def delimiter_of(request: HttpRequest) -> tuple[str, list[Problem]]:
    """The sign that stands between the cells, and what is wrong with the parameter."""
    wanted = request.GET.getlist(SEPARATED_BY) or ["semikolon"]
    if len(wanted) == 1 and wanted[0] in DELIMITERS:
        return DELIMITERS[wanted[0]], []
    value = shorten(", ".join(wanted))
    message = _("“%s” is not one of the allowed values.") % value
    return ";", [Problem(SEPARATED_BY, value, message, tuple(DELIMITERS))]
