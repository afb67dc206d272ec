"""Contributions: rows on the form of their commitment, and a list of their own to name who reports and to split."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.admin.actions import go_on
from tracker.admin.base import PublicAdmin
from tracker.admin.contribution_actions import ReporterView, SplitView
from tracker.admin.lists import CommitmentSearch, ReporterFilter
from tracker.admin.rows import RecordTable
from tracker.admin.site import editors
from tracker.models import Contribution, Partner
from tracker.vocabulary import Reporting, Role


class ContributionForm(forms.ModelForm):
    """One partner's part: responsible partners are always required, and an organisation reports."""

    def clean(self) -> dict[str, Any] | None:
        """Responsible means required; a group does not report."""
        data = super().clean() or {}
        if data.get("role") == Role.LEAD:
            data["required"] = True
        if self.instance.pk and "partner" in self.changed_data and was_asked(self.instance):
            self.add_error("partner", _("This contribution has already been asked for or reported on."))
        reporter = data.get("reporter")
        if isinstance(reporter, Partner) and reporter.is_group:
            self.add_error("reporter", _("An organisation reports, not a group."))
        return data


def was_asked(part: Contribution) -> bool:
    """Whether anybody was asked for a contribution or said anything about it."""
    return part.reporting_base != Reporting.NOT_ASKED or part.reports.exists()


class ContributionInline(RecordTable):
    """The partners of a commitment."""

    model = Contribution
    form = ContributionForm
    fields = ["partner", "role", "required", "reporter", "position"]


@admin.register(Contribution, site=editors)
class ContributionAdmin(CommitmentSearch, PublicAdmin):
    """Contributions of all commitments: who reports, and joint ones to be split."""

    form = ContributionForm
    list_display = ["commitment_link", "partner", "role", "required", "reporter"]
    list_display_links = ["partner"]
    list_filter = [
        ReporterFilter,
        "commitment__agreement",
        "role",
        "required",
        ("partner", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["commitment", "partner", "reporter"]
    ordering = ["commitment__sort_key", "position", "pk"]
    path_to_commitment = "commitment"
    fields = ["commitment", "partner", "role", "required", "reporter", "position"]
    readonly_fields = ["commitment", "partner"]
    actions = ["ask_for_reporter", "ask_to_split"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here: contributions are added on the form of their commitment."""
        return False

    def refusal(self, obj: Contribution) -> str:
        """Contributions go with their row on the form of their commitment."""
        return _("A contribution is removed on the form of its commitment.")

    def get_urls(self) -> list[Any]:
        """The addresses of the actions, before those of the admin."""
        reporter = self.admin_site.admin_view(ReporterView.as_view(model_admin=self))
        split = self.admin_site.admin_view(SplitView.as_view(model_admin=self))
        return [
            path("meldestelle/", reporter, name="tracker_contribution_reporter"),
            path("aufteilen/", split, name="tracker_contribution_split"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("commitment"), ordering="commitment__sort_key")
    def commitment_link(self, obj: Contribution) -> SafeString:
        """The commitment as a link."""
        url = reverse("admin:tracker_commitment_change", args=[obj.commitment_id])
        return format_html('<a href="{}">{}</a>', url, obj.commitment)

    @admin.action(description=gettext_lazy("Name the reporting organisation"))
    def ask_for_reporter(self, request: HttpRequest, queryset: QuerySet) -> HttpResponseRedirect | None:
        """Go on to the form."""
        return go_on(self, request, queryset, "tracker_contribution_reporter")

    @admin.action(description=gettext_lazy("Split joint contributions among partners"))
    def ask_to_split(self, request: HttpRequest, queryset: QuerySet) -> HttpResponseRedirect | None:
        """Go on to the form."""
        return go_on(self, request, queryset, "tracker_contribution_split")
