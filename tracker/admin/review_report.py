"""One report under review: what it says differently, beside it what it rests on; accept, return, withdraw, wishes."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from tracker import access, days, workflow
from tracker.admin import queue
from tracker.admin.actions import ActionView
from tracker.admin.differences import differences, earlier_reports
from tracker.admin.face import Face
from tracker.admin.review_forms import AcceptForm, ReturnForm, RevokeForm
from tracker.admin.site import editors
from tracker.models import Agreement, Commitment, StatusReport
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import Kind, Origin, ReportState, Status
from tracker.workflow.decisions import publish_reports
from tracker.workflow.wishes import DECIDABLE


def is_own(report: StatusReport, user: access.User) -> bool:
    """Whether somebody wrote a report or entered it for its partner."""
    people = {report.author.user_id, report.entered_by.user_id if report.entered_by else None}
    return user.pk in people - {None}


def may_decide(report: StatusReport, user: access.User) -> bool:
    """Whether somebody may review this report: not their own, unless the operator allows reviews by one person."""
    return access.can_review(user) and (settings.ONE_PERSON_REVIEW or not is_own(report, user))


def moment(value: datetime) -> str:
    """A moment in words of the active language, in Berlin time."""
    return formats.date_format(timezone.localtime(value, days.BERLIN), "DATETIME_FORMAT")


def publication_words(report: StatusReport, *, differs: bool, at: datetime) -> str:
    """What accepting a report now leads to: published at once, with its round, or after the hearing period."""
    as_if = copy.copy(report)
    as_if.accepted_at, as_if.assessed_status = at, ASSESSED if differs else ""
    day = workflow.publication_day(as_if, at=at)
    if day is None:
        return _("It is published at once.")
    asked = report.round
    if not differs or (asked is not None and asked.publish_at is not None and asked.publish_at >= day):
        return _("It is published together with its round, on %s.") % moment(day)
    # The period ends with its last day, not at midnight of the next one.
    last = days.berlin_day(day - timedelta(seconds=1))
    return _("It is published when the partner has replied, at the latest when the hearing period ends on %s.") % (
        day_text(last)
    )


ASSESSED = Status.IN_PROGRESS
"""Any status: for the day of publication it matters only that the assessment differs."""


class ReviewAction(ActionView):
    """An action of the review; it belongs to no list, so the guard is its own."""

    template_name = "admin/review_action.html"

    @cached_property
    def model_admin(self) -> Any:
        """The list of facts and reports, for the parts of the page that every action has."""
        return editors.get_model_admin(StatusReport)

    def allowed(self, user: access.User) -> bool:
        """Whether this person may do it."""
        return access.can_review(user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let those in who may do it."""
        if not self.allowed(request.user):
            raise PermissionDenied
        return View.dispatch(self, request, *args, **kwargs)

    def done_url(self) -> str:
        """Back to the queue."""
        return reverse("admin:review_queue")

    def _refused(self, form: Any, rows: Any, error: ValidationError) -> HttpResponse:
        """The sentences at their fields; whoever saw an older version sees the present one and can send again."""
        self.look_again(form, error)
        return super()._refused(form, rows, error)

    def look_again(self, form: Any, error: ValidationError) -> None:
        """After a refusal read the report anew, and let the form speak of the version shown now."""
        self.__dict__.pop("report", None)
        if isinstance(error, workflow.StaleReport):
            form.data = form.data.copy()
            form.data["version"] = str(error.current.version)


class ReportAction(ReviewAction):
    """An action on the partner's report of the address."""

    @cached_property
    def report(self) -> StatusReport:
        """The report with everything around it; 404 for one that is none of a partner."""
        found = access.reports_for(self.request.user, on=days.today()).filter(origin=Origin.PARTNER)
        return get_object_or_404(queue.for_rows(found), pk=self.kwargs["pk"])

    def subjects(self) -> list[Commitment | Agreement]:
        """The commitment of the report."""
        return [self.report.commitment]


class ReviewReportView(ReportAction):
    """The page of one report: to be read by all who keep the record, to be decided on by reviewers."""

    title = gettext_lazy("Review a report")
    form_class = AcceptForm
    confirm = gettext_lazy("Accept the report")

    def allowed(self, user: access.User) -> bool:
        """All who keep the record read it; deciding is left to reviewers who did not write or enter it."""
        return access.can_read_record(user) if self.request.method == "GET" else access.can_review(user)

    def form_arguments(self) -> dict[str, Any]:
        """The report decides what is preset."""
        return {"report": self.report}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Accept step by step, or return."""
        if not may_decide(self.report, request.user):
            messages.error(request, _("Somebody else has to review a report that you wrote or entered."))
            return HttpResponseRedirect(request.path)
        if self.report.state != ReportState.SUBMITTED:
            return self._too_late()
        if request.POST.get("_step") == "return":
            return self._return()
        return super().post(request, *args, **kwargs)

    def _too_late(self) -> HttpResponse:
        """Somebody decided or took it back meanwhile, or a form was sent twice: told, with what was entered."""
        returning = self.request.POST.get("_step") == "return"
        form = (ReturnForm if returning else AcceptForm)(self.request.POST, report=self.report)
        form.errors.clear()
        told = _("It is not waiting for review any more: %s.") % self.report.get_state_display()
        form.add_error(None, told)
        accept_form = AcceptForm(report=self.report) if returning else form
        return self._show(accept_form, None, step="form", return_form=form if returning else None)

    def run(self, form: Any, rows: Any) -> str:
        """Accept it."""
        data = form.cleaned_data
        words = publication_words(self.report, differs=form.differs, at=timezone.now())
        workflow.accept(
            self.report,
            actor=self.acting(),
            assessed_status=data.get("assessed_status", ""),
            note=data.get("assessment_note", ""),
            grade=data["grade"],
            version=data["version"],
        )
        return _("The report on %(code)s was accepted.") % {"code": self.report.commitment.code} + f" {words}"

    def _tried(self, form: Any, rows: Any) -> tuple[list[Face], list[Face]]:
        """What the page says before, and once the report is published, be it now or later."""
        with transaction.atomic():
            before = self._faces()
            try:
                self.run(form, rows)
                accepted = StatusReport.objects.get(pk=self.report.pk)
                if accepted.published_at is None:
                    publish_reports([accepted], actor=self.acting(), at=accepted.publish_at or timezone.now())
                return before, self._faces()
            finally:
                transaction.set_rollback(True)

    def _return(self) -> HttpResponse:
        form = ReturnForm(self.request.POST, report=self.report)
        if form.is_valid():
            try:
                workflow.return_report(
                    self.report, form.comments(), actor=self.acting(), version=form.cleaned_data["version"]
                )
            except ValidationError as error:
                self.look_again(form, error)
                form.add_error(None, error)
            else:
                text = _("The report on %(code)s was returned. The partner is told by mail.")
                messages.success(self.request, text % {"code": self.report.commitment.code})
                return HttpResponseRedirect(self.done_url())
        return self._show(AcceptForm(report=self.report), None, step="form", return_form=form)

    def _show(self, form: Any, rows: Any, *, step: str, return_form: Any = None, **more: Any) -> HttpResponse:
        self.template_name = "admin/review_preview.html" if step == "preview" else "admin/review_report.html"
        response: Any = super()._show(form, rows, step=step, **more)
        now, report = timezone.now(), self.report
        response.context_data |= {
            "report": report,
            "commitment": report.commitment,
            "back": reverse("admin:review_report", args=[report.pk]) if step == "preview" else self.done_url(),
        }
        if step == "preview":
            response.context_data["what_happens"] = publication_words(report, differs=form.differs, at=now)
        else:
            response.context_data |= self._page(now) | {
                "return_form": return_form or ReturnForm(report=report),
                "returning": return_form is not None,
                "typed": _typed(return_form or form),
            }
        return response

    def _page(self, now: datetime) -> dict[str, Any]:
        """What the page shows around the forms."""
        report = self.report
        part, user = report.contribution, self.request.user
        waits = report.state == ReportState.SUBMITTED
        others = StatusReport.objects.filter(contribution=part, origin=Origin.PARTNER).exclude(pk=report.pk)
        return {
            "part": part,
            "hidden": report.state == ReportState.DRAFT,
            "differences": differences(report, earlier_reports([report]).get(report.pk)),
            "waits": queue.waiting_words(report.submitted_at, now) if waits else "",
            "told_by": queue.told_by(report),
            "proof": getattr(report, "proof", None),
            "supplies": part.supplies.select_related("partner") if part else [],
            "comments": report.comments.all(),
            "wishes": report.wishes.all(),
            "wishes_open": report.state in DECIDABLE and (access.can_edit(user) or access.can_review(user)),
            "others": others.exclude(state=ReportState.DRAFT).order_by("-submitted_at", "-pk")[:10],
            "is_target": report.commitment.kind == Kind.TARGET,
            "own": is_own(report, user),
            "decidable": waits and may_decide(report, user),
            "is_reviewer": access.can_review(user),
            "revocable": report.state == ReportState.ACCEPTED and access.can_review(user),
            "if_same": publication_words(report, differs=False, at=now),
            "if_different": publication_words(report, differs=True, at=now),
            "waits_until": report.publish_at if report.published_at is None else None,
        }


def _typed(form: Any) -> list[tuple[str, str]]:
    """What was entered into a form, for a page that cannot show it any more."""
    if not form.is_bound:
        return []
    shown = [field for field in form if not field.is_hidden and str(field.value() or "").strip()]
    return [(str(field.label), str(field.value())) for field in shown if isinstance(field.field, forms.CharField)]


class RevokeReportView(ReportAction):
    """Withdraw an accepted report with a public reason."""

    title = gettext_lazy("Withdraw an accepted report")
    form_class = RevokeForm
    explanation = gettext_lazy(
        "The report counts no more, for good. That it was published and why it was withdrawn stays public. The partner "
        "is told by mail and can report anew."
    )
    confirm = gettext_lazy("Withdraw")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, for a report that counts."""
        if self.report.state != ReportState.ACCEPTED:
            raise Http404
        return super().get(request, *args, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        """The version that was seen."""
        return {"initial": {"version": self.report.version}}

    def run(self, form: Any, rows: Any) -> str:
        """Withdraw it."""
        data = form.cleaned_data
        workflow.revoke_report(self.report, reason=data["reason"], actor=self.acting(), version=data["version"])
        return _("The report on %(code)s was withdrawn.") % {"code": self.report.commitment.code}

    def done_url(self) -> str:
        """Back to the report."""
        return reverse("admin:review_report", args=[self.kwargs["pk"]])
