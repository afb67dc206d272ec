"""The pages of the import: upload, what the table would change, confirmation."""

from __future__ import annotations

import csv
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from tracker import days, workflow
from tracker.admin.base import acting
from tracker.admin.importing.apply import apply_plan
from tracker.admin.importing.check import make_plan
from tracker.admin.importing.download import commitments_file
from tracker.admin.importing.plan import Plan
from tracker.admin.importing.reading import MAX_BYTES, MAX_ROWS, Table, read
from tracker.admin.importing.template import rules_of_the_table, template_file
from tracker.models import Commitment
from tracker.sheets import CONTENT_TYPE, held
from tracker.sheets.cells import defused

SALT = "tracker.admin.import"
SHOWN = 200
"""So many entries stand on the page; all of them are in the table to download."""


class UploadForm(forms.Form):
    """The file, and whether what is new shall be public at once."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("XLSX or CSV, at most 10 MB and 5,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )
    publish = forms.BooleanField(
        label=gettext_lazy("Publish new commitments at once"),
        required=False,
        help_text=gettext_lazy("Otherwise they are drafts, to be looked at and published later."),
    )


class ReasonForm(forms.Form):
    """The public reason for what changes in public."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Public. Needed where texts or deadlines of published commitments change."),
    )


class ImportView(View):
    """Upload, preview and confirmation of a table of commitments."""

    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let editors in who may add and change commitments."""
        allowed = self.model_admin.has_add_permission(request) and self.model_admin.has_change_permission(request)
        if not allowed:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form for the file."""
        return self._page(UploadForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Preview a file, hand its preview out as a table, or apply what was previewed."""
        match request.POST.get("_step"):
            case "confirm":
                return self._confirm(request)
            case "table":
                return self._table(request)
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and form.cleaned_data["file"].size > MAX_BYTES:
            form.add_error("file", _("The file is larger than 10 MB. Split it."))
        if not form.is_valid():
            return self._page(form)
        upload = form.cleaned_data["file"]
        table = read(upload.name, upload.read())
        plan = make_plan(table, on=days.today())
        key = keep(table) if plan.entries and not plan.problems else ""
        return self._preview(plan, key, publish=form.cleaned_data["publish"], name=upload.name)

    def _confirm(self, request: HttpRequest) -> HttpResponse:
        found = self._held(request)
        if found is None:
            return self._expired()
        word, table = found
        form = ReasonForm(request.POST)
        form.is_valid()
        reason = form.cleaned_data.get("reason", "")
        done = False
        try:
            with transaction.atomic():
                codes = [row.get("code", "") for _number, row in table.rows]
                workflow.lock(list(Commitment.objects.filter(code__in=codes).values_list("pk", flat=True)))
                plan = make_plan(table, on=days.today())
                fresh = plan.digest() == word["digest"] and not plan.problems
                if fresh and plan.needs_reason and not reason.strip():
                    form.add_error("reason", _("Give the reason."))
                if fresh and form.is_valid():
                    apply_plan(plan, actor=acting(request), reason=reason, publish=word["publish"])
                    done = True
        except (IntegrityError, ValidationError):
            # Somebody recorded the same code in the moment between checking and writing.
            plan, fresh = make_plan(table, on=days.today()), False
        if done:
            held.forget(word["key"])
            messages.success(request, self._told(plan))
            return HttpResponseRedirect(reverse("admin:tracker_commitment_changelist"))
        name, publish = word["name"], word["publish"]
        return self._preview(plan, word["key"], publish=publish, name=name, form=form, again=not fresh)

    def _table(self, request: HttpRequest) -> HttpResponse:
        """Every change of the preview as a table."""
        found = self._held(request)
        if found is None:
            return self._expired()
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="vorschau.csv"'
        response.write("\ufeff")
        writer = csv.writer(response, delimiter=";")
        writer.writerow([_("Row"), _("Code"), _("Column"), _("So far"), _("From now on")])
        for entry in make_plan(found[1], on=days.today()).entries:
            for step in entry.steps:
                cells = (step.before, step.after)
                writer.writerow([entry.row, entry.code, step.column, *(defused(cell) for cell in cells)])
        return response

    def _held(self, request: HttpRequest) -> tuple[dict[str, Any], Table] | None:
        """What was previewed by this person within a day."""
        word = held.unsigned(request.POST.get("_plan", ""), salt=SALT, user=request.user.pk)
        table = kept(word["key"]) if word else None
        return None if word is None or table is None else (word, table)

    def _expired(self) -> HttpResponse:
        messages.warning(self.request, _("The preview is no longer held. Choose the file once more."))
        return HttpResponseRedirect(reverse("admin:tracker_commitment_import"))

    @staticmethod
    def _told(plan: Plan) -> str:
        created = ngettext("%d commitment was recorded", "%d commitments were recorded", plan.created) % plan.created
        changed = ngettext("%d was changed", "%d were changed", plan.changed) % plan.changed
        return _("%(created)s, %(changed)s.") % {"created": created, "changed": changed}

    def _preview(
        self, plan: Plan, key: str, *, publish: bool, name: str, form: Any = None, again: bool = False
    ) -> HttpResponse:
        reason_form = form or ReasonForm()
        reason_form.fields["reason"].required = plan.needs_reason
        word = ""
        if key and plan.entries and not plan.problems:
            said = {"key": key, "digest": plan.digest(), "user": self.request.user.pk, "publish": publish, "name": name}
            word = held.signed(said, salt=SALT)
        return self._page(
            UploadForm(),
            plan=plan,
            word=word,
            publish=publish,
            name=name,
            reason_form=reason_form,
            again=again,
            shown=plan.entries[:SHOWN],
            left_out=max(0, len(plan.entries) - SHOWN),
            problems=plan.problems[:SHOWN],
            problems_left_out=max(0, len(plan.problems) - SHOWN),
        )

    def _page(self, form: Any, **more: Any) -> HttpResponse:
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "title": _("Import commitments from a table"),
            "opts": self.model_admin.opts,
            "form": form,
            "rules": rules_of_the_table(),
            **more,
        }
        return TemplateResponse(self.request, "admin/import.html", context)


class TemplateView(View):
    """The template to fill in."""

    model_admin: Any = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The template as an Excel file."""
        if not self.model_admin.has_view_permission(request):
            raise PermissionDenied
        return _excel(template_file(), "vorlage-punkte.xlsx")


def table_response(chosen: QuerySet[Commitment]) -> HttpResponse:
    """Commitments as an Excel file that can be changed and read in again."""
    return _excel(commitments_file(chosen[:MAX_ROWS]), f"punkte-{days.today().isoformat()}.xlsx")


def _excel(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)


# --- the table between preview and confirmation ----------------------------------------------------------------------


def keep(table: Table) -> str:
    """Keep the rows of a table for a day; return the key to them."""
    return held.keep({"rows": table.rows, "notes": table.notes})


def kept(key: str) -> Table | None:
    """The rows that were kept under a key, None if they are gone."""
    found = held.kept(key)
    if not found:
        return None
    return Table(rows=[(number, row) for number, row in found["rows"]], notes=found["notes"])
