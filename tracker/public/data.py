"""The page "Daten herunterladen": files of all rows and of each agreement, licence, citation, fields explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.access import public_agreements
from tracker.listings import columns
from tracker.listings.datasets import DATASETS
from tracker.listings.links import commitments_query, commitments_url
from tracker.listings.rows import FIELDS, LAST_COLUMNS, TYPES, Column
from tracker.models import DataDump
from tracker.pages.http import PublicRequest, public_page
from tracker.pages.navigation import reverse_or_none
from tracker.public._common import present_only
from tracker.site import site
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import Precision

FORMATS = (("CSV", "commitments_csv"), ("Excel (XLSX)", "commitments_xlsx"), ("JSON", "commitments_json"))
CHANGES = (("CSV", "changes_csv"), ("JSON", "changes_json"), ("Atom", "changes_atom"))
REGISTERS = (
    (gettext_lazy("Agreements"), "agreements_json"),
    (gettext_lazy("Partners"), "partners_json"),
    (gettext_lazy("Indicators with their values"), "indicators_json"),
)
OTHERS = (
    (gettext_lazy("The last columns of CSV and Excel"), LAST_COLUMNS),
    (gettext_lazy("Files of the changes"), columns.CHANGES),
    (gettext_lazy("File of the agreements"), columns.AGREEMENTS),
    (gettext_lazy("File of the partners"), columns.PARTNERS),
    (gettext_lazy("File of the indicators"), columns.INDICATORS),
)
"""What is explained beside the fields of the contract."""


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
@present_only
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
        "others": [(title, [(item.name, TYPES[item.type], item.meaning) for item in told]) for title, told in OTHERS],
        "registers": [(label, url) for label, name in REGISTERS if (url := reverse_or_none(name))],
        "change_files": [(label, url) for label, name in CHANGES if (url := reverse_or_none(name))],
        "dumps": list(dumps()),
        "catalogue": catalogue(request),
    }
    return render(request, "data.html", context)


@dataclass(frozen=True, slots=True)
class Dump:
    """All data of one quarter or year, as the page names it."""

    period: str
    words: str
    day: date
    revision: int
    size: int
    sha256: str


def dumps() -> Iterator[Dump]:
    """The dumps that are kept, the newest first; of two of one day the year first."""
    for kept in sorted(DataDump.objects.all(), key=lambda item: (item.day, item.period), reverse=True):
        words = day_text(kept.day, Precision.QUARTER if "Q" in kept.period else Precision.YEAR)
        yield Dump(kept.period, words, kept.day, kept.revision, kept.size, kept.sha256)


def catalogue(request: PublicRequest) -> dict[str, Any]:
    """The datasets for search engines (schema.org)."""
    here = site()
    publisher = {"@type": "Organization", "name": str(here.operator or here.editor), "url": here.url}
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": str(here.name),
        "url": f"{here.url}{request.path}",
        "inLanguage": "de",
        "publisher": publisher,
        "dataset": [
            {
                "@type": "Dataset",
                "name": str(item.title),
                "description": str(item.about),
                "url": item.url,
                "license": here.licence_url,
                "creator": publisher,
                "inLanguage": "de",
                "isAccessibleForFree": True,
                "keywords": [str(word) for word in item.words],
                "distribution": [
                    {"@type": "DataDownload", "encodingFormat": file.media_type, "contentUrl": file.url}
                    for file in item.files
                ],
            }
            for item in DATASETS
        ],
    }


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
        more: list[tuple[str, Promise | str]] = [(column.name, _meaning(column)) for column in field.inner]
        if field.label is not None:
            more.append((f"{field.name}_label", _("the word for it")))
        yield Note(
            field.name,
            str(TYPES[field.type]),
            field.meaning,
            values,
            "" if same_as == field.name else same_as,
            tuple(more),
        )


def _meaning(column: Column) -> str:
    return f"{column.meaning} ({TYPES[column.type]})"


def _values(codes: Any) -> tuple[tuple[str, Promise | str], ...]:
    """The key words of a field that can occur in public, with their meaning."""
    if codes is None:
        return ()
    members = codes.public_members() if hasattr(codes, "public_members") else codes
    return tuple((member.value, member.label) for member in members)
