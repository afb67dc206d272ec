"""How files say what is wrong with an address: JSON in the form of RFC 9457, all others in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from tracker.listings.fields import Problem


def problem_as_json(problems: Sequence[Problem]) -> JsonResponse:
    """What is wrong with the address, in the form of RFC 9457."""
    body = {
        "type": "about:blank",
        "title": _("The address contains values that cannot be used."),
        "status": 400,
        "errors": [problem.as_json() for problem in problems],
    }
    answer = JsonResponse(body, status=400, json_dumps_params={"ensure_ascii": False})
    answer["Content-Type"] = "application/problem+json; charset=utf-8"
    return answer


def problem_as_text(problems: Sequence[Problem]) -> HttpResponse:
    """What is wrong with the address, in plain sentences."""
    lines = [_("The address contains values that cannot be used."), ""]
    for problem in problems:
        lines.append(f"{problem.parameter}: {problem.message}" if problem.parameter else problem.message)
        if problem.allowed:
            lines.append("  " + _("Possible: %s") % ", ".join(problem.allowed))
    return HttpResponse("\n".join([*lines, ""]), status=400, content_type="text/plain; charset=utf-8")
