"""How every file refuses an address: problem details (RFC 9457) that name the parameter and what is allowed."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import JsonResponse
from django.utils.translation import gettext as _

from tracker.listings.fields import Problem


def refused(problems: Sequence[Problem]) -> JsonResponse:
    """What is wrong with the address, spread over lines so that a person can read it too."""
    body = {
        "type": "about:blank",
        "title": _("The address contains values that cannot be used."),
        "status": 400,
        "errors": [problem.as_json() for problem in problems],
    }
    answer = JsonResponse(body, status=400, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Type"] = "application/problem+json; charset=utf-8"
    return answer
