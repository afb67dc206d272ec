"""Commitments with their contributions, and contributions in a list of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import days
from tracker.admin.actions import go_on
from tracker.admin.base import PublicAdmin
from tracker.admin.commitment_actions import DeadlineView, DropView, PublishView, WordingView
from tracker.admin.contributions import ContributionInline
from tracker.admin.importing.views import ImportView, TemplateView, table_response
from tracker.admin.lists import CommitmentSearch, PublicFilter, ScheduleFilter, TermFilter, WorkFilter
from tracker.admin.site import editors
from tracker.models import Commitment
from tracker.pages import words
from tracker.templatetags.tracker_tags import as_of, badge, day_text
from tracker.vocabulary import Grade, Kind, Origin, ReportState


class CommitmentForm(forms.ModelForm):
    """A commitment, checked for what belongs together."""

    def clean(self) -> dict[str, Any] | None:
        """Field and parent belong to the same agreement; a deadline has its words, precision and basis."""
        data = super().clean() or {}
        agreement = data.get("agreement") or (self.instance.agreement if self.instance.agreement_id else None)
        field, parent = data.get("action_field"), data.get("part_of")
        code = data.get("code")
        if code and agreement and not code.startswith(f"{agreement.code_prefix}-"):
            self.add_error("code", _("Codes of this agreement begin with %s-.") % agreement.code_prefix)
        if field and agreement and field.agreement_id != agreement.pk:
            self.add_error("action_field", _("This action field belongs to another agreement."))
        if parent and agreement and parent.agreement_id != agreement.pk:
            self.add_error("part_of", _("This commitment belongs to another agreement."))
        if parent and self.instance.pk and self._is_below(parent):
            self.add_error("part_of", _("A commitment cannot be part of itself."))
        if data.get("due_on"):
            for name in ("due_wording", "due_precision", "due_basis"):
                if name in self.fields and not data.get(name):
                    self.add_error(name, _("A deadline needs its words, its precision and its basis."))
        return data

    def _is_below(self, parent: Commitment | None) -> bool:
        """Whether the parent is this commitment or part of it."""
        passed: set[int] = set()
        while parent is not None and parent.pk not in passed:
            if parent.pk == self.instance.pk:
                return True
            passed.add(parent.pk)
            parent = parent.part_of
        return False


FIXED_WHEN_PUBLIC = (
    "code",
    "agreement",
    "title",
    "description",
    "wording",
    "due_on",
    "due_start",
    "due_precision",
    "due_wording",
    "due_basis",
)
TOLD = ("is_public", "status_told", "schedule_told", "facts_told", "moves_told", "corrections_told")


@admin.register(Commitment, site=editors)
class CommitmentAdmin(CommitmentSearch, PublicAdmin):
    """Commitments. Statuses follow from facts; what is public is changed by actions that say why."""

    form = CommitmentForm
    change_form_template = "admin/commitment_form.html"
    change_list_template = "admin/commitment_list.html"
    list_display = ["code", "title", "kind", "status_badge", "deadline", "evidence"]
    list_display_links = ["code", "title"]
    list_filter = [
        WorkFilter,
        TermFilter,
        "agreement",
        "kind",
        "status",
        ScheduleFilter,
        PublicFilter,
    ]
    list_select_related = ["agreement"]
    ordering = ["sort_key"]
    inlines = [ContributionInline]
    actions = ["ask_to_publish", "download_table"]
    fieldsets = [
        (gettext_lazy("What the public page says"), {"fields": list(TOLD)}),
        (
            gettext_lazy("Commitment"),
            {
                "fields": [
                    ("code", "agreement"),
                    "action_field",
                    "title",
                    "simple_words",
                    "description",
                    "wording",
                    ("kind", "modality", "general_aim"),
                    ("verifiable", "verifiable_reason"),
                ]
            },
        ),
        (
            gettext_lazy("Deadline"),
            {
                "fields": [("due_on", "due_precision", "due_basis"), "due_wording", "due_start"],
                "description": gettext_lazy("Only if the text names one; never derived from the term."),
            },
        ),
        (
            gettext_lazy("Passage"),
            {
                "fields": [
                    ("passage_document", "passage_page"),
                    ("passage_paragraph", "passage_line_start", "passage_line_end"),
                ],
                "classes": ["collapse"],
            },
        ),
        (
            gettext_lazy("Quantity"),
            {
                "fields": [("quantity_value", "quantity_unit"), ("quantity_kind", "quantity_text")],
                "classes": ["collapse"],
            },
        ),
        (
            gettext_lazy("Belongs to"),
            {
                "fields": ["part_of", "continues", "target_groups", "instruments", "lands", "involved"],
                "classes": ["collapse"],
            },
        ),
        (gettext_lazy("For the editors"), {"fields": ["editor_note"]}),
    ]

    # --- addresses ---------------------------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        """The addresses of the actions, before those of the admin."""
        views = {
            "nicht-weiterverfolgen": ("drop", DropView),
            "frist-verschieben": ("deadline", DeadlineView),
            "wortlaut-berichtigen": ("wording", WordingView),
        }
        single = [
            path(
                f"<int:pk>/{address}/",
                self.admin_site.admin_view(view.as_view(model_admin=self)),
                name=f"tracker_commitment_{name}",
            )
            for address, (name, view) in views.items()
        ]
        publish = self.admin_site.admin_view(PublishView.as_view(model_admin=self))
        table = self.admin_site.admin_view(ImportView.as_view(model_admin=self))
        template = self.admin_site.admin_view(TemplateView.as_view(model_admin=self))
        return [
            *single,
            path("veroeffentlichen/", publish, name="tracker_commitment_publish"),
            path("einlesen/", table, name="tracker_commitment_import"),
            path("einlesen/vorlage/", template, name="tracker_commitment_import_template"),
            *super().get_urls(),
        ]

    @admin.action(description=gettext_lazy("Publish the chosen drafts"))
    def ask_to_publish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponseRedirect | None:
        """Go on to the preview."""
        return go_on(self, request, queryset.filter(published_at__isnull=True), "tracker_commitment_publish")

    @admin.action(description=gettext_lazy("Download the chosen ones as a table (XLSX)"))
    def download_table(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        """Hand out a table that can be changed and read in again."""
        return table_response(queryset)

    # --- the form ----------------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What the page says comes first, once there is a page."""
        return self.fieldsets if obj is not None else self.fieldsets[1:]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What follows from facts, and of a public commitment what only actions change."""
        fixed = FIXED_WHEN_PUBLIC if obj is not None and obj.published_at else ()
        return [*TOLD, *fixed]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save; what becomes a declaration has no status from this moment on."""
        if obj.kind == Kind.POSITION:
            obj.set_standing(None)
        super().save_model(request, obj, form, change)

    def refusal(self, obj: Commitment) -> str:
        """A published commitment stays, and so does one with facts."""
        if obj.published_at:
            return _("“%(name)s” is public. What was published stays in the record.") % {"name": obj}
        return super().refusal(obj)

    # --- columns and lines -------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("public"), boolean=True, ordering="published_at")
    def is_public(self, obj: Commitment) -> bool:
        """Whether it is published."""
        return obj.published_at is not None

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_badge(self, obj: Commitment) -> SafeString | str:
        """The badge, with the day of the fact."""
        if not obj.status:
            return "–"
        return badge(obj.status, obj.kind, as_of(obj.status_as_of, obj.status_as_of_precision or "day"))

    @admin.display(description=gettext_lazy("deadline"), ordering="due_on")
    def deadline(self, obj: Commitment) -> str:
        """Day and schedule."""
        label = words.schedule_label(obj, on=days.today())
        return f"{day_text(obj.due_on)}: {label}" if obj.due_on else label

    @admin.display(description=gettext_lazy("evidence"), ordering="evidence_grade")
    def evidence(self, obj: Commitment) -> str:
        """The grade."""
        return str(Grade(obj.evidence_grade).label)

    @admin.display(description=gettext_lazy("status"))
    def status_told(self, obj: Commitment) -> SafeString:
        """Badge and note, as on the page."""
        if not obj.status:
            return SafeString(_("A declaration without a commitment of its own has no status."))
        note = words.standing_note(obj.kind, obj, obj.agreement.effective_end)
        return badge(obj.status, obj.kind, f"{note}. {words.basis_note(obj, obj)}")

    @admin.display(description=gettext_lazy("deadline"))
    def schedule_told(self, obj: Commitment) -> str:
        """Day, schedule and how long it has passed."""
        late = words.overdue_note(obj, on=days.today())
        return ", ".join(filter(None, [self.deadline(obj), late]))

    @admin.display(description=gettext_lazy("facts"))
    def facts_told(self, obj: Commitment) -> SafeString | str:
        """Every fact as a link to its page."""
        found = obj.reports.filter(published_at__isnull=False).select_related("contribution__partner").in_order()
        rows = [
            (
                reverse("admin:tracker_statusreport_change", args=[report.pk]),
                as_of(report.as_of, report.as_of_precision),
                f"{report.contribution.partner}: " if report.contribution else "",
                report.summary,
                _(" (withdrawn)") if report.state == ReportState.REVOKED else "",
                "" if report.origin == Origin.RESEARCH else _(" (report of the partner)"),
            )
            for report in found
        ]
        return format_html_join("", '<p class="told"><a href="{}">{}</a> {}{}{}{}</p>', rows) if rows else "–"

    @admin.display(description=gettext_lazy("moves of the deadline"))
    def moves_told(self, obj: Commitment) -> SafeString | str:
        """Every move with its reason."""
        rows = [(_day(move.before), _day(move.after), move.reason) for move in obj.moves.all()]
        return format_html_join("", '<p class="told">{} → {}: {}</p>', rows) if rows else "–"

    @admin.display(description=gettext_lazy("corrections of texts"))
    def corrections_told(self, obj: Commitment) -> SafeString | str:
        """Every correction with its reason."""
        rows = [
            (Commitment._meta.get_field(item.field).verbose_name, day_text(item.corrected_on), item.reason)  # type: ignore[union-attr]
            for item in obj.corrections.all()
        ]
        return format_html_join("", '<p class="told">{}, {}: {}</p>', rows) if rows else "–"


def _day(value: date | None) -> str:
    return day_text(value) or _("no deadline")
