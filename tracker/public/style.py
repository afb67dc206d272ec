"""The live style guide: every part of a page once, with made-up data. It is shown only under DEBUG."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import django_tables2 as tables
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from tracker.pages.forms import KernFormMixin
from tracker.templatetags.tracker_tags import badge
from tracker.vocabulary import Kind, Precision, Status


class SampleTable(tables.Table):
    """A table of records as the listings show them."""

    caption = "Rows of a listing"
    row_header = "title"

    title = tables.Column(verbose_name="Title", attrs={"th": {"class": "c-title"}})
    partner = tables.Column(verbose_name="Partner", orderable=False, attrs={"th": {"class": "c-partner"}})
    schedule = tables.Column(verbose_name="Deadline", attrs={"th": {"class": "c-frist"}})
    status = tables.Column(verbose_name="Status", orderable=False, attrs={"td": {"class": "wide"}})

    class Meta:
        attrs = {"class": "data cards measures"}

    def render_status(self, value: Status) -> SafeString:
        """The badge with the day of the fact behind it."""
        return badge(value, Kind.MEASURE, "as of 31 December 2021, document")


class SampleForm(KernFormMixin, forms.Form):
    """A form with every shape of field."""

    name = forms.CharField(label="Name", required=False, help_text="You need not say who you are.")
    mail = forms.EmailField(label="E-mail address")
    subject = forms.ChoiceField(
        label="Subject", choices=[("", "please choose"), ("error", "error"), ("other", "other")]
    )
    urgency = forms.ChoiceField(label="Urgency", choices=[("a", "at once"), ("b", "soon")], widget=forms.RadioSelect)
    parts = forms.MultipleChoiceField(
        label="Parts", choices=[("x", "table"), ("y", "chart")], widget=forms.CheckboxSelectMultiple, required=False
    )
    text = forms.CharField(label="What is wrong?", widget=forms.Textarea(attrs={"rows": 5}))
    proof = forms.FileField(label="Document", required=False)
    consent = forms.BooleanField(label="I have read the privacy notice.")


@dataclass(frozen=True)
class Source:
    """A source as the include wants it."""

    title: str
    publisher: str
    url: str
    published_on: date | None
    published_precision: str = Precision.DAY
    seen_on: date | None = date(2026, 11, 22)


TILES = ("sh", "hb", "hh", "mv", "nw", "ni", "st", "bb", "be", "rp", "he", "th", "sn", "sl", "bw", "by")


def style(request: HttpRequest) -> HttpResponse:
    """Show every part of a page to those who build the site."""
    if not settings.DEBUG:
        raise Http404
    counts = dict(zip(Status, (12, 15, 24, 2, 1, 3, 4, 35), strict=True))
    total, x, segments = sum(counts.values()), 0.0, []
    for status, count in counts.items():
        width = 100 * count / total
        segments.append((status.value, x, width, count))
        x += width
    rows = [
        {"title": f"Sample measure no. {n}", "partner": "Bund", "schedule": "term has ended", "status": status}
        for n, status in enumerate(Status, start=1)
    ]
    broken = SampleForm({"mail": "nowhere", "urgency": "c"}, auto_id="b_%s")
    context = {
        "crumbs": [("Overview", "/"), ("Style guide", "")],
        "statuses": list(Status),
        "segments": segments,
        "table": SampleTable(rows, order_by=request.GET.get("sort") or "title"),
        "page": Paginator(range(500), 25).get_page(request.GET.get("page") or 7),
        "form": SampleForm(),
        "broken": broken,
        "tiles": TILES,
        "target": Kind.TARGET,
        "day_sample": date(2021, 7, 31),
        "precisions": Precision.of_facts(),
        "sources": [
            Source("Guideline", "Federal Gazette", "https://example.org/a", date(2023, 10, 30)),
            Source("Balance", "JOBSTARTER", "https://example.org/b", date(2021, 12, 31), Precision.YEAR),
            Source("Letter", "", "", None),
        ],
    }
    return render(request, "style.html", context)
