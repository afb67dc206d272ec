"""The links that frame every public page: main menu, service line, legal pages, and the way to the other language.

A link is named by its URL name and appears as soon as a room serves that name; nothing here leads into the void.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, is_valid_path, reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MENU: tuple[tuple[str, Promise], ...] = (
    ("public:overview", _("Overview")),
    ("public:commitments", _("Measures and targets")),
    ("public:agreements", _("Agreements")),
    ("public:partners", _("Partners")),
    ("public:laender", _("Länder")),
    ("public:changes", _("Changes")),
)
SERVICE: tuple[tuple[str, Promise], ...] = (
    ("public:method", _("How we count")),
    ("public:data", _("Download data")),
    ("balance:balances", _("Interim balances")),
)
HELP: tuple[tuple[str, Promise], ...] = (
    ("public:easy_language", _("Plain language")),
    ("public:sign_language", _("Sign language")),
)
LEGAL: tuple[tuple[str, Promise], ...] = (
    ("public:imprint", _("Imprint")),
    ("public:privacy", _("Privacy")),
    ("public:accessibility", _("Accessibility statement")),
    ("public:report_barrier", _("Report a barrier")),
    ("public:method", _("How we count")),
    ("public:data", _("Download data")),
    ("api", _("Interface for programs")),
    ("accounts:sign_in", _("Sign in for partners")),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the frame; `current` is the value of aria-current: page, true (within the section) or empty."""

    key: str
    label: Promise
    url: str
    current: str = ""


def links(entries: tuple[tuple[str, Promise], ...], path: str) -> list[Link]:
    """The links of these entries that some room serves, with the one for this path marked."""
    found = []
    home = reverse_or_none("public:overview")
    for name, label in entries:
        url = reverse_or_none(name)
        if url is None:
            continue
        inside = url != home and path.startswith(url)
        current = "page" if path == url else "true" if inside else ""
        found.append(Link(name.partition(":")[2], label, url, current))
    return found


def address(name: str, *args: str) -> str:
    """The address of a URL name in the language of the page, as `reverse` gives it, looked up once in a process."""
    return _address(get_urlconf() or settings.ROOT_URLCONF, get_language(), get_script_prefix(), name, args)


@lru_cache(maxsize=8192)
def _address(rooms: str, language: str | None, prefix: str, name: str, args: tuple[str, ...]) -> str:
    return reverse(name, args=args)


def reverse_or_none(name: str) -> str | None:
    """The address of a URL name without arguments, or None while no room serves it."""
    try:
        return address(name)
    except NoReverseMatch:
        return None


def language_root(language: str) -> str:
    """The path under which the pages of a language live: "/" for the default one, "/en/" for English."""
    prefix = get_script_prefix()
    return prefix if language == settings.LANGUAGE_CODE else f"{prefix}{language}/"


def other_language() -> str:
    """The language the page is not in."""
    active = get_language() or settings.LANGUAGE_CODE
    return next(code for code, _name in settings.LANGUAGES if code != active)


def in_other_language(request: HttpRequest) -> str:
    """The address of this page with the same query in the other language; its front page if this one was not found.

    Empty for a page that is there in one language only, as are those behind the sign-in.
    """
    here, there = language_root(get_language() or settings.LANGUAGE_CODE), language_root(other_language())
    if getattr(request, "resolver_match", None) is None or not request.path.startswith(here):
        return there
    path = there + request.path[len(here) :]
    with translation.override(other_language()):
        # A path is known only in the language it is written in.
        if not is_valid_path(path):
            return ""
    query = request.META.get("QUERY_STRING", "")
    return path + (f"?{query}" if query else "")
