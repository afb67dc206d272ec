"""What a member supplies to the report of its group: text and links, read by the reporter only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import access, workflow
from tracker.models import Partner, Supply
from tracker.pages.forms import KernFormMixin
from tracker.portal.guard import PortalRequest, kept_text, may_report, portal_page, refuse_reader
from tracker.portal.sentences import asked_words
from tracker.reportforms import text_field


class SupplyForm(KernFormMixin, forms.Form):
    """Text and links; for which of the own organisations, where there are several."""

    partner = forms.ChoiceField(label=gettext_lazy("For which organisation"), required=False)
    text = text_field(
        gettext_lazy("Text for the report"),
        rows=6,
        help_text=gettext_lazy("What your organisation has done towards this commitment."),
    )
    links = text_field(
        gettext_lazy("Links that show it"), rows=3, limit=4000, help_text=gettext_lazy("One per line. May stay empty.")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, partners: list[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {partner.key: partner for partner in partners}
        if len(partners) > 1:
            self.fields["partner"].choices = [(key, str(item.name)) for key, item in self.partners.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["partner"]

    @property
    def organisation(self) -> Partner:
        """The organisation that supplies."""
        key = self.cleaned_data.get("partner") or next(iter(self.partners))
        return self.partners[key]

    def clean_links(self) -> str:
        """Refuse lines that are no addresses, naming the first."""
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        for line in lines:
            try:
                URLValidator(schemes=["http", "https"])(line)
            except ValidationError:
                raise ValidationError(_("This is no address: %s") % line[:80]) from None
        return "\n".join(lines)


@portal_page("POST", keeps_text=True)
def supply(request: PortalRequest, pk: int) -> HttpResponseBase:
    """Show what was supplied, and take a new text."""
    contribution = access.supplied_contributions(request.user, on=request.day).filter(pk=pk).first()
    if contribution is None:
        raise Http404
    partners = list(access.suppliers(request.user, contribution, on=request.day))
    given = {row.partner_id: row for row in Supply.objects.filter(contribution=contribution, partner__in=partners)}
    if request.method == "POST" and not may_report(request):
        return refuse_reader(request)
    chosen = next((item for item in partners if item.key == request.GET.get("organisation")), partners[0])
    present = given.get(chosen.pk)
    initial = {"text": present.text, "links": present.links, "version": present.version} if present else {"version": 0}
    kept = kept_text(request) if request.method != "POST" else None
    if kept is not None:
        messages.warning(request, _("You were signed out. What you had entered is here again, but not saved yet."))
    data = request.POST if request.method == "POST" else kept
    form = SupplyForm(data, partners=partners, initial={**initial, "partner": chosen.key})
    if request.method == "POST" and form.is_valid():
        try:
            workflow.supply(
                contribution,
                form.organisation,
                text=form.cleaned_data["text"],
                links=form.cleaned_data["links"],
                version=form.cleaned_data["version"] or 0,
                actor=workflow.actor_of(request.user),
            )
        except ValidationError as error:
            form.add_error(None, error)
            present = Supply.objects.filter(contribution=contribution, partner=form.organisation).first()
        else:
            words = _("Supplied. %s sees it and can take it over into its report.") % contribution.reporter
            messages.success(request, words)
            return redirect("portal:home")
    context = {
        "contribution": contribution,
        "commitment": contribution.commitment,
        "form": form,
        "present": present,
        "stale": form.has_error("__all__", "stale") and present is not None,
        "asked": asked_words(contribution, on=request.day),
        "may_report": may_report(request),
    }
    return render(request, "portal/supply.html", context)
