"""The table of open items: downloaded, filled in offline, handed in, looked through and confirmed."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker import access, sheets, uploads, workflow
from tracker.models import Contribution, Partner
from tracker.pages.forms import KernFormMixin
from tracker.portal.guard import (
    PortalRequest,
    may_report,
    portal_page,
    refuse_reader,
    refuse_without_organisation,
)
from tracker.portal.home import chosen_organisation
from tracker.sheets import held

SALT = "tracker.portal.table"
SUBMIT, KEEP = "submit", "keep"
PROBLEMS_SHOWN = 20


class TableForm(KernFormMixin, forms.Form):
    """The table that was filled in."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("The Excel file (.xlsx) that you downloaded here or got by mail, at most 10 MB."),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is no table, before anything of it is unpacked."""
        file: UploadedFile = self.cleaned_data["file"]
        uploads.check_xlsx(file)
        return file


class ConfirmForm(KernFormMixin, forms.Form):
    """What is to happen with the rows."""

    action = forms.ChoiceField(
        label=gettext_lazy("What shall happen with these rows?"),
        choices=[
            (SUBMIT, gettext_lazy("Report them: they go to the editors for review")),
            (KEEP, gettext_lazy("Keep them as drafts: they are reported later")),
        ],
        initial=SUBMIT,
        widget=forms.RadioSelect,
    )


@portal_page()
def download(request: PortalRequest) -> HttpResponseBase:
    """The table of what is open, for all organisations of this person or for one."""
    partners = list(access.partners_of(request.user, on=request.day))
    if not partners:
        return refuse_without_organisation(request)
    chosen = chosen_organisation(request, partners)
    content = sheets.report_table(_open_items(request, chosen), whose=_whose(partners, chosen), on=request.day)
    response = HttpResponse(content, content_type=sheets.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{sheets.file_name(request.day)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _open_items(request: PortalRequest, chosen: Partner | None = None) -> list[sheets.Item]:
    own = access.own_contributions(request.user, on=request.day)
    if chosen is not None:
        own = own.filter(reporter=chosen)
    return sheets.items(sheets.open_contributions(own))


def _whose(partners: list[Partner], chosen: Partner | None) -> str:
    return chosen.name if chosen else ", ".join(partner.name for partner in partners)


@portal_page("POST")
def upload(request: PortalRequest) -> HttpResponseBase:
    """Take a filled-in table, show every difference, and hand it in once it is confirmed."""
    partners = list(access.partners_of(request.user, on=request.day))
    if not partners:
        return refuse_without_organisation(request)
    if not may_report(request):
        return refuse_reader(request)
    chosen = chosen_organisation(request, partners)
    if request.method != "POST":
        return _page(request, TableForm(), chosen)
    if "held" in request.POST:
        return _confirm(request)
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, chosen)
    table = sheets.read_table(form.cleaned_data["file"])
    result = sheets.compare(table, _reportable(request), on=request.day)
    if not result.rows:
        form.add_error("file", [problem.sentence for problem in result.problems[:PROBLEMS_SHOWN]])
        return _page(request, form, chosen)
    key = held.keep(table.rows) if result.reported else ""
    return _preview(request, result, key)


def _reportable(request: PortalRequest) -> QuerySet[Contribution]:
    return access.reportable_contributions(request.user, on=request.day)


def _preview(
    request: PortalRequest, result: sheets.Comparison, key: str, form: ConfirmForm | None = None
) -> HttpResponse:
    word = held.signed({"key": key, "user": request.user.pk}, salt=SALT) if key else ""
    context = {"result": result, "word": word, "form": form or ConfirmForm()}
    return render(request, "portal/table_preview.html", context)


def _confirm(request: PortalRequest) -> HttpResponseBase:
    """Hand in what was shown, row by row; rows that changed since are refused and shown with both values."""
    word = held.unsigned(request.POST["held"], salt=SALT, user=request.user.pk)
    rows = held.kept(word["key"]) if word else None
    if word is None or rows is None:
        messages.warning(request, _("This preview no longer holds: it was confirmed already or is older than a day."))
        return redirect("portal:table_upload")
    table = sheets.Table(rows=[(number, row) for number, row in rows])
    result = sheets.compare(table, _reportable(request), on=request.day)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _preview(request, result, word["key"], form)
    submit_them = form.cleaned_data["action"] == SUBMIT
    wanted = result.reported
    actor = workflow.actor_of(request.user)
    told = workflow.hand_in_rows([row.as_data() for row in wanted], actor=actor, submit_them=submit_them)
    held.forget(word["key"])
    done = sum(1 for item in told if item.report is not None)
    if done:
        messages.success(request, _told(done, submit_them=submit_them))
    refused = [(row, item.problem) for row, item in zip(wanted, told, strict=True) if item.report is None]
    if not refused and not result.stale:
        return redirect("portal:home")
    return render(request, "portal/table_done.html", {"refused": refused, "stale": result.stale})


def _told(number: int, *, submit_them: bool) -> str:
    if submit_them:
        return (
            ngettext(
                "%d report was handed in. The editors review it now.",
                "%d reports were handed in. The editors review them now.",
                number,
            )
            % number
        )
    return ngettext("%d draft was saved.", "%d drafts were saved.", number) % number


def _page(request: PortalRequest, form: TableForm, chosen: Partner | None) -> HttpResponse:
    number = len(_open_items(request, chosen))
    context = {"form": form, "number": number, "chosen": chosen, "hints": sheets.hints()}
    return render(request, "portal/table_upload.html", context)
