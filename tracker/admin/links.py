"""The links of the record as they were found: which fail, which have moved, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from tracker import access, workflow
from tracker.admin.account_actions import refuse
from tracker.admin.base import acting
from tracker.admin.linkstates import state_badge, state_sentence
from tracker.admin.protocol import ReadOnlyAdmin
from tracker.admin.site import editors
from tracker.models import CheckedLink, Evidence
from tracker.vocabulary import LinkFault, LinkState


class StateFilter(admin.SimpleListFilter):
    """How an address was found."""

    title = gettext_lazy("state")
    parameter_name = "stand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """All states."""
        return LinkState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The addresses in the chosen state."""
        chosen = self.value()
        if chosen not in LinkState.values:
            return None
        return queryset.in_state(LinkState(str(chosen)))  # type: ignore[attr-defined]


class FaultFilter(admin.SimpleListFilter):
    """What was wrong."""

    title = gettext_lazy("what was wrong")
    parameter_name = "fehler"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """All faults."""
        return LinkFault.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The addresses with the chosen fault."""
        chosen = self.value()
        return queryset.filter(fault=chosen) if chosen in LinkFault.values else None


class ArchiveForm(forms.Form):
    """The address of an archived copy."""

    archive_url = forms.URLField(
        label=gettext_lazy("Archived copy"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"class": "vURLField"}),
        help_text=gettext_lazy("Public: it stands beside the source. Empty takes it away."),
    )


class LinkView(View):
    """One link: how it was found, where it is named, and the two ways to mend it."""

    model_admin: Any = None

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page."""
        link = get_object_or_404(CheckedLink, pk=pk)
        return self._show(request, link, ArchiveForm(initial={"archive_url": _archive_of(link)}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take over the address it has moved to, or name an archived copy."""
        if not access.can_edit(request.user):
            raise PermissionDenied
        link = get_object_or_404(CheckedLink, pk=pk)
        form = ArchiveForm(request.POST)
        take_over = request.POST.get("_step") == "take_over"
        if not form.is_valid() and not take_over:
            return self._show(request, link, form)
        try:
            told = self._take_over(link) if take_over else self._archive(link, form.cleaned_data["archive_url"])
        except ValidationError as error:
            refuse(form, error)
            return self._show(request, link, form)
        messages.success(request, told)
        return HttpResponseRedirect(reverse("admin:tracker_checkedlink_changelist"))

    def _take_over(self, link: CheckedLink) -> str:
        count = workflow.take_over_target(link, actor=acting(self.request))
        words = ngettext("The new address stands in %d record now.", "The new address stands in %d records now.", count)
        return words % count

    def _archive(self, link: CheckedLink, url: str) -> str:
        count = workflow.keep_archive(link, url, actor=acting(self.request))
        words = ngettext(
            "The archived copy of %d source was changed.", "The archived copies of %d sources were changed.", count
        )
        return words % count

    def _show(self, request: HttpRequest, link: CheckedLink, form: ArchiveForm) -> HttpResponse:
        named = workflow.named_by(link.url)
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": _("Link"),
            "opts": self.model_admin.opts,
            "link": link,
            "badge": state_badge(link),
            "told": state_sentence(link),
            "form": form,
            "may_edit": access.can_edit(request.user),
            "named": [(str(row), _address(row)) for row in named],
            "is_evidence": any(isinstance(row, Evidence) and row.url == link.url for row in named),
            "back": reverse("admin:tracker_checkedlink_changelist"),
        }
        return TemplateResponse(request, "admin/link.html", context)


def _archive_of(link: CheckedLink) -> str:
    found = Evidence.objects.filter(url=link.url).exclude(archive_url="")
    return found.values_list("archive_url", flat=True).first() or ""


def _address(row: Model) -> str:
    owner = row.report if isinstance(row, Evidence) else row
    try:
        return reverse(f"admin:tracker_{owner._meta.model_name}_change", args=[owner.pk])
    except NoReverseMatch:
        return ""


@admin.register(CheckedLink, site=editors)
class LinkAdmin(ReadOnlyAdmin):
    """Which sources can be reached; found by `check_links`, mended by editors."""

    list_display = ["address", "state_words", "fault_words", "leads_to", "failing_since", "ok_at", "tried_at"]
    list_display_links = None
    list_filter = [StateFilter, FaultFilter, "failing_since"]
    search_fields = ("url", "host")
    ordering = ["-failures", "host", "pk"]
    actions = ("take_over",)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """The page of one link."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        pk = int(object_id) if object_id.isdecimal() and len(object_id) < 19 else 0
        if not CheckedLink.objects.filter(pk=pk).exists():
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        return LinkView.as_view(model_admin=self)(request, pk=pk)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list under its name."""
        return super().changelist_view(request, {"title": _("Links"), **(extra_context or {})})

    def has_mend_permission(self, request: HttpRequest) -> bool:
        """Whether the person may take over addresses."""
        return access.can_edit(request.user)

    @admin.action(description=gettext_lazy("Take over the address it has moved to"), permissions=["mend"])
    def take_over(self, request: HttpRequest, queryset: QuerySet[CheckedLink]) -> None:
        """Take over the addresses of the chosen links that have moved for good."""
        records = 0
        for link in queryset.in_state(LinkState.MOVED).order_by("pk"):  # type: ignore[attr-defined]
            try:
                records += workflow.take_over_target(link, actor=acting(request))
            except ValidationError as error:
                self.message_user(request, f"{link.url}: {' '.join(error.messages)}", messages.ERROR)
        words = ngettext("A new address stands in %d record now.", "New addresses stand in %d records now.", records)
        self.message_user(request, words % records, messages.SUCCESS if records else messages.WARNING)

    @admin.display(description=gettext_lazy("address"), ordering="url")
    def address(self, obj: CheckedLink) -> SafeString:
        """The address, which leads to the page of the link."""
        shown = obj.url if len(obj.url) <= 90 else f"{obj.url[:87]} …"
        return format_html('<a href="{}">{}</a>', reverse("admin:tracker_checkedlink_change", args=[obj.pk]), shown)

    @admin.display(description=gettext_lazy("state"))
    def state_words(self, obj: CheckedLink) -> SafeString:
        """The badge."""
        return state_badge(obj)

    @admin.display(description=gettext_lazy("what was wrong"), ordering="fault")
    def fault_words(self, obj: CheckedLink) -> str:
        """In words, with the number of the answer."""
        words = str(obj.get_fault_display()) if obj.fault else ""
        return f"{words} ({obj.status})" if words and obj.status else words or "–"

    @admin.display(description=gettext_lazy("leads on to"))
    def leads_to(self, obj: CheckedLink) -> str:
        """Where it leads, if elsewhere."""
        return (obj.target if len(obj.target) <= 90 else f"{obj.target[:87]} …") or "–"
