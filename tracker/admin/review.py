"""The queue of the review: what waits, and accepting several reports with one reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker import access, workflow
from tracker.admin import queue
from tracker.admin.base import acting
from tracker.admin.differences import differences, earlier_reports
from tracker.admin.review_forms import QueueFilter, TogetherForm
from tracker.admin.review_report import (
    ReviewReportView,
    RevokeReportView,
    may_decide,
    publication_words,
)
from tracker.admin.review_wish import DecideOnWishView
from tracker.admin.site import editors
from tracker.models import StatusReport
from tracker.vocabulary import ReportState

PER_PAGE = 50


def review_queue(request: HttpRequest) -> HttpResponse:
    """The reports of one list, the longest waiting first."""
    if not access.can_read_record(request.user):
        raise PermissionDenied
    chosen = request.GET.get("liste", queue.WAITING)
    name = chosen if chosen in queue.LISTS else queue.WAITING
    form = QueueFilter(request.GET)
    found = queue.queue(name).filter(**form.wanted())
    page = Paginator(queue.for_rows(found), PER_PAGE).get_page(request.GET.get("page"))
    number = queue.counts()
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        **editors.each_context(request),
        "title": _("Review of reports"),
        "lists": [(key, label, number[key], key == name) for key, label in queue.LISTS.items()],
        "unknown_list": chosen if chosen != name else "",
        "list_name": name,
        "heading": queue.LISTS[name],
        "form": form,
        "page": page,
        "rows": queue.rows(list(page.object_list)),
        "query": query.urlencode(),
        "is_filtered": bool(form.wanted()) or not form.is_valid(),
        "may_accept": name == queue.WAITING and access.can_review(request.user),
        "may_enter": access.can_edit(request.user),
        "read_only": not access.can_review(request.user),
    }
    return TemplateResponse(request, "admin/review_queue.html", context)


def accept_many(request: HttpRequest) -> HttpResponse:
    """Accept the ticked reports as they were reported: a page that lists them, one reason, confirmation."""
    if not access.can_review(request.user):
        raise PermissionDenied
    asked = _asked(request)
    if not asked:
        messages.warning(request, _("Tick at least one report."))
        return HttpResponseRedirect(reverse("admin:review_queue"))
    found = queue.for_rows(StatusReport.objects.filter(pk__in=asked, origin="partner")).order_by("submitted_at", "pk")
    reports = list(found)
    form = TogetherForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _accepted(request, [(report, asked[report.pk]) for report in reports], form.cleaned_data["reason"])
    return TemplateResponse(request, "admin/review_many.html", _many_context(request, form, reports, asked))


def _asked(request: HttpRequest) -> dict[int, int]:
    """The ticked reports with the versions that were shown; nonsense is left out."""
    given = request.POST if request.method == "POST" else request.GET
    found = {}
    for word in given.getlist("meldung")[:PER_PAGE]:
        key, _dot, version = word.partition(".")
        if key.isdecimal() and version.isdecimal() and len(key) < 19 and len(version) < 10:
            found[int(key)] = int(version)
    return found


def _many_context(
    request: HttpRequest, form: TogetherForm, reports: list[StatusReport], asked: dict[int, int]
) -> dict[str, Any]:
    earlier = earlier_reports(reports)
    now = timezone.now()
    lines, left_out = [], []
    for row in queue.rows(reports):
        why = _only_alone(row.report, request, asked[row.report.pk])
        if why:
            left_out.append((row, why))
        else:
            found = differences(row.report, earlier.get(row.report.pk))
            lines.append((row, found, publication_words(row.report, differs=False, at=now)))
    return {
        **editors.each_context(request),
        "title": _("Accept several reports"),
        "form": form,
        "lines": lines,
        "left_out": left_out,
    }


def _only_alone(report: StatusReport, request: HttpRequest, version: int) -> str:
    """Why a report is not accepted together with others; empty if it can be."""
    if report.state != ReportState.SUBMITTED:
        return _("It is not waiting for review any more: %s.") % report.get_state_display()
    if report.version != version:
        return _("It was changed since you saw it.")
    if not may_decide(report, request.user):
        return _("You wrote or entered it yourself.")
    if queue.objected(report):
        return _("The partner objects to how it was entered.")
    return ""


def _accepted(request: HttpRequest, wanted: list[tuple[StatusReport, int]], reason: str) -> HttpResponse:
    allowed = []
    for report, version in wanted:
        why = _only_alone(report, request, version)
        if why:
            _not_accepted(request, report, why)
        else:
            allowed.append((report, version))
    try:
        accepted, refused = (
            workflow.accept_together(allowed, reason=reason, actor=acting(request)) if allowed else ([], [])
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("admin:review_queue"))
    for one in refused:
        _not_accepted(request, one.report, one.why)
    if accepted:
        told = ngettext("%d report was accepted.", "%d reports were accepted.", len(accepted)) % len(accepted)
        messages.success(request, told)
    return HttpResponseRedirect(reverse("admin:review_queue"))


def _not_accepted(request: HttpRequest, report: StatusReport, why: str) -> None:
    partner = report.contribution.partner if report.contribution else "–"
    text = _("Not accepted: %(code)s, %(partner)s. %(why)s")
    messages.warning(request, text % {"code": report.commitment.code, "partner": partner, "why": why})


editors.add_page("pruefung/", review_queue, "review_queue")
editors.add_page("pruefung/annehmen/", accept_many, "review_many")
editors.add_page("pruefung/<int:pk>/", ReviewReportView.as_view(), "review_report")
editors.add_page("pruefung/<int:pk>/zurueckziehen/", RevokeReportView.as_view(), "review_revoke")
editors.add_page("pruefung/wunsch/<int:pk>/", DecideOnWishView.as_view(), "review_wish")
