"""What a partner does with a report that is handed in: take it back, reply to an assessment, object to an entry."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracker import workflow
from tracker.models import Contribution, StatusReport
from tracker.portal.guard import PortalRequest
from tracker.portal.reportpage import report_page
from tracker.reportforms import ReportForm, start_of, text_field
from tracker.vocabulary import Origin


def withdraw(request: PortalRequest, contribution: Contribution) -> HttpResponseBase:
    """Take the submitted report back into draft."""
    present = workflow.open_report(contribution)
    try:
        if present is None:
            raise ValidationError(_("The editors have already decided on this report."))
        workflow.withdraw(present, actor=workflow.actor_of(request.user))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The report has been taken back and is a draft again."))
    return redirect("portal:report", contribution.pk)


def reply(request: PortalRequest, contribution: Contribution) -> HttpResponseBase:
    """Record the one public reply to an assessment."""
    found = _report(request, contribution)
    text = request.POST.get("reply", "")
    try:
        workflow.reply(found, _short(text), actor=workflow.actor_of(request.user))
    except ValidationError as error:
        return _again(request, contribution, error, reply=text)
    messages.success(request, _("Your reply stands beside the assessment now. Everybody can read it."))
    return redirect("portal:report", contribution.pk)


def object_to_entry(request: PortalRequest, contribution: Contribution) -> HttpResponseBase:
    """Record that a report was entered wrongly by staff."""
    found = _report(request, contribution)
    if not hasattr(found, "proof"):
        raise Http404
    text = request.POST.get("objection", "")
    try:
        workflow.object_to_entry(found, _short(text), actor=workflow.actor_of(request.user))
    except ValidationError as error:
        return _again(request, contribution, error, objection=text)
    messages.success(request, _("The editors have your objection."))
    return redirect("portal:report", contribution.pk)


def _report(request: PortalRequest, contribution: Contribution) -> StatusReport:
    """The report that the form speaks of: one of the partner's own on this contribution, else 404."""
    pk = request.POST.get("report", "")
    own = StatusReport.objects.filter(contribution=contribution, origin=Origin.PARTNER)
    found = own.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 12 else None
    if found is None:
        raise Http404
    return found


def _short(text: str) -> str:
    """The text, if it is no longer than those of a report and can be stored."""
    return str(text_field("", rows=1).clean(text))


def _again(
    request: PortalRequest, contribution: Contribution, error: ValidationError, **typed: str
) -> HttpResponseBase:
    """The page once more, with what was wrong and what was typed."""
    present = workflow.open_report(contribution)
    form = ReportForm(contribution=contribution, on=request.day, start=start_of(contribution, on=request.day))
    seen = present.version if present else 0
    return report_page(request, contribution, form, seen=seen, refused=" ".join(error.messages), typed=typed)
