"""A wish that came with a report: granted with a preview of the public page, or declined with an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import access, workflow
from tracker.admin.review_forms import DeclineForm, GrantDeadlineForm, GrantWordingForm, wish_arguments
from tracker.admin.review_report import ReviewAction
from tracker.models import Agreement, Commitment, Wish
from tracker.vocabulary import ReportState, WishKind, WishState
from tracker.workflow.commitments import CORRECTABLE
from tracker.workflow.wishes import DECIDABLE


class DecideOnWishView(ReviewAction):
    """Decide on a wish: grant it, with a preview of the public page, or decline it with an answer."""

    title = gettext_lazy("Decide on a wish")
    template_name = "admin/review_wish.html"

    def allowed(self, user: access.User) -> bool:
        """Editors and reviewers."""
        return access.can_edit(user) or access.can_review(user)

    @cached_property
    def wish(self) -> Wish:
        """The wish of the address; 404 if it belongs to a draft, which nobody has handed in."""
        found = Wish.objects.exclude(report__state=ReportState.DRAFT).select_related(
            "report__commitment__agreement", "report__contribution__partner"
        )
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def form_class(self) -> type[forms.Form]:  # type: ignore[override]
        """The form of the kind of wish."""
        return GrantDeadlineForm if self.wish.kind == WishKind.DEADLINE else GrantWordingForm

    @property
    def confirm(self) -> str:  # type: ignore[override]
        """What the button says."""
        return _("Move the deadline") if self.wish.kind == WishKind.DEADLINE else _("Correct the texts")

    def subjects(self) -> list[Commitment | Agreement]:
        """The commitment the wish is about."""
        return [self.wish.report.commitment]

    def form_arguments(self) -> dict[str, Any]:
        """The present record and what is wished."""
        return {"initial": wish_arguments(self.wish)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Grant step by step, or decline."""
        if request.POST.get("_step") == "decline":
            return self._decline()
        return super().post(request, *args, **kwargs)

    def run(self, form: Any, rows: Any) -> str:
        """Grant it."""
        data = dict(form.cleaned_data)
        if self.wish.kind == WishKind.DEADLINE:
            workflow.grant_deadline(self.wish, actor=self.acting(), **data)
        else:
            texts = {name: data[name].replace("\r\n", "\n") for name in CORRECTABLE}
            workflow.grant_wording(
                self.wish, texts=texts, reason=data["reason"], answer=data["answer"], actor=self.acting()
            )
        return _("The wish was granted. The partner is told by mail.")

    def _decline(self) -> HttpResponse:
        form = DeclineForm(self.request.POST, auto_id="id_decline_%s")
        if form.is_valid():
            try:
                workflow.decline_wish(self.wish, answer=form.cleaned_data["answer"], actor=self.acting())
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(self.request, _("The wish was declined. The partner is told by mail."))
                return HttpResponseRedirect(self.done_url())
        return self._show(self.form_class(**self.form_arguments()), None, step="form", decline_form=form)

    def _show(self, form: Any, rows: Any, *, step: str, decline_form: Any = None, **more: Any) -> HttpResponse:
        response: Any = super()._show(form, rows, step=step, **more)
        open_now = self.wish.state == WishState.OPEN and self.wish.report.state in DECIDABLE
        response.context_data |= {
            "wish": self.wish,
            "decline_form": decline_form or DeclineForm(auto_id="id_decline_%s"),
            "decidable": open_now,
            "report_url": reverse("admin:review_report", args=[self.wish.report_id]),
        }
        return response
