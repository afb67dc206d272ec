"""Agreements with their parts, events and findings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker import workflow
from tracker.admin.actions import go_on
from tracker.admin.base import PublicAdmin
from tracker.admin.commitment_actions import PublishView
from tracker.admin.lists import FoldedSearch, PublicFilter
from tracker.admin.round_actions import AgreementPublicationView
from tracker.admin.rows import RecordInline
from tracker.admin.site import editors
from tracker.models import (
    ActionField,
    Agreement,
    AgreementDocument,
    AgreementTarget,
    Event,
    Extension,
    Finding,
    FindingFact,
    FocusList,
    Reservation,
    Signatory,
    SigningDayAlternative,
)


class ActionFieldInline(RecordInline):
    """Chapters of the agreement."""

    model = ActionField
    classes = ["collapse"]
    fields = [("number", "official_heading"), "title", "simple_words", "goal", "sources"]


class ExtensionInline(RecordInline):
    """Extensions of the term."""

    model = Extension
    classes = ["collapse"]
    fields = [("new_end", "decided_on"), "sources", "editor_note"]


class SigningDayInline(RecordInline):
    """Other days that sources name as the day of signing."""

    model = SigningDayAlternative
    classes = ["collapse"]
    fields = ["day", "sources", "editor_note"]


class TargetInline(RecordInline):
    """Measurable targets."""

    model = AgreementTarget
    classes = ["collapse"]
    fields = [
        ("key", "status"),
        "text",
        ("value", "unit"),
        ("due_on", "due_precision"),
        ("partner", "indicator"),
        "commitments",
        "sources",
        "editor_note",
    ]


class SignatoryInline(RecordInline):
    """Who signed."""

    model = Signatory
    classes = ["collapse"]
    fields = [("partner", "status"), "sources", "editor_note"]


class ReservationInline(RecordInline):
    """Reservations with which partners signed."""

    model = Reservation
    classes = ["collapse"]
    fields = [("key", "day"), "subject", "text", "partners", "sources", "editor_note"]


class DocumentInline(RecordInline):
    """Documents of the agreement."""

    model = AgreementDocument
    classes = ["collapse"]
    fields = ["title", "sources"]


class FocusListInline(RecordInline):
    """Lists of main points adopted during the term."""

    model = FocusList
    classes = ["collapse"]
    fields = [("title", "adopted_on"), "commitments", "sources", "editor_note"]


class AgreementForm(forms.ModelForm):
    """An agreement, checked for what its days must say."""

    def clean(self) -> dict[str, Any] | None:
        """The term lies after the signing, and a selection says why."""
        data = super().clean() or {}
        signed, end = data.get("signed_on"), data.get("term_end")
        if signed and end and end < signed:
            self.add_error("term_end", _("The term ends before the day of signing."))
        return data


@admin.register(Agreement, site=editors)
class AgreementAdmin(FoldedSearch, PublicAdmin):
    """Agreements. The effective end follows from term and extensions; publishing is an action."""

    form = AgreementForm
    list_display = ["short_title", "signed_on", "effective_end", "coverage", "commitment_count", "is_public"]
    list_filter = ["coverage", PublicFilter]
    folded_fields = ("title", "short_title", "slug", "code_prefix")
    change_form_template = "admin/agreement_form.html"
    actions = ["ask_to_publish"]
    inlines = [
        ActionFieldInline,
        ExtensionInline,
        SigningDayInline,
        TargetInline,
        SignatoryInline,
        ReservationInline,
        DocumentInline,
        FocusListInline,
    ]
    fieldsets = [
        (None, {"fields": ["is_public", ("slug", "code_prefix"), "title", "short_title"]}),
        (
            gettext_lazy("Signing and term"),
            {
                "fields": [
                    ("signed_on", "signed_at"),
                    "signed_on_note",
                    "signed_on_sources",
                    ("term_start", "term_end", "term_precision"),
                    "effective_end",
                    "editor_term_note",
                    "gap_note",
                ]
            },
        ),
        (gettext_lazy("What is recorded"), {"fields": ["coverage", "coverage_note", "sources"]}),
        (
            gettext_lazy("Partners"),
            {"fields": ["lead_ministry", "lead_note", "parties", "signatories_note"]},
        ),
        (
            gettext_lazy("Action fields and predecessor"),
            {"fields": ["official_numbering", "action_fields_note", "predecessor", "predecessor_note"]},
        ),
        (gettext_lazy("For the editors"), {"fields": ["editor_note"]}),
    ]

    def get_urls(self) -> list[Any]:
        """The addresses of publishing, now or at a set time, before those of the admin."""
        publish = self.admin_site.admin_view(PublishView.as_view(model_admin=self))
        at_a_time = self.admin_site.admin_view(AgreementPublicationView.as_view())
        return [
            path("veroeffentlichen/", publish, name="tracker_agreement_publish"),
            path("<int:pk>/zeitpunkt/", at_a_time, name="tracker_agreement_publication"),
            *super().get_urls(),
        ]

    @admin.action(description=gettext_lazy("Publish the chosen drafts"))
    def ask_to_publish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponseRedirect | None:
        """Go on to the preview."""
        return go_on(self, request, queryset.filter(published_at__isnull=True), "tracker_agreement_publish")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Agreements; the list also counts their commitments."""
        found = super().get_queryset(request)
        listed = (
            request.resolver_match is not None and request.resolver_match.url_name == "tracker_agreement_changelist"
        )
        return found.annotate(n=Count("commitments")) if listed else found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What is computed, and the keys that stand in addresses and codes once they are public or in use."""
        fixed = ["is_public", "effective_end"]
        if obj is not None and obj.published_at:
            fixed.append("slug")
        if obj is not None and obj.commitments.exists():
            fixed.append("code_prefix")
        return fixed

    @admin.display(description=gettext_lazy("public"), boolean=True)
    def is_public(self, obj: Agreement) -> bool:
        """Whether everybody can see it."""
        return obj.published_at is not None

    @admin.display(description=gettext_lazy("commitments"))
    def commitment_count(self, obj: Any) -> int:
        """How many commitments are recorded, drafts among them."""
        return obj.n

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save with the effective end that follows from term and extensions."""
        obj.effective_end = workflow.effective_end(obj)
        super().save_model(request, obj, form, change)

    def refusal(self, obj: Agreement) -> str:
        """A published agreement stays, and so does one with commitments."""
        if obj.published_at:
            return _("“%(name)s” is public. What was published stays in the record.") % {"name": obj}
        count = obj.commitments.count()
        if count:
            return ngettext(
                "“%(name)s” is not deleted: %(count)d commitment belongs to it.",
                "“%(name)s” is not deleted: %(count)d commitments belong to it.",
                count,
            ) % {"name": obj, "count": count}
        return super().refusal(obj)


@admin.register(Event, site=editors)
class EventAdmin(FoldedSearch, PublicAdmin):
    """What happened in the life of an agreement or around it."""

    list_display = ["title", "kind", "day", "agreement"]
    list_filter = ["agreement", "kind"]
    list_select_related = ["agreement"]
    folded_fields = ("title", "key")
    fieldsets = [
        (None, {"fields": ["key", "title", ("agreement", "kind"), "is_review"]}),
        (
            gettext_lazy("Day"),
            {"fields": [("day", "day_precision"), ("day_end", "day_end_precision")]},
        ),
        (
            gettext_lazy("Belongs to"),
            {"fields": ["partners", "commitments", "findings", "lands"], "classes": ["collapse"]},
        ),
        (gettext_lazy("Sources and notes"), {"fields": ["sources", "editor_note"]}),
    ]


class FindingFactInline(RecordInline):
    """Dated facts behind a finding."""

    model = FindingFact
    fields = [
        "key",
        ("as_of", "as_of_precision", "seen_on"),
        "summary",
        ("status", "grade", "confidence"),
        "sources",
        "editor_note",
    ]


@admin.register(Finding, site=editors)
class FindingAdmin(FoldedSearch, PublicAdmin):
    """Interim results and lessons: shown, never counted."""

    list_display = ["key", "title", "kind", "agreement"]
    list_display_links = ["key", "title"]
    list_filter = ["agreement", "kind"]
    list_select_related = ["agreement"]
    folded_fields = ("key", "title", "description")
    inlines = [FindingFactInline]
    fieldsets = [
        (None, {"fields": [("key", "kind"), "title", "description", "agreement", "partners"]}),
        (gettext_lazy("Quantity"), {"fields": [("quantity_value", "quantity_unit"), "quantity_text"]}),
        (
            gettext_lazy("Passage"),
            {"fields": ["passage_document", ("passage_paragraph", "passage_line_start", "passage_line_end")]},
        ),
        (gettext_lazy("For the editors"), {"fields": ["editor_note"]}),
    ]
