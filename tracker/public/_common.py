"""What the pages of single records share: finding by a key from an address, refusing a past day, words for spans."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tracker.templatetags.tracker_tags import day_text, record_lang
from tracker.vocabulary import Precision

MAX_KEY = 80
PAST = ("stand", "fassung")

AnyModel = TypeVar("AnyModel", bound=Model)
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a page that does not exist: a label and where it leads; `code` stands before it."""

    label: str
    url: str
    code: str = ""


def find(queryset: QuerySet[AnyModel], **key: str) -> AnyModel | None:
    """The one record with a key from an address; None if there is none or if the key could never be one."""
    if any("\x00" in value or len(value) > MAX_KEY for value in key.values()):
        return None
    return queryset.filter(**key).first()


def readable(key: str) -> str:
    """A key from an address as it may be shown again: without control signs, cut where it is too long."""
    plain = "".join(char for char in key if unicodedata.category(char)[0] != "C")
    return plain if len(plain) <= MAX_KEY else f"{plain[:MAX_KEY]}…"


def not_found(request: HttpRequest, *, title: str, sentence: str, heading: str, ways: Sequence[Way]) -> HttpResponse:
    """A 404 that says what was not found and where the nearest records are."""
    context = {"title": title, "sentence": sentence, "heading": heading, "ways": ways}
    return render(request, "not_found.html", context, status=404)


def present_only(view: View) -> View:
    """Refuse `?stand=` and `?fassung=` with a sentence, for a page that exists as of today only."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        given = [name for name in PAST if name in request.GET]
        if given:
            return render(request, "present_only.html", {"given": given}, status=400)
        return view(request, *args, **kwargs)

    return answer


def span(
    start: date | None,
    end: date | None,
    start_precision: str = Precision.DAY,
    end_precision: str = Precision.DAY,
) -> str:
    """A time in words: "26. August 2019 bis 31. Dezember 2022", "ab 2019", "bis 2022"; empty if both ends are open."""
    first, last = day_text(start, start_precision), day_text(end, end_precision)
    if first and last:
        return first if first == last else pgettext("time", "%(start)s to %(end)s") % {"start": first, "end": last}
    if first:
        return pgettext("time", "from %s") % first
    return pgettext("time", "until %s") % last if last else ""


def quoted(text: str) -> str:
    """Words of a text in quotation marks."""
    return _("“%s”") % text


def recorded(text: str) -> str:
    """Words of the record where a template does not mark them: with their language on pages in another one."""
    lang = record_lang()
    return format_html("<span{}>{}</span>", lang, text) if lang else text


def sentence(*words: str) -> str:
    """Words as sentences: each begins with a large letter and ends with a full stop; empty ones are left out."""
    made = []
    for text in words:
        plain = text.strip()
        if plain:
            made.append(plain[:1].upper() + plain[1:] + ("" if plain.endswith((".", "!", "?")) else "."))
    return " ".join(made)


def listed(words: Sequence[str]) -> str:
    """Words one after the other, the last two joined by "and": "BDA, DIHK und ZDH"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
