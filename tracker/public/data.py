"""The page "Daten herunterladen": files of all rows and of each agreement, licence, citation, fields explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tracker.access import public_agreements
from tracker.listings.links import commitments_query, commitments_url
from tracker.listings.rows import FIELDS, TYPES, Column
from tracker.pages.http import PublicRequest, public_page
from tracker.pages.navigation import reverse_or_none
from tracker.site import site
from tracker.templatetags.tracker_tags import day_text

FORMATS = (("CSV", "commitments_csv"), ("JSON", "commitments_json"))


@dataclass(frozen=True, slots=True)
class File:
    """One file: its format and address."""

    format: str
    url: str


@dataclass(frozen=True, slots=True)
class Note:
    """What is said about one field: its key words, or the field that has the same; columns of CSV beside its own."""

    name: str
    type: str
    meaning: Promise
    values: tuple[tuple[str, Promise | str], ...]
    same_as: str
    columns: tuple[tuple[str, Promise | str], ...]


@public_page
def data(request: PublicRequest) -> HttpResponse:
    """Show what can be downloaded, under which licence, and what stands in the files."""
    here = site()
    context = {
        "crumbs": [(_("Overview"), reverse_or_none("public:overview")), (_("Download data"), "")],
        "files": list(files()),
        "agreements": [
            (agreement, commitments_url(vereinbarung=agreement.slug), list(files(vereinbarung=agreement.slug)))
            for agreement in public_agreements().order_by("-signed_on", "slug")
        ],
        "cite": _("%(who)s: %(site)s, as of %(day)s, revision %(revision)d, %(url)s.")
        % {
            "who": here.operator or here.editor,
            "site": here.name,
            "day": day_text(request.day),
            "revision": request.revision,
            "url": f"{here.url}{request.path}",
        },
        "notes": list(notes()),
    }
    return render(request, "data.html", context)


def files(**filters: str) -> Iterator[File]:
    """The files with the rows of these filters, as far as they are served."""
    query = commitments_query(**filters)
    for label, name in FORMATS:
        url = reverse_or_none(name)
        if url:
            yield File(label, f"{url}?{query}" if query else url)


def notes() -> Iterator[Note]:
    """What is said about every field of the contract; key words are listed where they come first."""
    first: dict[Any, str] = {}
    for field in FIELDS:
        same_as = first.setdefault(field.codes, field.name) if field.codes is not None else field.name
        values = _values(field.codes) if same_as == field.name else ()
        columns: list[tuple[str, Promise | str]] = [(column.name, _meaning(column)) for column in field.inner]
        if field.label is not None:
            columns.append((f"{field.name}_label", _("the word for it")))
        yield Note(
            field.name,
            str(TYPES[field.type]),
            field.meaning,
            values,
            "" if same_as == field.name else same_as,
            tuple(columns),
        )


def _meaning(column: Column) -> str:
    return f"{column.meaning} ({TYPES[column.type]})"


def _values(codes: Any) -> tuple[tuple[str, Promise | str], ...]:
    """The key words of a field that can occur in public, with their meaning."""
    if codes is None:
        return ()
    members = codes.public_members() if hasattr(codes, "public_members") else codes
    return tuple((member.value, member.label) for member in members)
