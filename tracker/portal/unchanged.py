"""Confirm the last report as unchanged: what will be said, the day, one button."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import workflow
from tracker.pages.forms import KernFormMixin
from tracker.portal.guard import PortalRequest, may_report, own_contribution, portal_page, refuse_reader
from tracker.portal.sentences import asked_words, submitted_words
from tracker.reportforms import DayField
from tracker.vocabulary import ReportState, Status


class UnchangedForm(KernFormMixin, forms.Form):
    """The day as of which nothing has changed."""

    as_of = DayField(label=gettext_lazy("Unchanged as of"))


@portal_page("POST")
def unchanged(request: PortalRequest, pk: int) -> HttpResponseBase:
    """Show what will be said once more and as of which day; on the click, report it."""
    contribution = own_contribution(request, pk)
    if not may_report(request):
        return refuse_reader(request)
    before, present = workflow.last_accepted(contribution), workflow.open_report(contribution)
    form = UnchangedForm(request.POST or None, initial={"as_of": request.day})
    if request.method == "POST" and form.is_valid():
        try:
            done = workflow.confirm_unchanged(
                contribution, as_of=form.cleaned_data["as_of"] or request.day, actor=workflow.actor_of(request.user)
            )
        except ValidationError as error:
            if getattr(error, "code", "") == "submitted":
                messages.info(request, _("This has already been reported. Nothing was sent a second time."))
                return redirect("portal:home")
            _show(form, error)
        else:
            messages.success(request, submitted_words(done))
            return redirect("portal:home")
    context = {
        "contribution": contribution,
        "commitment": contribution.commitment,
        "before": before,
        "form": form,
        "asked": asked_words(contribution, on=request.day),
        "is_submitted": present is not None and present.state == ReportState.SUBMITTED,
        "is_begun": present is not None and present.state != ReportState.SUBMITTED,
        "is_final": before is not None and before.status == Status.COMPLETED,
    }
    return render(request, "portal/unchanged.html", context)


def _show(form: UnchangedForm, error: ValidationError) -> None:
    """Put what the workflow refused at the day if it speaks of it, else on top."""
    found = error.error_dict if hasattr(error, "error_dict") else {"": [error]}
    for name, errors in found.items():
        form.add_error("as_of" if name == "as_of" else None, [text for item in errors for text in item.messages])
