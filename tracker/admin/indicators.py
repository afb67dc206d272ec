"""Indicators with their values, sources, target groups and instruments."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from tracker.admin.base import PublicAdmin
from tracker.admin.lists import FoldedSearch
from tracker.admin.rows import RecordInline
from tracker.admin.site import editors
from tracker.models import Indicator, IndicatorValue, Instrument, Source, TargetGroup


class ValueInline(RecordInline):
    """The measured and calculated values."""

    model = IndicatorValue
    fields = [
        ("as_of", "as_of_precision", "land"),
        ("value", "rounded"),
        ("basis", "formula"),
        ("break_before", "break_note"),
        "reference",
        "sources",
        "editor_note",
    ]


@admin.register(Indicator, site=editors)
class IndicatorAdmin(FoldedSearch, PublicAdmin):
    """Measured series. They stand beside a commitment and never set its status."""

    list_display = ["name", "topic", "unit", "data_gap"]
    list_filter = ["topic", "data_gap"]
    folded_fields = ("name", "key", "topic", "definition")
    inlines = [ValueInline]
    fieldsets = [
        (None, {"fields": ["key", "name", ("topic", "unit"), "definition", ("direction", "reference_date")]}),
        (
            gettext_lazy("Origin"),
            {"fields": ["source_organisation", ("baseline_period", "baseline_value"), "baseline_reason"]},
        ),
        (
            gettext_lazy("Target"),
            {
                "fields": [
                    ("target_operator", "target_value", "target_level"),
                    ("target_due_on", "target_due_precision"),
                    "target_commitments",
                    "editor_target_note",
                ],
                "classes": ["collapse"],
            },
        ),
        (gettext_lazy("Belongs to"), {"fields": ["commitments", "findings"], "classes": ["collapse"]}),
        (gettext_lazy("How it is shown"), {"fields": ["data_gap", "never_draw", "editor_note"]}),
    ]


@admin.register(Source, site=editors)
class SourceAdmin(FoldedSearch, PublicAdmin):
    """Public documents that the record rests on; other forms name them by number or address."""

    list_display = ["number", "title", "publisher", "published_on"]
    list_display_links = ["number", "title"]
    folded_fields = ("title", "publisher", "url")
    fields = ["title", "publisher", "url", ("published_on", "published_precision")]

    @admin.display(description=gettext_lazy("number"), ordering="pk")
    def number(self, obj: Source) -> str:
        """The number by which other forms name it."""
        return f"{obj.pk:05d}"


class WordAdmin(FoldedSearch, PublicAdmin):
    """A short list of words that commitments name."""

    list_display = ["name", "key"]
    folded_fields = ("name", "key")
    fields = ["key", "name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The key stands in addresses and files, so it stays."""
        return ["key"] if obj is not None else []


@admin.register(TargetGroup, site=editors)
class TargetGroupAdmin(WordAdmin):
    """People, organisations or regions that commitments are meant for."""


@admin.register(Instrument, site=editors)
class InstrumentAdmin(WordAdmin):
    """Programmes, laws and tools that commitments name."""
