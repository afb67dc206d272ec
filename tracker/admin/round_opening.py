"""Opening a round: its days, which contributions it asks for, and why it leaves others out."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from tracker import access, days, workflow
from tracker.admin.actions import AT_ONCE
from tracker.admin.base import acting
from tracker.admin.round_forms import OpenRoundForm, Selection, WhichAgreementForm, first_values
from tracker.admin.site import editors
from tracker.models import Agreement, ReportingRound


class OpenRoundView(View):
    """Open a round in three steps: agreement, form with the choice of contributions, what will happen."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let those in who keep the record."""
        if not access.can_edit(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def agreement(self) -> Agreement | None:
        """The agreement named in the address, None if none or an unknown one is."""
        slug = self.request.GET.get("vereinbarung", "").replace("\0", "")
        return Agreement.objects.published().filter(slug=slug).first()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the agreement, or show the form with all required contributions ticked."""
        if self.agreement is None:
            form = WhichAgreementForm(request.GET if "vereinbarung" in request.GET else None)
            return self._page("admin/round_agreement.html", form=form)
        return self._form(OpenRoundForm(initial=first_values(days.today())), Selection(self.agreement))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show other rows, tick what is shown, preview, or open."""
        if self.agreement is None:
            return self._page("admin/round_agreement.html", form=WhichAgreementForm(request.POST))
        step = request.POST.get("_step", "preview")
        form, chosen = OpenRoundForm(request.POST), Selection(self.agreement, request.POST)
        if step in ("filter", "tick", "untick"):
            if step != "filter":
                chosen.tick_shown(step == "tick")
            form.errors.clear()  # typed so far, not yet judged
            return self._form(form, chosen)
        valid = form.is_valid()
        whole = chosen.check(form.cleaned_data.get("common_reason", ""))
        if not chosen.asked():
            form.add_error(None, _("Name at least one contribution."))
        if not valid or not whole or form.errors:
            return self._form(form, chosen)
        if step == "open":
            return self._open(self.agreement, form, chosen)
        if step == "edit":
            return self._form(form, chosen)
        return self._preview(form, chosen)

    def _open(self, agreement: Agreement, form: OpenRoundForm, chosen: Selection) -> HttpResponse:
        data = dict(form.cleaned_data)
        excluded = chosen.excluded(data.pop("common_reason"))
        try:
            made = workflow.open_round(
                agreement, contributions=chosen.asked(), excluded=excluded, actor=acting(self.request), **data
            )
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                for name, found in error.error_dict.items():
                    form.add_error(name if name in form.fields else None, found)
            else:
                form.add_error(None, error)
            return self._form(form, chosen)
        messages.success(self.request, _("The round “%s” is open. The partners are told by mail.") % made.title)
        return HttpResponseRedirect(reverse("admin:tracker_reportinground_change", args=[made.pk]))

    def _form(self, form: OpenRoundForm, chosen: Selection) -> HttpResponse:
        ids = ",".join(str(one.part.pk) for one in chosen.orphans[:AT_ONCE])
        return self._page(
            "admin/round_open.html",
            form=form,
            chosen=chosen,
            shown=sum(one.shown for one in chosen.candidates),
            ticked=sum(one.ticked for one in chosen.candidates),
            name_url=f"{reverse('admin:tracker_contribution_reporter')}?ids={ids}" if ids else "",
        )

    def _preview(self, form: OpenRoundForm, chosen: Selection) -> HttpResponse:
        asked = chosen.asked()
        people = Counter(str(part.reporter.name) for part in asked if part.reporter)
        silent = {str(partner.name) for partner in workflow.orphaned_partners(on=days.today())}
        return self._page(
            "admin/round_preview.html",
            form=form,
            chosen=chosen,
            asked=asked,
            reporters=[(name, number, name in silent) for name, number in sorted(people.items())],
            excluded=sorted(
                chosen.excluded(form.cleaned_data["common_reason"]).items(),
                key=lambda pair: pair[0].commitment.sort_key,
            ),
        )

    def _page(self, template: str, **context: Any) -> HttpResponse:
        known = {
            **editors.each_context(self.request),
            "title": _("Open a reporting round"),
            "opts": ReportingRound._meta,
            "agreement": self.agreement,
            "target": self.request.get_full_path(),
        }
        return TemplateResponse(self.request, template, known | context)
