"""How public pages are answered: by revision, without cookies, the same for everybody (design sections 4 and 6)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from tracker.pages.errors import not_allowed
from tracker.pages.kept import is_kept, known_answer, to_be_kept
from tracker.pages.keys import page_key
from tracker.pages.standing import PublicRequest, read_standing, settled
from tracker.replica import bound, read_public, source

__all__ = ["PublicRequest", "public_page"]

View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """Answer GET and HEAD by revision: 304 or the stored body before any query but one, else the page with its ETag.

    The key (`tracker.pages.keys`) changes with the next revision and at midnight in Berlin, and with nothing else. A
    page under a key shows exactly that revision and day: if either moves while it is made, it is made anew.
    """

    @functools.wraps(view)
    def answer(request: PublicRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return not_allowed(request, ["GET", "HEAD"])
        response = read_public(request, lambda: _by_revision(request, lambda: view(request, *args, **kwargs)))
        response["Cache-Control"] = "public, no-cache"
        return response

    # Nothing here takes a POST, so there is nothing to protect, and a stray one hears what is wrong: 405, not 403.
    return csrf_exempt(answer)


def _by_revision(request: PublicRequest, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    # The middleware has looked in vain where it knows the path; where it does not, another machine may have kept it.
    if getattr(request, "read_from", None) != source():
        read_standing(request)
        known = known_answer(request)
        if known is not None:
            is_kept(request)
            return known
    key = page_key(request)
    unchanged = get_conditional_response(request, etag=f'W/"{key}"')
    if unchanged is not None:
        if unchanged.status_code == 304:
            unchanged["ETag"] = f'W/"{key}"'
        return unchanged
    response, stood_still = settled(request, make, matters=_is_whole_page)
    if response.status_code == 200 and (stood_still or not _is_whole_page(response)):
        key = page_key(request)
        response["ETag"] = f'W/"{key}"'
        if stood_still and request.method == "GET":
            to_be_kept(request, key)
        elif stood_still and isinstance(response, HttpResponse) and response.content:
            # The length belongs to the answer to HEAD, the body does not; a view may have made none at all.
            response["Content-Length"] = len(response.content)
            response.content = b""
    return bound(response)


def _is_whole_page(response: HttpResponseBase) -> bool:
    """Whether it is a page or a file that is all there, no refusal and no file that is written while it is sent."""
    return response.status_code == 200 and (not response.streaming or isinstance(response, FileResponse))
