"""What editors do with an open round: remind, extend, close, take back, set when it is published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.decorators.http import require_POST

from tracker import access, days, workflow
from tracker.admin.base import acting
from tracker.admin.review_report import moment
from tracker.admin.round_forms import CancelForm, CloseForm, ExtendForm, PublicationForm, local
from tracker.admin.site import editors
from tracker.models import Agreement, Commitment, Contribution, ReportingRound
from tracker.notify.reminders import order_round_reminders
from tracker.vocabulary import ActorRole, Coverage, Verb
from tracker.workflow.rounds import missing_answers

Subject = ReportingRound | Agreement


@require_POST
def remind_the_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """Order reminders at once of everything in a round that has not come; once per day and recipient."""
    if not access.can_edit(request.user):
        raise PermissionDenied
    asked = get_object_or_404(ReportingRound.objects.select_related("agreement"), pk=pk)
    if asked.closed_at is not None:
        messages.error(request, _("This round is closed."))
    else:
        now = timezone.now()
        with workflow.quiet_change(actor=acting(request), role=ActorRole.EDITOR, at=now) as change:
            count = order_round_reminders(asked, on=days.today(), at=now)
            if count:
                change.log(Verb.ROUND_REMINDED, asked.agreement, title=asked.title, count=count, round=asked.pk)
        if count:
            told = ngettext("%d reminder is on its way.", "%d reminders are on their way.", count)
            messages.success(request, told % count)
        else:
            messages.info(request, _("Nobody had to be reminded: all have reported, or were reminded today."))
    return HttpResponseRedirect(reverse("admin:tracker_reportinground_change", args=[pk]))


class SubjectAction(View):
    """An action on one round or agreement: a form with the version that was seen, one button."""

    title: str | Promise = ""
    explanation: str | Promise = ""
    confirm: str | Promise = ""
    form_class: type[forms.Form] = forms.Form
    template_name = "admin/round_action.html"
    model: type[Subject] = ReportingRound

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let those in who keep the record."""
        if not access.can_edit(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def subject(self) -> Any:
        """The record of the address."""
        return get_object_or_404(self.model._default_manager.all(), pk=self.kwargs["pk"])

    def over(self) -> str:
        """Why nothing can be done any more; empty if it can."""
        return _("This round is closed.") if self.subject.closed_at is not None else ""

    def initial(self) -> dict[str, Any]:
        """What the form begins with, besides the version."""
        return {}

    def more(self) -> dict[str, Any]:
        """What the page shows besides the form."""
        return {}

    def run(self, data: dict[str, Any]) -> str:
        """Do it through the workflow; return what to tell the editor."""
        raise NotImplementedError

    def done_url(self) -> str:
        """Back to the record."""
        return reverse(f"admin:tracker_{self.model._meta.model_name}_change", args=[self.kwargs["pk"]])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        if self.over():
            return self._sent_back()
        return self._page(self.form_class(initial={"version": self.subject.version, **self.initial()}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, unless somebody changed the record since it was seen."""
        if self.over():
            return self._sent_back()
        form = self.form_class(request.POST.copy())
        if not form.is_valid():
            return self._page(form)
        data = dict(form.cleaned_data)
        if data.pop("version") != self.subject.version:
            form.data["version"] = str(self.subject.version)  # type: ignore[index]
            form.add_error(None, _("Somebody changed this record meanwhile. Look at it, then send the form again."))
            return self._page(form)
        try:
            told = self.run(data)
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                for name, found in error.error_dict.items():
                    form.add_error(name if name in form.fields else None, found)
            else:
                form.add_error(None, error)
            return self._page(form)
        messages.success(request, told)
        return HttpResponseRedirect(self.done_url())

    def _sent_back(self) -> HttpResponse:
        messages.warning(self.request, self.over())
        return HttpResponseRedirect(self.done_url())

    def _page(self, form: forms.Form) -> HttpResponse:
        context = {
            **editors.each_context(self.request),
            "title": self.title,
            "opts": self.model._meta,
            "subject": self.subject,
            "explanation": self.explanation,
            "confirm": self.confirm or self.title,
            "form": form,
            "back": reverse(f"admin:tracker_{self.model._meta.model_name}_change", args=[self.kwargs["pk"]]),
            **self.more(),
        }
        return TemplateResponse(self.request, self.template_name, context)


class ExtendRoundView(SubjectAction):
    """A later due day."""

    title = gettext_lazy("Extend the round")
    form_class = ExtendForm
    explanation = gettext_lazy(
        "Reports are in time up to the new day. The first day stays visible, and the reason is public."
    )

    def run(self, data: dict[str, Any]) -> str:
        """Extend it."""
        workflow.extend_round(self.subject, actor=acting(self.request), **data)
        return _("The round was extended.")


class CloseRoundView(SubjectAction):
    """Close a round; its figures are frozen."""

    title = gettext_lazy("Close the round")
    form_class = CloseForm
    explanation = gettext_lazy(
        "Its figures are written down as they are now and never change again. A report that comes later counts for the "
        "next round."
    )

    def more(self) -> dict[str, Any]:
        """What is missing, and that the round cannot be closed yet where its last day is not over."""
        missing = missing_answers(self.subject)
        early = bool(missing) and days.today() <= self.subject.due_on
        return {"missing": missing, "shows_missing": True, "closes_after": self.subject.due_on if early else None}

    def run(self, data: dict[str, Any]) -> str:
        """Close it."""
        workflow.close_round(self.subject, actor=acting(self.request))
        return _("The round is closed. Its figures stay as they are.")


class CancelRoundView(SubjectAction):
    """Take back a round that was opened by mistake."""

    title = gettext_lazy("Take the round back")
    form_class = CancelForm
    explanation = gettext_lazy(
        "For a round that was opened by mistake: it goes as if it had never asked anybody. Reports that came in stay "
        "and count for the next round."
    )

    def run(self, data: dict[str, Any]) -> str:
        """Take it back."""
        workflow.cancel_round(self.subject, reason=data["reason"], actor=acting(self.request))
        return _("The round was taken back.")

    def done_url(self) -> str:
        """The list: the round is gone."""
        return reverse("admin:tracker_reportinground_changelist")


class PublicationView(SubjectAction):
    """When what a round accepted, or a whole new agreement, becomes public."""

    title = gettext_lazy("Set the time of publication")
    confirm = gettext_lazy("Save the time")
    form_class = PublicationForm
    explanation = gettext_lazy(
        "What the round accepts stays hidden until then and becomes public all at once. Without a time every accepted "
        "report is published at once; what waited for the time then follows with the next run."
    )

    def initial(self) -> dict[str, Any]:
        """The time set so far."""
        return {"publish_at": local(self.subject.publish_at)}

    def run(self, data: dict[str, Any]) -> str:
        """Set it or take it back."""
        at = data["publish_at"]
        workflow.set_publication(self.subject, at, actor=acting(self.request), now=timezone.now())
        return _("It is published on %s.") % moment(at) if at else _("No time of publication is set any more.")


class AgreementPublicationView(PublicationView):
    """When a whole new agreement becomes public: everything of it at one moment."""

    model = Agreement
    explanation = gettext_lazy(
        "Until then nothing of the agreement can be seen by the public. Then the agreement and all its commitments "
        "become public at the same moment. What was published stays in the record."
    )

    def over(self) -> str:
        """A published agreement stays published."""
        return _("This agreement is public already.") if self.subject.published_at is not None else ""

    def more(self) -> dict[str, Any]:
        """What will be published, and what is missing."""
        drafts = self.subject.commitments.filter(published_at__isnull=True).order_by("sort_key")
        return {"drafts": drafts, "gaps": gaps(self.subject), "is_agreement": True}


def gaps(agreement: Agreement) -> list[tuple[str, int, str]]:
    """What is missing in an agreement before it is published: what, how often, and the list that shows it."""
    items: Any = Commitment.objects.filter(agreement=agreement)
    commitments = f"{reverse('admin:tracker_commitment_changelist')}?agreement__id__exact={agreement.pk}"
    contributions = (
        f"{reverse('admin:tracker_contribution_changelist')}?commitment__agreement__id__exact={agreement.pk}"
    )
    orphans = Contribution.objects.filter(commitment__agreement=agreement, required=True, reporter__isnull=True)
    found = [
        (_("No commitment is recorded."), 0 if items.exists() else 1, commitments),
        (
            _("Commitments without a contribution of a partner"),
            items.filter(contributions__isnull=True).count(),
            commitments,
        ),
        (
            _("Required contributions without a reporting organisation"),
            orphans.count(),
            f"{contributions}&meldestelle=ohne",
        ),
        (_("No signatory is recorded."), 0 if agreement.signatories.exists() else 1, ""),
    ]
    if agreement.coverage == Coverage.FULL:
        found.append((_("Commitments without the official wording"), items.filter(wording="").count(), commitments))
    return [gap for gap in found if gap[1]]
