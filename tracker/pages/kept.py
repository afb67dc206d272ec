"""The middleware that answers public pages from the store, before sessions, forms and addresses are looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from cachetools import LRUCache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from tracker.pages.keys import page_key
from tracker.pages.standing import PublicRequest, read_standing
from tracker.pages.store import store
from tracker.replica import read_public

GetResponse = Callable[[HttpRequest], HttpResponseBase]
MOST_PATHS = 20_000


class KeptPages:
    """Answer a public page whose body is kept, with one query; keep the body of one that `public_page` made.

    It stands inside what puts the policies on every answer, and outside everything that knows persons. Only paths that
    were public pages before are looked up, so that all others cost nothing.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        # Two threads may lose a path to each other; then it is learned again.
        self.paths: LRUCache[str, bool] = LRUCache(MOST_PATHS)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path in self.paths and request.method in ("GET", "HEAD"):
            known = read_public(request, lambda: _looked_up(cast(PublicRequest, request)))
            if known is not None:
                return known
        response = self.get_response(request)
        key: str | None = getattr(request, "_kept_as", None)
        if key is not None and isinstance(response, HttpResponse) and _is_for_everybody(response):
            if key:
                store().put(key, response, request.standing)  # type: ignore[attr-defined]
            self.paths[request.path] = True
        return response


def _looked_up(request: PublicRequest) -> HttpResponseBase | None:
    read_standing(request)
    return known_answer(request)


def known_answer(request: PublicRequest) -> HttpResponseBase | None:
    """The kept answer to a request that knows its standing, or 304 to who has it already; None if none is kept."""
    kept = store().get(page_key(request), request.standing)
    if kept is None:
        return None
    response = kept.answer(is_head=request.method == "HEAD")
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    for name, value in kept.policy.items():
        setattr(answer, name, value)
    return answer


def to_be_kept(request: PublicRequest, key: str) -> None:
    """Ask the middleware to keep the answer to this request, as it leaves, under this key."""
    request._kept_as = key  # type: ignore[attr-defined]


def is_kept(request: PublicRequest) -> None:
    """Tell the middleware that answers to this path are kept, by another machine."""
    request._kept_as = ""  # type: ignore[attr-defined]


def _is_for_everybody(response: HttpResponse) -> bool:
    """Whether an answer is the same for everybody: nothing on the way out has made it one person's."""
    is_public = response.headers.get("Cache-Control") == "public, no-cache"
    return is_public and response.status_code == 200 and not response.cookies and not response.has_header("Vary")
