"""What is wrong with a request, in the form of RFC 9457 (problem details)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions, status
from rest_framework.response import Response

from tracker.listings.fields import Problem, too_long

PROBLEM = "application/problem+json"
TITLES: dict[int, Promise] = {
    400: gettext_lazy("The address contains values that cannot be used."),
    404: gettext_lazy("There is nothing at this address."),
    405: gettext_lazy("Only reading is possible: GET and HEAD."),
    406: gettext_lazy("Answers are given as JSON only (application/json)."),
    412: gettext_lazy("This is not the version that If-Match asks for."),
    429: gettext_lazy("Too many requests from this address."),
}


class BadQuery(exceptions.APIException):
    """Parameters of the address cannot be used; carries what is wrong with each."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = problems


class OtherVersion(exceptions.APIException):
    """The asker wants the answer only while it has another ETag than it has now."""

    status_code = status.HTTP_412_PRECONDITION_FAILED


def body(code: int, *, detail: str = "", errors: Sequence[Problem] = ()) -> dict[str, Any]:
    """The problem details of an answer."""
    found: dict[str, Any] = {"type": "about:blank", "title": str(TITLES[code]), "status": code}
    if detail:
        found["detail"] = detail
    if errors:
        found["errors"] = [problem.as_json() for problem in errors]
    return found


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error that is the asker's; all others go on and end as an error of the site."""
    if isinstance(error, Http404):
        return _answer(404)
    if isinstance(error, BadQuery):
        return _answer(400, errors=error.problems)
    if isinstance(error, TooManyFieldsSent):
        return _answer(400, errors=[too_long(context["request"].META.get("QUERY_STRING", ""))])
    if isinstance(error, exceptions.Throttled):
        wait = max(1, round(getattr(error, "wait", None) or 1))
        detail = _("Please wait %d seconds.") % wait
        return _answer(429, detail=detail, headers={"Retry-After": str(wait)})
    if isinstance(error, exceptions.MethodNotAllowed | exceptions.NotAcceptable | OtherVersion):
        return _answer(error.status_code)
    return None


def _answer(
    code: int, *, detail: str = "", errors: Sequence[Problem] = (), headers: dict[str, str] | None = None
) -> Response:
    made = Response(body(code, detail=detail, errors=errors), status=code, headers=headers)
    made.content_type = f"{PROBLEM}; charset=utf-8"
    return made


@csrf_exempt
def unknown_address(request: HttpRequest, rest: str = "") -> JsonResponse:
    """The answer to an address below the interface that does not exist."""
    answer = JsonResponse(body(404), status=404, json_dumps_params={"ensure_ascii": False})
    answer["Content-Type"] = f"{PROBLEM}; charset=utf-8"
    answer["Cache-Control"] = "no-store"
    return answer
