"""The files `massnahmen.json` and `massnahmen.csv`: the rows of the table, by the same address, as data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from tracker.listings.records import records
from tracker.listings.rows import commitment_row
from tracker.listings.view import Listing
from tracker.pages.http import PublicRequest, public_page
from tracker.site import site


@public_page
def commitments_json(request: PublicRequest) -> HttpResponseBase:
    """All rows of the table as JSON, written while they are read."""
    listing = Listing(request, day=request.day)
    if listing.problems_of_file:
        return _problem(listing)
    return StreamingHttpResponse(_json(listing, request.revision), content_type="application/json; charset=utf-8")


def _problem(listing: Listing) -> JsonResponse:
    """What is wrong with the address, in the form of RFC 9457."""
    body = {
        "title": _("The address contains values that cannot be used."),
        "status": 400,
        "errors": [problem.as_json() for problem in listing.problems_of_file],
    }
    answer = JsonResponse(body, status=400, json_dumps_params={"ensure_ascii": False})
    answer["Content-Type"] = "application/problem+json; charset=utf-8"
    return answer


def _json(listing: Listing, revision: int) -> Iterator[str]:
    head = {
        "view": {"kind": listing.view.kind, "day": listing.view.day.isoformat()},
        "filter": listing.filter_data(),
        "revision": revision,
        "licence": site().licence,
        "count": listing.rows().count(),
    }
    yield f'{_dump(head)[:-1]},"commitments":['
    for number, record in enumerate(records(listing)):
        yield f"{',' if number else ''}\n{_dump(commitment_row(record))}"
    yield "\n]}\n"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
