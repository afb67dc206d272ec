"""Reporting rounds: opened for an agreement, looked at while they run, extended, closed, published at a set time."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import access, days
from tracker.admin.lists import FoldedSearch
from tracker.admin.protocol import ReadOnlyAdmin
from tracker.admin.round_actions import (
    CancelRoundView,
    CloseRoundView,
    ExtendRoundView,
    PublicationView,
    remind_the_rest,
)
from tracker.admin.round_figures import progress
from tracker.admin.round_opening import OpenRoundView
from tracker.admin.site import editors
from tracker.models import ReportingRound
from tracker.vocabulary import ReportState


class RoundStateFilter(admin.SimpleListFilter):
    """Whether a round still runs."""

    title = gettext_lazy("state")
    parameter_name = "stand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Running, past its day, closed."""
        return [
            ("laufend", gettext_lazy("running")),
            ("ueberfaellig", gettext_lazy("past its last day, not closed")),
            ("geschlossen", gettext_lazy("closed")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The rounds in the chosen state."""
        match self.value():
            case "laufend":
                return queryset.filter(closed_at__isnull=True)
            case "ueberfaellig":
                return queryset.filter(closed_at__isnull=True, due_on__lt=days.today())
            case "geschlossen":
                return queryset.filter(closed_at__isnull=False)
        return None


def state_words(asked: ReportingRound) -> str:
    """Where a round stands, in words."""
    if asked.closed_at is not None:
        return _("closed")
    return _("past its last day, not closed") if asked.due_on < days.today() else _("running")


def _round_of(object_id: str) -> ReportingRound | None:
    """The round of an address; None where the address names none."""
    if not object_id.isdecimal() or len(object_id) > 18:
        return None
    return ReportingRound.objects.select_related("agreement").filter(pk=object_id).first()


@admin.register(ReportingRound, site=editors)
class RoundAdmin(FoldedSearch, ReadOnlyAdmin):
    """Rounds. One that was opened is never changed by a plain form: everything is an action of its own."""

    change_list_template = "admin/round_list.html"
    list_display = ["title", "agreement", "starts_on", "due_on", "state", "answered_of", "publish_at"]
    list_filter = [RoundStateFilter, "agreement"]
    list_select_related = ["agreement"]
    ordering = ["-starts_on", "-pk"]
    folded_fields = ("title",)

    def get_urls(self) -> list[Any]:
        """The addresses of the actions, before those of the admin."""
        wrap = self.admin_site.admin_view
        actions: list[tuple[str, Any, str]] = [
            ("erinnern", remind_the_rest, "remind"),
            ("verlaengern", ExtendRoundView.as_view(), "extend"),
            ("schliessen", CloseRoundView.as_view(), "close"),
            ("zuruecknehmen", CancelRoundView.as_view(), "cancel"),
            ("zeitpunkt", PublicationView.as_view(), "publication"),
        ]
        return [
            *(
                path(f"<int:pk>/{way}/", wrap(view), name=f"tracker_reportinground_{name}")
                for way, view, name in actions
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Rounds with the number of contributions they ask for and of those that were reported on."""
        came = Q(reports__submitted_at__isnull=False) & ~Q(reports__state=ReportState.REVOKED)
        return (
            super()
            .get_queryset(request)
            .annotate(
                asked_for=Count("contributions", distinct=True),
                answered=Count("reports__contribution", filter=came, distinct=True),
            )
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever keeps the record opens rounds."""
        return access.can_edit(request.user)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The rounds, under their name."""
        return super().changelist_view(request, {**(extra_context or {}), "title": _("Reporting rounds")})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """The page on which a round is opened."""
        return OpenRoundView.as_view()(request)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """The page of one round: who has and has not reported, and what can be done."""
        found = _round_of(object_id)
        if found is None:
            return self._missing(request, object_id)
        exclusions = found.exclusions.select_related("contribution__commitment", "contribution__partner")
        context = {
            **self.admin_site.each_context(request),
            "title": found.title,
            "opts": self.opts,
            "round": found,
            "state_words": state_words(found),
            "progress": progress(found),
            "exclusions": exclusions.order_by("contribution__commitment__sort_key", "pk"),
            "may_act": access.can_edit(request.user) and found.closed_at is None,
        }
        return TemplateResponse(request, "admin/round.html", context)

    def _missing(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        """The protocol of the agreement, which tells of its rounds."""
        found = _round_of(object_id)
        if found is None:
            return self._missing(request, object_id)
        query = QueryDict(mutable=True)
        query["subject_kind"] = "agreement"
        query["subject_key"] = found.agreement.slug
        return HttpResponseRedirect(f"{reverse('admin:tracker_auditevent_changelist')}?{query.urlencode()}")

    @admin.display(description=gettext_lazy("state"))
    def state(self, obj: ReportingRound) -> str:
        """In words."""
        return state_words(obj)

    @admin.display(description=gettext_lazy("reported"))
    def answered_of(self, obj: Any) -> str:
        """How many of how many."""
        return _("%(answered)d of %(asked)d") % {"answered": obj.answered, "asked": obj.asked_for}
