"""Researched facts with their evidence: added, corrected and withdrawn through the workflow."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import workflow
from tracker.admin import forms
from tracker.admin.actions import ActionView
from tracker.admin.lists import CommitmentSearch
from tracker.admin.protocol import ReadOnlyAdmin
from tracker.admin.rights import ByRole
from tracker.admin.rows import RecordInline
from tracker.admin.site import editors
from tracker.models import Agreement, Commitment, Evidence, StatusReport
from tracker.templatetags.tracker_tags import as_of, badge
from tracker.vocabulary import Origin, ReportState


class AddFactView(ActionView):
    """Record a researched fact."""

    title = gettext_lazy("Add a researched fact")
    corrects = True
    form_class = forms.FactForm
    explanation = gettext_lazy(
        "A dated fact with its source. It is published at once, marked as researched; the status follows by the rules."
    )
    confirm = gettext_lazy("Publish the fact")

    @cached_property
    def commitment(self) -> Commitment:
        """The commitment the fact is about, named in the address."""
        found = Commitment.objects.select_related("agreement")
        return get_object_or_404(found, code=self.request.GET.get("commitment", "").replace("\0", ""))

    def subjects(self) -> list[Commitment | Agreement]:
        """The commitment."""
        return [self.commitment]

    def form_arguments(self) -> dict[str, Any]:
        """The commitment decides which statuses there are."""
        return {"commitment": self.commitment}

    def make_rows(self, data: Any) -> Any:
        """The evidence."""
        return forms.evidence_rows(data)

    def rows_error(self, form: Any, rows: Any) -> None:
        """Evidence and its kind belong together."""
        forms.check_evidence(form, rows)

    def run(self, form: Any, rows: Any) -> str:
        """Add it."""
        workflow.add_fact(
            self.commitment, form.fact(rows), actor=self.acting(), contribution=form.cleaned_data["contribution"]
        )
        return _("The fact was added to %(code)s.") % {"code": self.commitment.code}


class FactAction(ActionView):
    """An action on one fact that counts."""

    @cached_property
    def report(self) -> StatusReport:
        """The fact of the address."""
        found = StatusReport.objects.researched().select_related("commitment__agreement", "contribution__partner")
        report = get_object_or_404(found, pk=self.kwargs["pk"])
        # Whoever sends a form on a fact that was withdrawn meanwhile is told so, and keeps what they entered.
        if not is_open(report) and self.request.method != "POST":
            raise Http404
        return report

    def subjects(self) -> list[Commitment | Agreement]:
        """The commitment of the fact."""
        return [self.report.commitment]


class CorrectFactView(FactAction):
    """Correct a fact: a new one takes its place and names it."""

    title = gettext_lazy("Correct a fact")
    corrects = True
    form_class = forms.CorrectFactForm
    explanation = gettext_lazy("The fact as it stands is withdrawn with the reason, the corrected one takes its place.")

    def form_arguments(self) -> dict[str, Any]:
        """The fact as it stands."""
        return {"commitment": self.report.commitment, "report": self.report}

    def make_rows(self, data: Any) -> Any:
        """Its evidence."""
        return forms.evidence_rows(data, self.report)

    def rows_error(self, form: Any, rows: Any) -> None:
        """Evidence and its kind belong together, and something is different."""
        forms.check_evidence(form, rows)

    def run(self, form: Any, rows: Any) -> str:
        """Correct it."""
        workflow.correct_fact(self.report, form.fact(rows), reason=form.cleaned_data["reason"], actor=self.acting())
        return _("The fact of %(code)s was corrected.") % {"code": self.report.commitment.code}


class RevokeFactView(FactAction):
    """Withdraw a fact with a public reason."""

    title = gettext_lazy("Withdraw a fact")
    corrects = True
    form_class = forms.ReasonForm
    explanation = gettext_lazy("The fact counts no more. That it was published and why it was withdrawn stays public.")
    confirm = gettext_lazy("Withdraw")

    def run(self, form: Any, rows: Any) -> str:
        """Withdraw it."""
        workflow.revoke_fact(self.report, reason=form.cleaned_data["reason"], actor=self.acting())
        return _("A fact of %(code)s was withdrawn.") % {"code": self.report.commitment.code}


def is_open(report: StatusReport) -> bool:
    """Whether editors may correct or withdraw it: a researched fact that counts."""
    return report.origin == Origin.RESEARCH and report.state == ReportState.ACCEPTED


class EvidenceInline(RecordInline):
    """The evidence of a fact, to be read."""

    model = Evidence

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False


@admin.register(StatusReport, site=editors)
class FactAdmin(CommitmentSearch, ReadOnlyAdmin):
    """Facts and reports. A published one is never changed in place: correcting makes a new one."""

    list_display = ["commitment", "day", "status_badge", "text", "grade", "confidence", "state"]
    list_filter = ["state", "origin", "status", "grade", "confidence", "commitment__agreement"]
    list_select_related = ["commitment"]
    ordering = ["-as_of", "-pk"]
    path_to_commitment = "commitment"
    inlines = [EvidenceInline]
    fields = [
        ("commitment", "contribution"),
        ("state", "origin"),
        ("status", "as_of", "as_of_precision"),
        "summary",
        ("grade", "confidence", "basis", "seen_on"),
        "revoked_reason",
        "editor_note",
    ]
    readonly_fields = ["state", "revoked_reason"]

    def get_urls(self) -> list[Any]:
        """The address of the withdrawal, before those of the admin."""
        revoke = self.admin_site.admin_view(RevokeFactView.as_view(model_admin=self))
        return [path("<int:pk>/zurueckziehen/", revoke, name="tracker_statusreport_revoke"), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may add facts."""
        return ByRole.has_add_permission(self, request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change facts, as long as a fact counts."""
        return (obj is None or is_open(obj)) and ByRole.has_change_permission(self, request, obj)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """The form of a new fact; without a commitment in the address it asks for its code first."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if not request.GET.get("commitment"):
            return self._ask_for_commitment(request)
        form = forms.CodeForm({"commitment": request.GET["commitment"].replace("\0", "")})
        if not form.is_valid():
            return self._ask_for_commitment(request, form)
        code = form.cleaned_data["commitment"].code
        if code != request.GET["commitment"]:
            return HttpResponseRedirect(f"{reverse('admin:tracker_statusreport_add')}?commitment={code}")
        return AddFactView.as_view(model_admin=self)(request)

    def _ask_for_commitment(self, request: HttpRequest, form: Any = None) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add a researched fact"),
            "opts": self.opts,
            "form": form or forms.CodeForm(),
        }
        return TemplateResponse(request, "admin/which_commitment.html", context)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """A fact that counts with the form to correct it; any other one to be read."""
        report = StatusReport.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        open_or_sent = report is not None and (is_open(report) or request.method == "POST")
        if report is not None and open_or_sent and self.has_change_permission(request):
            return CorrectFactView.as_view(model_admin=self, template_name="admin/fact_action.html")(
                request, pk=report.pk
            )
        return super().change_view(request, object_id, form_url, extra_context)

    @admin.display(description=gettext_lazy("as of"), ordering="as_of")
    def day(self, obj: StatusReport) -> str:
        """The day in words."""
        return as_of(obj.as_of, obj.as_of_precision)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_badge(self, obj: StatusReport) -> str:
        """The badge, nothing for a fact that leaves the status as it is."""
        return badge(obj.effective_status, obj.commitment.kind) or "–"

    @admin.display(description=gettext_lazy("text"))
    def text(self, obj: StatusReport) -> str:
        """The beginning of the text."""
        return obj.summary if len(obj.summary) <= 120 else f"{obj.summary[:117]} …"
