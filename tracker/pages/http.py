"""How public pages are answered: by revision, without cookies, the same for everybody (design sections 4 and 6)."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

import allianz
from tracker import days
from tracker.models import Revision
from tracker.pages.errors import not_allowed
from tracker.site import site

View = Callable[..., HttpResponseBase]


class PublicRequest(HttpRequest):
    """A request to a public page: it knows the day in Berlin and the revision, read before anything else."""

    day: date
    revision: int


def public_page(view: View) -> View:
    """Answer GET and HEAD by revision: 304 before any query but one, else the page with its ETag.

    The key is made of release, public settings, revision, Berlin day, host, path, language and sorted query; it
    changes with the next revision and at midnight, and with nothing else.
    """

    @functools.wraps(view)
    def answer(request: PublicRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return not_allowed(request, ["GET", "HEAD"])
        request.day = days.today()
        request.revision = Revision.current()
        tag = f'W/"{page_key(request)}"'
        unchanged = get_conditional_response(request, etag=tag)
        response = unchanged if unchanged is not None else view(request, *args, **kwargs)
        if response.status_code in (200, 304):
            response["ETag"] = tag
        response["Cache-Control"] = "public, no-cache"
        return response

    # Nothing here takes a POST, so there is nothing to protect, and a stray one hears what is wrong: 405, not 403.
    return csrf_exempt(answer)


def page_key(request: PublicRequest) -> str:
    """The key of a public page as a short word."""
    query = sorted(parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True))
    parts = [
        allianz.__version__,
        site().fingerprint(),
        request.revision,
        request.day.isoformat(),
        request.get_host(),
        request.path,
        get_language(),
        query,
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
