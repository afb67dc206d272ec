"""What the lists of the editors share: the lists of work, filters, and search by folded text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tracker import days, search, workflow
from tracker.models import Commitment
from tracker.models.commitments import CommitmentQuerySet
from tracker.vocabulary import Schedule

WORK: dict[str, Promise] = {
    "ueberfaellig": _("Overdue"),
    "unbekannt": _("Status not known"),
    "ohne-beleg": _("Without evidence"),
    "ohne-frist": _("Without deadline"),
}


def work_list(commitments: CommitmentQuerySet, name: str, *, on: date) -> CommitmentQuerySet:
    """The commitments of one of the lists of work, on a day."""
    match name:
        case "ueberfaellig":
            return commitments.overdue(on=on)
        case "unbekannt":
            return commitments.unknown()
        case "ohne-beleg":
            return commitments.without_evidence()
        case _:
            return commitments.without_deadline()


class WorkFilter(admin.SimpleListFilter):
    """The lists of work: overdue, unknown, without evidence, without deadline."""

    title = _("list")
    parameter_name = "liste"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """The lists."""
        return WORK.items()

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The commitments of the chosen list."""
        return work_list(queryset, self.value(), on=days.today()) if self.value() in WORK else None  # type: ignore[arg-type]


class ScheduleFilter(admin.SimpleListFilter):
    """Where commitments stand against their deadline today."""

    title = _("schedule")
    parameter_name = "frist"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """All states of the schedule."""
        return Schedule.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The commitments in the chosen state."""
        if self.value() not in Schedule:
            return None
        return queryset.with_schedule(on=days.today()).filter(schedule_state=self.value())  # type: ignore[attr-defined]


class TermFilter(admin.SimpleListFilter):
    """Whether the agreement still runs."""

    title = _("term")
    parameter_name = "laufzeit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Running or ended."""
        return [("laufend", _("running")), ("beendet", _("ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """Those whose effective end is still to come, or has passed."""
        today = days.today()
        match self.value():
            case "laufend":
                return queryset.filter(effective_end__gte=today)
            case "beendet":
                return queryset.filter(effective_end__lt=today)
        return None


class PublicFilter(admin.SimpleListFilter):
    """Drafts, or what is published."""

    title = _("publication")
    parameter_name = "oeffentlich"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Published or not."""
        return [("ja", _("published")), ("nein", _("draft"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The published ones, or the drafts."""
        if self.value() not in ("ja", "nein"):
            return None
        return queryset.filter(published_at__isnull=self.value() == "nein")


class ReporterFilter(admin.SimpleListFilter):
    """Whether somebody is named who reports for a contribution."""

    title = pgettext_lazy("filter", "reporting organisation")
    parameter_name = "meldestelle"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Named or not."""
        return [("ohne", _("not named")), ("mit", _("named"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """Contributions with or without one."""
        if self.value() not in ("ohne", "mit"):
            return None
        return queryset.filter(reporter__isnull=self.value() == "ohne")


class NobodyReportsFilter(admin.SimpleListFilter):
    """Whether somebody can report for an organisation that is to report."""

    title = _("accounts")
    parameter_name = "zugang"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Only those without anybody."""
        return [("ohne", _("to report, but without anybody who can"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The organisations for which nobody can report."""
        if self.value() != "ohne":
            return None
        return queryset.filter(pk__in=[partner.pk for partner in workflow.orphaned_partners(on=days.today())])


class TicketDueFilter(admin.SimpleListFilter):
    """Tickets whose day of answer has passed."""

    title = _("day of answer")
    parameter_name = "frist"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Overdue only."""
        return [("ueberfaellig", _("Overdue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """Open tickets past their day."""
        return queryset.overdue(on=days.today()) if self.value() else None  # type: ignore[attr-defined]


class CommitmentSearch:
    """Search for commitments as on the public page, or for what hangs on them; drafts as well.

    `path_to_commitment` leads from a row to its commitment.
    """

    path_to_commitment = "pk"

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Something, so that the admin shows its search field."""
        return (self.path_to_commitment,)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """The rows whose commitment the search finds, in the order of the list."""
        if not search_term.strip():
            return queryset, False
        found = search.condition(search_term, within=Commitment.objects.all(), path=self.path_to_commitment)
        return queryset.filter(found), False


class FoldedSearch:
    """Search that takes "AERZTE" and "ärzte" for one word, in any database.

    The texts of `folded_fields` are read and folded, which is meant for lists of some thousand rows at most.
    """

    folded_fields: tuple[str, ...] = ()

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Something, so that the admin shows its search field."""
        return self.folded_fields

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """The rows in which every word of the search occurs."""
        words = search.fold(search_term.replace("\0", "")).split()[: search.MAX_WORDS]
        if not words:
            return queryset, False
        rows = queryset.order_by().prefetch_related(None).values_list("pk", *self.folded_fields).distinct()
        found = {
            key
            for key, *texts in rows.iterator()
            if (text := search.fold(" ".join(str(part or "") for part in texts)))
            and all(word in text for word in words)
        }
        return queryset.filter(pk__in=found), False
