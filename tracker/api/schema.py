"""The schema of the interface (OpenAPI 3.1), made from the addresses, their parameters and shapes.

The German one is committed as `docs/openapi.json`; a test fails when it no longer fits.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema

from tracker.api.base import PublicView, Query
from tracker.pages.http import PublicRequest
from tracker.site import site


@lru_cache(maxsize=4)
def _made(language: str) -> str:
    """The schema as text, kept because making it takes a second."""
    with translation.override(language):
        schema = SchemaGenerator(urlconf="tracker.api.urls", api_version="1").get_schema(request=None, public=True)
        schema["info"] |= {
            "title": _("Commitments of the Alliance: interface for programs"),
            "description": _(
                "Read-only, public, without registration. The rows, their order and the filters are those of the "
                "pages. Every answer carries an ETag; who sends it back as If-None-Match gets 304 while nothing has "
                "changed. Problems are told as application/problem+json (RFC 9457)."
            ),
        }
        return json.dumps(schema, ensure_ascii=False, indent=2, default=str, sort_keys=True)


def schema(language: str = "") -> dict[str, Any]:
    """The schema in a language, German unless another is named; nothing in it depends on the settings of a site."""
    made: dict[str, Any] = json.loads(_made(language or settings.LANGUAGE_CODE))
    return made


@extend_schema(exclude=True)
class Schema(PublicView):
    """The schema with the address and licence of this site."""

    def answer(self, request: PublicRequest, **kwargs: str) -> dict[str, Any]:
        """The German schema."""
        Query(request)
        here = site()
        found = schema()
        found["info"]["license"] = {"name": here.licence, "url": here.licence_url}
        found["servers"] = [{"url": here.url}]
        return found
