"""What this site publishes as data: the datasets and their files, in one list.

The catalogue for data portals, the data package, the description for search engines and the dumps are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.site import site

CSV, JSON, XLSX = "text/csv", "application/json", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of a dataset: its format and the name of its address; `fields` names its rows and their schema."""

    name: str
    url_name: str
    media_type: str
    format: str
    fields: str

    @property
    def url(self) -> str:
        """Its lasting address."""
        return site().url + reverse(self.url_name)


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset: its key, title and description, the page for people, and its files."""

    key: str
    title: Promise
    about: Promise
    page: str
    files: tuple[DataFile, ...]
    words: tuple[Promise, ...] = ()

    @property
    def url(self) -> str:
        """The lasting address of its page."""
        return site().url + reverse(self.page)


DATASETS = (
    Dataset(
        "massnahmen",
        _("Measures and targets of the Alliance for Initial and Further Training"),
        _(
            "Every recorded statement of the agreements with wording, partners, deadline, status and evidence, by "
            "public sources and reports of the partners."
        ),
        "public:commitments",
        (
            DataFile("massnahmen-csv", "commitments_csv", CSV, "CSV", "commitments"),
            DataFile("massnahmen-xlsx", "commitments_xlsx", XLSX, "XLSX", "commitments"),
            DataFile("massnahmen-json", "commitments_json", JSON, "JSON", "commitments"),
        ),
        (_("initial training"), _("further training"), _("Alliance for Initial and Further Training")),
    ),
    Dataset(
        "aenderungen",
        _("Changes of the record of the Alliance"),
        _("Every change of a published statement: when, from what, to what, why and by which source."),
        "public:changes",
        (
            DataFile("aenderungen-csv", "changes_csv", CSV, "CSV", "changes"),
            DataFile("aenderungen-json", "changes_json", JSON, "JSON", "changes"),
        ),
        (_("changes"),),
    ),
    Dataset(
        "vereinbarungen",
        _("Agreements of the Alliance"),
        _("The signed agreements with term, action fields, measurable targets and signatories."),
        "public:agreements",
        (DataFile("vereinbarungen-json", "agreements_json", JSON, "JSON", "agreements"),),
        (_("agreements"),),
    ),
    Dataset(
        "partner",
        _("Partners of the Alliance"),
        _("The organisations and groups with their names over time and memberships."),
        "public:partners",
        (DataFile("partner-json", "partners_json", JSON, "JSON", "partners"),),
        (_("partners"),),
    ),
    Dataset(
        "indikatoren",
        _("Indicators beside the commitments of the Alliance"),
        _("Measured series that stand beside commitments, with their breaks and sources."),
        "public:overview",
        (DataFile("indikatoren-json", "indicators_json", JSON, "JSON", "indicators"),),
        (_("indicators"),),
    ),
)
