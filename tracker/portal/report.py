"""One contribution on one page: what is asked, the form of the report, and what became of the last one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from tracker import access, workflow
from tracker.models import Contribution, StatusReport
from tracker.portal import answers, conflict
from tracker.portal.guard import PortalRequest, kept_text, may_report, own_contribution, portal_page, refuse_reader
from tracker.portal.reportpage import report_page
from tracker.portal.sentences import submitted_words
from tracker.reportforms import ReportForm, start_of
from tracker.vocabulary import ReportState
from tracker.workflow import StaleReport


@portal_page("POST", keeps_text=True)
def report(request: PortalRequest, pk: int) -> HttpResponseBase:
    """Show the form, prefilled, or take what was entered: save, hand in, add evidence, take back, reply."""
    contribution = own_contribution(request, pk)
    if request.method == "POST":
        if not may_report(request):
            return refuse_reader(request)
        return _act(request, contribution)
    start = start_of(contribution, on=request.day)
    present = workflow.open_report(contribution)
    seen = present.version if present else 0
    kept = kept_text(request)
    if kept is None:
        return report_page(request, contribution, _form(request, contribution), seen=seen)
    form = ReportForm(kept, contribution=contribution, on=request.day, start=start)
    form.is_valid()
    messages.warning(
        request,
        _("You were signed out. What you had entered is here again, but not saved yet. Choose PDF files once more."),
    )
    return report_page(request, contribution, form, seen=_number(kept.get("version")))


def _form(request: PortalRequest, contribution: Contribution) -> ReportForm:
    return ReportForm(contribution=contribution, on=request.day, start=start_of(contribution, on=request.day))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def _act(request: PortalRequest, contribution: Contribution) -> HttpResponseBase:
    action, _colon, detail = request.POST.get("action", "submit").partition(":")
    others: dict[str, Callable[[PortalRequest, Contribution], HttpResponseBase]] = {
        "withdraw": answers.withdraw,
        "reply": answers.reply,
        "object": answers.object_to_entry,
    }
    if action in others:
        return others[action](request, contribution)
    seen = _number(request.POST.get("version"))
    if action == "resolve":
        data, seen = conflict.resolved(request, contribution, seen)
        return _write(request, contribution, data, action=action, detail=detail, seen=seen)
    return _write(request, contribution, request.POST, action=action, detail=detail, seen=seen)


def _write(
    request: PortalRequest, contribution: Contribution, data: QueryDict, *, action: str, detail: str, seen: int
) -> HttpResponseBase:
    """Keep what was entered as a draft; then do what the button says."""
    start = start_of(contribution, on=request.day)
    form = ReportForm(data, request.FILES, contribution=contribution, on=request.day, start=start)
    if not form.is_valid():
        if action == "autosave":
            return _not_saved(_("Not saved yet: %s") % form.all_errors[0][2], status=422)
        return report_page(request, contribution, form, seen=seen)
    actor = workflow.actor_of(request.user)
    try:
        draft = workflow.keep_draft(contribution, form.report_data(), actor=actor, on=request.day, seen=seen)
        _attach(request, form, draft)
    except StaleReport as stale:
        return _stale(request, contribution, form, stale.current, action=action)
    except ValidationError as error:
        form.add_errors(error)
        return report_page(request, contribution, form, seen=seen)
    draft.refresh_from_db()
    match action:
        case "autosave":
            return _saved(draft)
        case "submit":
            return _submit(request, contribution, form, draft)
        case "add_link":
            return _one_more_link(request, contribution, draft)
        case "remove_file" | "take_over":
            return _change(request, contribution, form, draft, action=action, pk=_number(detail))
        case _:
            messages.success(request, _("The draft has been saved."))
    return redirect(f"{_here(contribution)}#evidence" if action == "upload" else _here(contribution))


def _change(
    request: PortalRequest, contribution: Contribution, form: ReportForm, draft: StatusReport, *, action: str, pk: int
) -> HttpResponseBase:
    """Remove a file from the draft or take over a supplied text, unless a colleague handed it in this moment."""
    try:
        if action == "take_over":
            _take_over(request, contribution, pk)
            return redirect(f"{_here(contribution)}#id_summary")
        name = _file_name(request, contribution, pk)
        workflow.remove_file(draft, name, actor=workflow.actor_of(request.user))
    except StaleReport as stale:
        return _stale(request, contribution, form, stale.current, action=action)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(_here(contribution))
    messages.success(request, _("The PDF file has been removed."))
    return redirect(f"{_here(contribution)}#evidence")


def _here(contribution: Contribution) -> str:
    return reverse("portal:report", args=[contribution.pk])


def _attach(request: PortalRequest, form: ReportForm, draft: StatusReport) -> None:
    given = form.cleaned_data
    if given.get("upload"):
        workflow.attach_file(
            draft,
            given["upload"],
            title=given["upload_title"],
            publisher=given["upload_publisher"],
            published_on=given.get("upload_published_on"),
            seen_on=request.day,
            actor=workflow.actor_of(request.user),
        )


def _file_name(request: PortalRequest, contribution: Contribution, pk: int) -> str:
    """The stored name of a file that is shown on this page; before there was a draft, that of the last report."""
    shown = access.evidence_files(request.user, on=request.day).filter(pk=pk, report__contribution=contribution)
    found = shown.first()
    if found is None:
        raise Http404
    return str(found.file.name)


def _take_over(request: PortalRequest, contribution: Contribution, pk: int) -> None:
    given = contribution.supplies.filter(pk=pk).first()
    if given is None:
        raise Http404
    workflow.take_over(given, actor=workflow.actor_of(request.user))
    messages.success(request, _("The text has been taken over into your report. Change it as you like."))


def _one_more_link(request: PortalRequest, contribution: Contribution, draft: StatusReport) -> HttpResponse:
    form = _form(request, contribution)
    form.links.extra = 1
    row = form.links[-1]
    row.is_new = True
    row.fields["title"].widget.attrs["autofocus"] = True
    return report_page(request, contribution, form, seen=draft.version)


def _submit(
    request: PortalRequest, contribution: Contribution, form: ReportForm, draft: StatusReport
) -> HttpResponseBase:
    form.check_complete()
    try:
        if form.all_errors:
            workflow.check_report(draft, on=request.day)
        else:
            done = workflow.submit(draft, actor=workflow.actor_of(request.user), version=draft.version)
            messages.success(request, submitted_words(done))
            return redirect("portal:home")
    except StaleReport as stale:
        return _stale(request, contribution, form, stale.current, action="submit")
    except ValidationError as error:
        form.add_errors(error)
    return report_page(request, contribution, form, seen=draft.version)


def _stale(
    request: PortalRequest, contribution: Contribution, form: ReportForm, current: StatusReport, *, action: str
) -> HttpResponseBase:
    """Somebody else was faster: nothing is lost, and the person decides."""
    if current.submitted_at and workflow.says_the_same(current, form.report_data()):
        messages.info(request, _("This has already been reported. Nothing was sent a second time."))
        return redirect("portal:home")
    if action == "autosave":
        words = _("Somebody else has changed this report. Choose “Save as draft” to see both versions.")
        return _not_saved(words, status=409)
    if current.pk != getattr(workflow.open_report(contribution), "pk", None):
        words = _("The editors have decided on this report meanwhile. Your entries are still here and begin a new one.")
        messages.warning(request, words)
        return report_page(request, contribution, form, seen=0)
    if form.cleaned_data.get("upload") and current.state != ReportState.SUBMITTED:
        # A file is added and replaces nothing, so it need not wait for the choice.
        _attach(request, form, current)
        current.refresh_from_db()
    return conflict.conflict_page(request, contribution, form, current)


def _saved(draft: StatusReport) -> JsonResponse:
    at = time_format(timezone.localtime(), "H:i")
    words = _("Draft saved at %s.") % at
    return JsonResponse({"saved": True, "version": draft.version, "words": words})


def _not_saved(words: str, *, status: int) -> JsonResponse:
    return JsonResponse({"saved": False, "words": words}, status=status)
