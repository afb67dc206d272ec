"""Reports that partners send by mail: one is entered in the form, a table sent back is looked through and confirmed.

The mail is kept as proof for the editors alone. The partner is told how it was entered and may object; somebody else
reviews it.
"""

from __future__ import annotations

import base64
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker import access, days, sheets, uploads, workflow
from tracker.admin.base import acting
from tracker.admin.site import editors
from tracker.models import Contribution, MailProof, Partner
from tracker.pages.forms import KernFormMixin
from tracker.reportforms import DayField, ReportForm, start_of
from tracker.sheets import held
from tracker.vocabulary import Kind

SALT = "tracker.admin.mail_entry"
EMPTY_LINKS = 2
"""So many rows for evidence stand empty below those there are."""
CONTENT_TYPES = {
    uploads.ProofKind.EML: "message/rfc822",
    uploads.ProofKind.MSG: "application/vnd.ms-outlook",
    uploads.ProofKind.PDF: "application/pdf",
    uploads.ProofKind.XLSX: sheets.CONTENT_TYPE,
}


class ProofForm(KernFormMixin, forms.Form):
    """The mail a report came with, and when."""

    mail = forms.FileField(
        label=gettext_lazy("Mail as a file"),
        help_text=gettext_lazy("As .eml, .msg or PDF, at most 10 MB. Only the editors see it."),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".eml,.msg,.pdf"}),
    )
    received_on = DayField(label=gettext_lazy("Received on"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)

    def clean_mail(self) -> UploadedFile | None:
        """Refuse what is no mail."""
        file: UploadedFile | None = self.cleaned_data.get("mail")
        if file:
            uploads.check_mail(file)
        return file

    def clean_received_on(self) -> date:
        """Refuse a day that is missing or lies in the future."""
        day: date | None = self.cleaned_data.get("received_on")
        if day is None:
            raise ValidationError(_("Name the day."))
        if day > self.on:
            raise ValidationError(_("The day lies in the future."))
        return day


class TableForm(ProofForm):
    """A table that was sent back, with the mail it came with."""

    table = forms.FileField(
        label=gettext_lazy("Table that was sent back"),
        help_text=gettext_lazy("The Excel file (.xlsx) from the mail, at most 10 MB."),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".xlsx"}),
    )
    field_order = ("table", "mail", "received_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mail"].required = False
        self.fields["mail"].help_text = _("As .eml, .msg or PDF. Without it the table itself is kept as proof.")

    def clean_table(self) -> UploadedFile:
        """Refuse what is no table, before anything of it is unpacked."""
        file: UploadedFile = self.cleaned_data["table"]
        uploads.check_xlsx(file)
        return file


class ChoiceForm(KernFormMixin, forms.Form):
    """Whose report is to be entered."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation that wrote the mail"), queryset=Partner.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reporters = _contributions().values("reporter")
        self.fields["organisation"].queryset = Partner.objects.filter(pk__in=reporters)  # type: ignore[attr-defined]


def _contributions() -> QuerySet[Contribution]:
    """What a partner could report on: contributions to public measures and targets that somebody reports for."""
    return access.public_contributions().filter(reporter__isnull=False).exclude(commitment__kind=Kind.POSITION)


def _guard(request: HttpRequest) -> None:
    if not access.can_edit(request.user):
        raise PermissionDenied


# --- where to begin --------------------------------------------------------------------------------------------------


def mail_entry(request: HttpRequest) -> HttpResponse:
    """Choose the organisation and the contribution, or hand in the table it sent back."""
    _guard(request)
    today = days.today()
    if request.method == "POST":
        return _confirm(request) if "held" in request.POST else _look_through(request)
    chosen = ChoiceForm(request.GET) if "organisation" in request.GET else ChoiceForm()
    return _start(request, TableForm(on=today, initial={"received_on": today}), chosen)


def _start(request: HttpRequest, form: TableForm, chosen: ChoiceForm) -> HttpResponse:
    found: list[sheets.Item] = []
    organisation = None
    if chosen.is_bound and chosen.is_valid():
        organisation = chosen.cleaned_data["organisation"]
        found = sheets.items(_contributions().filter(reporter=organisation))
    today = days.today()
    asked = {item.contribution.pk for item in found if item.contribution.reporting(on=today) in sheets.ASKED}
    context = {
        "title": _("Enter a report that came by mail"),
        "form": form,
        "chosen": chosen,
        "organisation": organisation,
        "asked": [item for item in found if item.contribution.pk in asked],
        "others": [item for item in found if item.contribution.pk not in asked],
    }
    return _page(request, "admin/mail_entry.html", context)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, template, {**editors.each_context(request), **context})


# --- a single report -------------------------------------------------------------------------------------------------


def mail_entry_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of one report with the mail it came by; sent, it is submitted for the partner."""
    _guard(request)
    rows = _contributions().select_related("commitment__agreement", "partner", "reporter")
    contribution = get_object_or_404(rows, pk=pk)
    today = days.today()
    start = start_of(contribution, on=today)
    present = workflow.open_report(contribution)
    if request.method != "POST":
        proof_form = ProofForm(on=today, initial={"received_on": today})
        form = ReportForm(contribution=contribution, on=today, start=start)
        form.links.extra = EMPTY_LINKS
        return _form_page(request, contribution, form, proof_form, seen=present.version if present else 0)
    form = ReportForm(request.POST, request.FILES, contribution=contribution, on=today, start=start)
    proof_form = ProofForm(request.POST, request.FILES, on=today)
    seen = _number(request.POST.get("version"))
    valid = proof_form.is_valid()
    if not form.is_valid() or not form.check_complete() or not valid:
        return _form_page(request, contribution, form, proof_form, seen=seen)
    try:
        workflow.enter_by_mail(
            contribution,
            form.report_data(),
            workflow.Proof(proof_form.cleaned_data["mail"], proof_form.cleaned_data["received_on"]),
            actor=acting(request),
            seen=seen,
            given=_given_file(form),
        )
    except workflow.StaleReport as stale:
        words = _("Somebody has changed the report on this meanwhile. What it says now stands beside the form.")
        form.add_error(None, words)
        return _form_page(request, contribution, form, proof_form, seen=stale.current.version, changed=True)
    except ValidationError as error:
        form.add_errors(error)
        return _form_page(request, contribution, form, proof_form, seen=seen)
    messages.success(request, _told(1))
    return HttpResponseRedirect(f"{reverse('admin:mail_entry')}?organisation={contribution.reporter_id}")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def _given_file(form: ReportForm) -> workflow.GivenFile | None:
    values = form.cleaned_data
    if not values.get("upload"):
        return None
    return workflow.GivenFile(
        values["upload"], values["upload_title"], values["upload_publisher"], values.get("upload_published_on")
    )


def _form_page(
    request: HttpRequest,
    contribution: Contribution,
    form: ReportForm,
    proof_form: ProofForm,
    *,
    seen: int,
    changed: bool = False,
) -> HttpResponse:
    (item,) = sheets.items(_contributions().filter(pk=contribution.pk))
    errors = [*form.all_errors, *((f.id_for_label, f.label, text) for f in proof_form for text in f.errors)]
    context = {
        "title": _("Enter a report that came by mail"),
        "contribution": contribution,
        "commitment": contribution.commitment,
        "form": form,
        "report_fields": [form[name] for name in FIELDS if name in form.fields],
        "wish_fields": [form[name] for name in WISHES],
        "file_fields": [form[name] for name in form.fields if name.startswith("upload")],
        "proof_form": proof_form,
        "seen": seen,
        "errors": errors,
        "item": item,
        "changed": changed,
        "under_review": item.open is not None and item.open.state == "submitted",
        "begun": item.open is not None and item.open.state != "submitted",
    }
    return _page(request, "admin/mail_entry_report.html", context)


FIELDS = ("status", "as_of", "as_of_precision", "summary", "next_steps", "problem")
WISHES = ("wished_deadline", "deadline_wish", "wording_wish")


# --- a table that was sent back --------------------------------------------------------------------------------------


def _look_through(request: HttpRequest) -> HttpResponse:
    form = TableForm(request.POST, request.FILES, on=days.today())
    if not form.is_valid():
        return _start(request, form, ChoiceForm())
    table = sheets.read_table(form.cleaned_data["table"])
    result = sheets.compare(table, _contributions(), on=days.today())
    if not result.rows:
        form.add_error("table", [problem.sentence for problem in result.problems[:20]])
        return _start(request, form, ChoiceForm())
    key = held.keep(_content(form, table)) if result.reported else ""
    return _preview(request, result, key)


def _content(form: TableForm, table: sheets.Table) -> dict[str, Any]:
    proof = form.cleaned_data.get("mail") or form.cleaned_data["table"]
    proof.seek(0)
    return {
        "rows": table.rows,
        "proof": base64.b85encode(proof.read()).decode(),
        "received_on": form.cleaned_data["received_on"].isoformat(),
    }


def _preview(request: HttpRequest, result: sheets.Comparison, key: str) -> HttpResponse:
    word = held.signed({"key": key, "user": request.user.pk}, salt=SALT) if key else ""
    context = {"title": _("What the table would report"), "result": result, "word": word}
    return _page(request, "admin/mail_entry_table.html", context)


def _confirm(request: HttpRequest) -> HttpResponse:
    """Enter what was shown; rows that changed since are refused and shown with both values."""
    word = held.unsigned(request.POST["held"], salt=SALT, user=request.user.pk)
    content = held.kept(word["key"]) if word else None
    if word is None or content is None:
        messages.warning(request, _("This preview no longer holds: it was confirmed already or is older than a day."))
        return HttpResponseRedirect(reverse("admin:mail_entry"))
    table = sheets.Table(rows=[(number, row) for number, row in content["rows"]])
    result = sheets.compare(table, _contributions(), on=days.today())
    wanted = result.reported
    proof = workflow.Proof(ContentFile(base64.b85decode(content["proof"])), date.fromisoformat(content["received_on"]))
    told = workflow.hand_in_rows([row.as_data() for row in wanted], actor=acting(request), proof=proof)
    held.forget(word["key"])
    done = sum(1 for item in told if item.report is not None)
    if done:
        messages.success(request, _told(done))
    for row, item in zip(wanted, told, strict=True):
        if item.report is None:
            messages.error(request, f"{row.item.contribution.commitment.code}: {item.problem}")
    if result.stale:
        return _preview(request, sheets.Comparison(rows=result.stale), "")
    return HttpResponseRedirect(reverse("admin:mail_entry"))


def _told(number: int) -> str:
    return (
        ngettext(
            "%d report was entered. The partner is told and may object; somebody else reviews it.",
            "%d reports were entered. The partners are told and may object; somebody else reviews them.",
            number,
        )
        % number
    )


# --- the proof -------------------------------------------------------------------------------------------------------


def mail_proof(request: HttpRequest, pk: int) -> FileResponse:
    """The mail or table a report came with, for those who keep the record alone."""
    if not access.can_read_record(request.user):
        raise PermissionDenied
    proof = get_object_or_404(MailProof.objects.select_related("report__commitment"), pk=pk)
    try:
        content = proof.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    kind = uploads.proof_kind(proof.file)
    name = uploads.download_name([proof.report.commitment.code, "nachweis", str(proof.pk)], kind.value)
    return uploads.attachment(content, name, CONTENT_TYPES[kind])


editors.add_page("meldung-erfassen/", mail_entry, "mail_entry")
editors.add_page("meldung-erfassen/<int:pk>/", mail_entry_report, "mail_entry_report")
editors.add_page("meldung-erfassen/nachweis/<int:pk>/", mail_proof, "mail_proof")
