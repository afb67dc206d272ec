"""The Länder with their alliances and networks."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from tracker.admin.base import PublicAdmin
from tracker.admin.lists import FoldedSearch
from tracker.admin.rows import RecordInline
from tracker.admin.site import editors
from tracker.models import AllianceStage, AllianceTarget, Land, LandAlliance, Network, NetworkPhase, NetworkResult

NOTES: Any = (gettext_lazy("Sources and notes"), {"fields": ["sources", "editor_note"]})


@admin.register(Land, site=editors)
class LandAdmin(FoldedSearch, PublicAdmin):
    """The 16 Länder."""

    list_display = ["name", "code", "partner"]
    list_select_related = ["partner"]
    folded_fields = ("name", "code")
    fieldsets = [(None, {"fields": [("code", "name"), "partner"]}), NOTES]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The code stands in addresses, so it stays."""
        return ["code"] if obj is not None else []


class StageInline(RecordInline):
    """Declarations of an alliance with their own term."""

    model = AllianceStage
    fields = [
        ("title", "position"),
        ("signed_on", "signed_precision"),
        ("term_start", "term_start_precision"),
        ("term_end", "term_end_precision"),
        "sources",
        "editor_note",
    ]


class AllianceTargetInline(RecordInline):
    """Numbers that an alliance set itself."""

    model = AllianceTarget
    classes = ["collapse"]
    fields = [
        ("value", "unit"),
        ("due_on", "due_precision"),
        ("reached_on", "reached_precision"),
        "sources",
        "editor_note",
    ]


@admin.register(LandAlliance, site=editors)
class LandAllianceAdmin(FoldedSearch, PublicAdmin):
    """Alliances of the Länder, with their stages."""

    list_display = ["name", "land", "scope", "founded_on"]
    list_filter = ["scope", "land"]
    list_select_related = ["land"]
    folded_fields = ("name", "key", "lead", "land__name")
    inlines = [StageInline, AllianceTargetInline]
    fieldsets = [
        (None, {"fields": [("land", "position"), ("key", "scope"), "name", "predecessor"]}),
        (
            gettext_lazy("Public details"),
            {"fields": [("founded_on", "founded_precision"), "lead", "partner_names", "goals", "homepage"]},
        ),
        NOTES,
    ]


class PhaseInline(RecordInline):
    """Funding phases."""

    model = NetworkPhase
    classes = ["collapse"]
    fields = ["number", ("start", "start_precision"), ("end", "end_precision"), "sources", "editor_note"]


class ResultInline(RecordInline):
    """Results that a network names."""

    model = NetworkResult
    classes = ["collapse"]
    fields = [("as_of", "as_of_precision"), "text", "sources"]


@admin.register(Network, site=editors)
class NetworkAdmin(FoldedSearch, PublicAdmin):
    """Regional training networks and agencies; those without Land are national."""

    list_display = ["name", "kind", "land", "region"]
    list_filter = ["land"]
    list_select_related = ["land"]
    folded_fields = ("name", "key", "kind", "region", "land__name")
    inlines = [PhaseInline, ResultInline]
    fieldsets = [
        (None, {"fields": [("land", "position"), ("key", "kind"), "name", "region", "same_as"]}),
        (
            gettext_lazy("Public details"),
            {
                "fields": [
                    "partner",
                    "partner_names",
                    "supporter_names",
                    "funding",
                    ("started_on", "started_precision"),
                    "launched_on",
                    ("ended_on", "ended_precision"),
                    "homepage",
                ]
            },
        ),
        NOTES,
    ]
