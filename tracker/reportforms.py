"""The form of a report, without HTTP: for the reporting area and for what staff enter after a mail.

A draft may hold anything; whether it says enough to be handed in is asked by `check_complete()` and by the workflow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.forms import BaseFormSet, formset_factory
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import days, uploads, workflow
from tracker.models import Contribution, StatusReport
from tracker.pages.forms import KernFormMixin
from tracker.vocabulary import Grade, Kind, Precision, Status
from tracker.workflow import EvidenceData, LinkData, ReportData

LINKS_LIMIT = 20
TEXT_LIMIT = 10_000
DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]
PRECISIONS = [(item.value, item.label) for item in Precision.of_facts()]
GRADES = [(item.value, item.label) for item in Grade if item is not Grade.NONE]

Data = Mapping[str, Any]


class DayField(forms.DateField):
    """A day by the browser's own control; typed days are read as well."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(
            widget=widget,
            input_formats=DAY_FORMATS,
            required=False,
            error_messages={"invalid": gettext_lazy("This is no day. Enter it like 31.12.2025.")},
            **kwargs,
        )


def text_field(label: Any, *, rows: int, limit: int = TEXT_LIMIT, **kwargs: Any) -> forms.CharField:
    """A text of several lines that may stay empty in a draft."""
    return forms.CharField(
        label=label, required=False, max_length=limit, widget=forms.Textarea({"rows": rows}), **kwargs
    )


def status_choices(kind: str, *, with_meaning: bool = True) -> list[tuple[str, Any]]:
    """The words a partner may report on this kind of commitment; none for targets, whose status staff assess."""
    if kind != Kind.MEASURE:
        return []
    words = [item for item in Status.reportable() if item is not Status.MISSED]
    if not with_meaning:
        return [(item.value, item.label_for(kind)) for item in words]
    return [
        (item.value, format_html('<b>{}</b><span class="sub">{}</span>', item.label_for(kind), item.meaning))
        for item in words
    ]


class LinkForm(KernFormMixin, forms.Form):
    """One dated link; a row without title, publisher and address is none."""

    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=400)
    publisher = forms.CharField(label=gettext_lazy("Publisher"), required=False, max_length=300)
    url = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=1000,
        widget=forms.TextInput({"inputmode": "url", "spellcheck": "false"}),
        help_text=gettext_lazy("begins with https://"),
    )
    grade = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=GRADES, required=False, initial=Grade.DOCUMENT.value
    )
    published_on = DayField(label=gettext_lazy("Published on"), help_text=gettext_lazy("empty if not known"))
    published_precision = forms.ChoiceField(label=gettext_lazy("How exact"), choices=PRECISIONS, required=False)
    seen_on = DayField(label=gettext_lazy("Seen on"), help_text=gettext_lazy("empty: today"))
    remove = forms.BooleanField(label=gettext_lazy("Remove this link"), required=False)

    is_new = False
    """Whether somebody has just asked for this row, so that it stands open."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered in this row, or it is to go."""
        given = self.cleaned_data
        return bool(given.get("remove")) or not any(given.get(name) for name in ("title", "publisher", "url"))

    def link(self, *, on: date) -> LinkData:
        """The link as it was entered; seen today unless another day is named."""
        given = self.cleaned_data
        data = EvidenceData(
            title=given.get("title", ""),
            publisher=given.get("publisher", ""),
            url=given.get("url", ""),
            published_on=given.get("published_on"),
            published_precision=given.get("published_precision") or Precision.DAY,
            seen_on=given.get("seen_on") or on,
        )
        return LinkData(data, given.get("grade") or Grade.DOCUMENT)

    def check_complete(self, *, on: date) -> None:
        """Put errors at the fields without which the link is no evidence."""
        given = self.cleaned_data
        if not given.get("title"):
            self.add_error("title", _("Give the title."))
        if not given.get("publisher"):
            self.add_error("publisher", _("Say who published it."))
        try:
            URLValidator(schemes=["http", "https"])(given.get("url", ""))
        except ValidationError:
            self.add_error("url", _("Enter the whole address, beginning with https://."))
        published, precision = given.get("published_on"), given.get("published_precision") or Precision.DAY
        if published and days.first_day(published, precision) > on:
            self.add_error("published_on", _("The day lies in the future."))
        if given.get("seen_on") and given["seen_on"] > on:
            self.add_error("seen_on", _("The day lies in the future."))


LinkSet = formset_factory(LinkForm, extra=0, max_num=LINKS_LIMIT, validate_max=True)


class ReportForm(KernFormMixin, forms.Form):
    """A report on one contribution. `start` is what it is prefilled with; `on` is today."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False, widget=forms.RadioSelect)
    as_of = DayField(label=gettext_lazy("Day of the information"))
    as_of_precision = forms.ChoiceField(label=gettext_lazy("How exact"), choices=PRECISIONS, required=False)
    summary = text_field(
        gettext_lazy("What has been done"),
        rows=6,
        help_text=gettext_lazy("Two or three sentences. They are published with your report."),
    )
    next_steps = text_field(gettext_lazy("Next steps"), rows=3, help_text=gettext_lazy("May stay empty."))
    problem = text_field(
        gettext_lazy("Problem or delay"),
        rows=3,
        help_text=gettext_lazy("May stay empty, but for “no longer pursued”: then give the reason."),
    )
    upload = forms.FileField(
        label=gettext_lazy("PDF file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": "application/pdf,.pdf"}),
    )
    upload_title = forms.CharField(label=gettext_lazy("Title of the PDF file"), required=False, max_length=400)
    upload_publisher = forms.CharField(label=gettext_lazy("Publisher of the PDF file"), required=False, max_length=300)
    upload_published_on = DayField(
        label=gettext_lazy("PDF file published on"), help_text=gettext_lazy("empty if not known")
    )
    wished_deadline = DayField(label=gettext_lazy("Deadline you wish for"))
    deadline_wish = text_field(gettext_lazy("Why the deadline should be moved"), rows=3, limit=4000)
    wording_wish = text_field(
        gettext_lazy("What should be corrected in the wording"),
        rows=3,
        limit=4000,
        help_text=gettext_lazy("Title, description or wording of the commitment."),
    )

    def __init__(
        self,
        data: Data | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        contribution: Contribution,
        on: date,
        start: ReportData | None = None,
        **kwargs: Any,
    ) -> None:
        self.contribution, self.on = contribution, on
        self.start = start or ReportData(as_of=on)
        initial = {name: getattr(self.start, name) for name in PLAIN_FIELDS}
        super().__init__(data, files, initial=initial, **kwargs)
        self.kind = contribution.commitment.kind
        choices = status_choices(self.kind)
        if choices:
            self.fields["status"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["status"]
        self.evidence_errors: list[str] = []
        # A form that speaks of less than the whole report (a table, a row) leaves its links alone.
        self.has_links = data is None or "link-TOTAL_FORMS" in data

    @cached_property
    def links(self) -> BaseFormSet:
        """The rows of links: those there are, and an empty one where there is none."""
        initial = [link_values(item) for item in self.start.links]
        rows = LinkSet(
            self.data if self.is_bound and self.has_links else None,
            prefix="link",
            initial=initial,
            form_kwargs={"use_required_attribute": False},
        )
        if not rows.is_bound:
            rows.extra = 0 if initial else 1
            rows.initial = initial
        return rows

    def is_valid(self) -> bool:
        """Whether what was entered can be kept as a draft."""
        return super().is_valid() and (not self.links.is_bound or self.links.is_valid())

    def clean_upload(self) -> UploadedFile | None:
        """Refuse what is no PDF file."""
        file = self.cleaned_data.get("upload")
        if file is not None:
            uploads.check_pdf(file)
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for title and publisher of a PDF file that is handed in, and refuse a day that is still to come."""
        given = super().clean() or {}
        if given.get("upload"):
            if (given.get("upload_published_on") or self.on) > self.on:
                self.add_error("upload_published_on", _("The day lies in the future."))
            if not given.get("upload_title"):
                self.add_error("upload_title", _("Give the title."))
            if not given.get("upload_publisher"):
                self.add_error("upload_publisher", _("Say who published it."))
        return given

    def check_complete(self) -> bool:
        """Put errors at fields that must be filled before a report is handed in; True if there are none."""
        if not self.cleaned_data.get("as_of"):
            self.add_error("as_of", _("Name the day."))
        for row in self._filled():
            row.check_complete(on=self.on)
        try:
            workflow.check_wishes(self.report_data(), self.contribution.commitment)
        except ValidationError as error:
            self.add_errors(error)
        return not self.errors and not any(row.errors for row in self._filled())

    def _filled(self) -> list[LinkForm]:
        return [row for row in self.links if not row.is_empty] if self.links.is_bound else []

    def report_data(self) -> ReportData:
        """What was entered, as the workflow takes it; a day left empty is the one the form began with."""
        given = self.cleaned_data
        links = tuple(row.link(on=self.on) for row in self._filled()) if self.links.is_bound else self.start.links
        return ReportData(
            as_of=given.get("as_of") or self.start.as_of,
            as_of_precision=given.get("as_of_precision") or Precision.DAY,
            status=given.get("status", ""),
            summary=given["summary"],
            next_steps=given["next_steps"],
            problem=given["problem"],
            links=links,
            wished_deadline=given.get("wished_deadline"),
            deadline_wish=given["deadline_wish"],
            wording_wish=given["wording_wish"],
        )

    def add_errors(self, error: ValidationError) -> None:
        """Show what the workflow refused at the fields it speaks of; what has no field here stands on top."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, found in error.error_dict.items():
            if name == "evidence":
                self.evidence_errors += [text for item in found for text in item.messages]
            else:
                self.add_error(name if name in self.fields else None, found)

    @property
    def all_errors(self) -> list[tuple[str, str, str]]:
        """Every error as (anchor, label, sentence), in the order of the page; without anchor: of the whole form."""
        found = [("", "", str(text)) for text in self.errors.get(NON_FIELD_ERRORS, [])]
        found += _of_fields(self, [name for name in self.fields if name not in UPLOAD_FIELDS + WISH_FIELDS])
        found += [("evidence", _("Evidence"), text) for text in self.evidence_errors]
        for row in self.links if self.links.is_bound else ():
            found += _of_fields(row, row.fields)
        found += _of_fields(self, UPLOAD_FIELDS + WISH_FIELDS)
        if self.links.is_bound:
            found += [("", "", str(text)) for text in self.links.non_form_errors()]
        return found


def _of_fields(form: forms.Form, names: Iterable[str]) -> list[tuple[str, str, str]]:
    bound = [form[name] for name in names]
    return [(field.anchor, str(field.label), str(text)) for field in bound for text in field.errors]  # type: ignore[attr-defined]


PLAIN_FIELDS = (
    "status",
    "as_of",
    "as_of_precision",
    "summary",
    "next_steps",
    "problem",
    "wished_deadline",
    "deadline_wish",
    "wording_wish",
)
UPLOAD_FIELDS = ["upload", "upload_title", "upload_publisher", "upload_published_on"]
WISH_FIELDS = ["wished_deadline", "deadline_wish", "wording_wish"]


def link_values(item: LinkData) -> dict[str, Any]:
    """The fields of a row for a link."""
    link = item.link
    return {
        "title": link.title,
        "publisher": link.publisher,
        "url": link.url,
        "grade": item.grade,
        "published_on": link.published_on,
        "published_precision": link.published_precision,
        "seen_on": link.seen_on,
    }


def posted_values(data: ReportData) -> dict[str, str]:
    """What a browser would send if it showed this report in the form: names of fields and their texts."""

    def text(value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else str(value or "")

    values = {name: text(getattr(data, name)) for name in PLAIN_FIELDS}
    for number, item in enumerate(data.links):
        values |= {f"link-{number}-{name}": text(value) for name, value in link_values(item).items()}
    return values | {"link-TOTAL_FORMS": str(len(data.links)), "link-INITIAL_FORMS": "0"}


def start_of(contribution: Contribution, *, on: date) -> ReportData:
    """What the form is prefilled with: the open report, else the last one that was decided on as of today.

    What is completed keeps the day on which it was completed.
    """
    present = workflow.open_report(contribution)
    if present is not None:
        return workflow.report_data(present)
    return fresh_start(workflow.last_decided(contribution), on=on)


def fresh_start(before: StatusReport | None, *, on: date) -> ReportData:
    """What a new report begins with: the words of the last accepted one as of today, without its wishes."""
    if before is None:
        return ReportData(as_of=on)
    data = replace(workflow.report_data(before), wished_deadline=None, deadline_wish="", wording_wish="")
    return data if before.status == Status.COMPLETED else replace(data, as_of=on, as_of_precision=Precision.DAY)
