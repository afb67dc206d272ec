"""The key of a public page, its ETag and the key of its stored body: all its content depends on, in one short word."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from urllib.parse import unquote_plus

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.translation import get_language

import allianz
from tracker import site
from tracker.pages.standing import PublicRequest

CODE = ("allianz", "tracker", "templates")
ENDINGS = {".py", ".html", ".xml", ".txt", ".svg", ".mo"}


@functools.cache
def release() -> str:
    """A short word for what runs here: version, code, templates, translations and static files; made once per process.

    The version alone would leave old pages in browsers and stores where somebody upgrades between two versions.
    """
    found = hashlib.sha256(f"{allianz.__version__} {getattr(staticfiles_storage, 'manifest_hash', '')}".encode())
    for folder in CODE:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in ENDINGS:
                found.update(str(path.relative_to(settings.BASE_DIR)).encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:12]


def page_key(request: PublicRequest) -> str:
    """The key of a public page as a short word; the request knows its standing (`tracker.pages.standing`)."""
    parts = (
        release(),
        site.fingerprint(),
        request.standing,
        request.get_host(),
        request.path,
        get_language(),
        in_order(request.META.get("QUERY_STRING", "")),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def in_order(query: str) -> str:
    """A query with its parameters sorted by name; the values of one name keep their order, for the last may decide.

    They are not decoded: two spellings of a value are two keys, never two contents under one.
    """
    if "&" not in query:
        return query
    return "&".join(sorted(query.split("&"), key=lambda pair: unquote_plus(pair.partition("=")[0])))
