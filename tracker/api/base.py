"""What all addresses of the interface share: kept by revision, throttled, JSON only, problems in one form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlencode

from django.forms import Field
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tracker.api.errors import BadQuery, OtherVersion
from tracker.listings import query
from tracker.listings.fields import ChoiceField, NumberField, Problem
from tracker.listings.filters import PAGE_SIZES
from tracker.pages.keys import page_key
from tracker.pages.standing import PublicRequest, read_standing, settled
from tracker.replica import read_public
from tracker.site import site

LARGEST = max(PAGE_SIZES)


class PublicView(APIView):
    """One address of the interface: `answer` gives what it says; ETag, 304 and the rest are done here."""

    http_method_names = ["get", "head"]
    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Read day and revision before anything else, and say on every answer how long it holds."""
        return read_public(request, lambda: self._by_revision(request, *args, **kwargs))

    def _by_revision(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        read_standing(cast(PublicRequest, request))
        self.tag = f'W/"{page_key(cast(PublicRequest, request))}"'
        response = super().dispatch(request, *args, **kwargs)
        if self.tag and response.status_code in (200, 304):
            response["ETag"] = self.tag
        response["Cache-Control"] = "public, no-cache" if response.status_code in (200, 304) else "no-store"
        return response

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The answer, or 304 to who has it already."""
        unchanged = get_conditional_response(request._request, etag=self.tag)
        if unchanged is None:
            asked = cast(PublicRequest, request._request)
            data, stood_still = settled(asked, lambda: self.answer(asked, **kwargs))
            self.tag = f'W/"{page_key(asked)}"' if stood_still else ""
            return Response(data)
        if unchanged.status_code != 304:
            raise OtherVersion
        return unchanged

    def answer(self, request: PublicRequest, **kwargs: str) -> dict[str, Any]:
        """What this address says; raises `BadQuery` or `Http404`."""
        raise NotImplementedError


class AnyField(Field):
    """A parameter that somebody else reads."""

    def clean(self, value: Any) -> Any:
        """The texts as they are."""
        return value


class Query(query.Query):
    """The parameters of an address by their fields; raises `BadQuery` with everything that is wrong with them."""

    def __init__(self, request: HttpRequest, **fields: Field) -> None:
        super().__init__(request, **fields)
        if self.problems:
            raise BadQuery(self.problems)


def paging_fields() -> dict[str, Field]:
    """The two parameters that choose a page."""
    sizes = sorted({*PAGE_SIZES, site().per_page})
    return {
        "page": NumberField(required=False),
        "per_page": ChoiceField(choices=[(str(size), str(size)) for size in sizes], required=False),
    }


class Page:
    """Which rows stand on the page asked for; raises `BadQuery` if there is no such page."""

    def __init__(
        self, request: HttpRequest, pairs: Sequence[tuple[str, str]], *, count: int, wanted: int, size: int
    ) -> None:
        self.count, self.size, self.number = count, min(size, LARGEST), wanted
        self.last = max(1, -(-count // self.size))
        self._pairs = [pair for pair in pairs if pair[0] != "page"]
        self._path = site().url + request.path
        if wanted > self.last:
            words = _("There is no page %(wanted)d; the last one is page %(last)d.")
            message = words % {"wanted": wanted, "last": self.last}
            raise BadQuery([Problem("page", str(wanted), message, ("1", str(self.last)))])
        self.start = (wanted - 1) * self.size
        self.end = self.start + self.size

    def head(self) -> dict[str, Any]:
        """Number of rows, number of the page, and where its neighbours are."""
        return {
            "count": self.count,
            "page": self.number,
            "per_page": self.size,
            "next": self._address(self.number + 1) if self.number < self.last else None,
            "previous": self._address(self.number - 1) if self.number > 1 else None,
        }

    def _address(self, number: int) -> str:
        return f"{self._path}?{urlencode([*self._pairs, ('page', str(number))])}"


def paged(request: HttpRequest, asked: query.Query, *, count: int) -> Page:
    """The page that a query with `paging_fields` asks for."""
    pairs = [(name, str(value)) for name, value in asked.values.items() if value and not isinstance(value, list)]
    pairs += [(name, item) for name, value in asked.values.items() if isinstance(value, list) for item in value]
    size = int(asked.values["per_page"] or site().per_page)
    return Page(request, pairs, count=count, wanted=asked.values["page"] or 1, size=size)
