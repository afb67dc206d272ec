"""The outbox for administrators: what goes to whom, when, how often it was tried, and what the mail server said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker import workflow
from tracker.admin.base import acting
from tracker.admin.rights import AdministratorsOnly
from tracker.admin.site import editors
from tracker.models import Contribution, OutboxMail, Partner, ReportingRound, StatusReport
from tracker.vocabulary import MailState


class StateFilter(admin.SimpleListFilter):
    """Where a message stands."""

    title = gettext_lazy("state")
    parameter_name = "stand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """All states."""
        return MailState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The messages in the chosen state."""
        chosen = self.value()
        if chosen not in MailState.values:
            return None
        return queryset.in_state(MailState(str(chosen)))  # type: ignore[attr-defined]


class OutboxList(ChangeList):
    """The list with what each message is about in words, looked up for all rows of a page together."""

    def get_results(self, request: HttpRequest) -> None:
        """Fetch the rows of the page and what they are about."""
        super().get_results(request)
        rows = list(self.result_list)
        known = _subjects(rows)
        for row in rows:
            row.about = next((known[pair] for pair in row.facts.items() if pair in known), "")
        self.result_list = rows


def _subjects(rows: Iterable[OutboxMail]) -> dict[tuple[str, int], str]:
    """The words for contributions, reports, partners and rounds that messages name, by what they name them by."""
    named: dict[str, set[int]] = {"contribution": set(), "report": set(), "partner": set(), "round": set()}
    for row in rows:
        for name, ids in named.items():
            if isinstance(row.facts.get(name), int):
                ids.add(row.facts[name])
    contributions = Contribution.objects.filter(pk__in=named["contribution"]).select_related("commitment", "partner")
    reports = StatusReport.objects.filter(pk__in=named["report"]).select_related("commitment")
    found = {("contribution", item.pk): f"{item.commitment.code}, {item.partner}" for item in contributions}
    found |= {("report", item.pk): item.commitment.code for item in reports}
    found |= {("partner", item.pk): str(item) for item in Partner.objects.filter(pk__in=named["partner"])}
    return found | {("round", item.pk): item.title for item in ReportingRound.objects.filter(pk__in=named["round"])}


@admin.register(OutboxMail, site=editors)
class OutboxAdmin(AdministratorsOnly, admin.ModelAdmin):
    """Messages, to be read and to be sent once more; nobody writes or deletes one by hand."""

    list_display = ("kind", "about", "recipient", "created_at", "state_words", "next_try", "attempts", "last_error")
    list_display_links = None
    list_filter = (StateFilter, "kind")
    list_select_related = ("recipient",)
    search_fields = ("recipient__email",)
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("try_again",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list under its name."""
        return super().changelist_view(request, {"title": _("Outgoing mail"), **(extra_context or {})})

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that knows what each message is about."""
        return OutboxList

    @admin.display(description=gettext_lazy("about"))
    def about(self, obj: Any) -> str:
        """What the message is about."""
        return getattr(obj, "about", "")

    @admin.display(description=gettext_lazy("state"))
    def state_words(self, obj: OutboxMail) -> str:
        """Where it stands, and since when it is sent."""
        if obj.sent_at is None:
            return str(obj.state.label)
        return _("sent on %s") % formats.date_format(timezone.localtime(obj.sent_at), "DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("next try"), ordering="send_after")
    def next_try(self, obj: OutboxMail) -> datetime | None:
        """When it is to go out; nothing once it is sent or given up."""
        return obj.send_after if obj.state in (MailState.WAITING, MailState.FAILING) else None

    @admin.action(description=gettext_lazy("Try again at once"), permissions=["view"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[OutboxMail]) -> None:
        """Let the chosen messages go out with the next run."""
        count = workflow.retry_mail(queryset, actor=acting(request), at=timezone.now())
        words = ngettext("%d message goes out with the next run.", "%d messages go out with the next run.", count)
        self.message_user(request, words % count, messages.SUCCESS if count else messages.WARNING)
        if not count:
            self.message_user(request, _("What was sent or is settled is not sent again."), messages.WARNING)
