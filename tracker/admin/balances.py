"""Balances: ordered and commented by the editors, built by a job, looked at, published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import workflow
from tracker.admin.base import PublicAdmin, acting
from tracker.admin.rows import RecordInline
from tracker.admin.site import editors
from tracker.models import BalanceComment, BalanceReport
from tracker.vocabulary import JobState


class BalanceForm(forms.ModelForm):
    """What a balance is to tell; publishing it is a tick."""

    publish = forms.BooleanField(
        label=gettext_lazy("Publish"),
        required=False,
        help_text=gettext_lazy("As it was built last. Look at it first; one of a closed round never changes again."),
    )

    def clean(self) -> dict[str, Any] | None:
        """Only what is built, is no draft and stays as it was built can be published."""
        data = super().clean() or {}
        if data.get("publish"):
            if data.get("with_unaccepted"):
                self.add_error("publish", _("A balance with reports not yet accepted is never published."))
            elif self.instance.state != JobState.DONE:
                self.add_error("publish", _("It is not built yet."))
            elif set(self.changed_data) - {"publish"}:
                self.add_error("publish", _("Something else was changed: save it, let it be built, then publish it."))
        if data.get("with_unaccepted") and self.instance.published_at is not None:
            self.add_error("with_unaccepted", _("A balance with reports not yet accepted is never published."))
        return data


class CommentInline(RecordInline):
    """What the editors say on action fields."""

    model = BalanceComment
    fields = ["action_field", "text"]


@admin.register(BalanceReport, site=editors)
class BalanceReportAdmin(PublicAdmin):
    """Interim and final balances. Saving one orders it anew; what is published stays readable until it is built."""

    form = BalanceForm
    list_display = ["title", "kind", "agreement", "on_day", "state", "is_public"]
    list_filter = ["kind", "state"]
    list_select_related = ["agreement"]
    search_fields = ["title", "slug"]
    inlines = [CommentInline]
    change_form_template = "admin/balance_form.html"
    told = ("state", "on_day", "revision", "built_at", "published_at", "fixed_at")

    @admin.display(description=gettext_lazy("published"), boolean=True)
    def is_public(self, obj: BalanceReport) -> bool:
        """Whether everybody may read it."""
        return obj.published_at is not None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What it is about and, once it is ordered, what became of it."""
        about = ["title", "slug", "kind", ("agreement", "round"), "day", "with_unaccepted", "foreword"]
        sets: list[Any] = [(None, {"fields": about})]
        if obj is not None:
            publish = ["publish"] if obj.published_at is None else []
            sets.append((gettext_lazy("What became of it"), {"fields": [*self.told, *publish]}))
        return sets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What the workflow writes; the address of a published one stays."""
        return [*self.told, *(["slug"] if obj is not None and obj.published_at is not None else [])]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not of one that is fixed."""
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_fixed)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not of one that was published."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.published_at is None)

    def after_save(self, request: HttpRequest, form: Any, formsets: Any, *, created: bool) -> None:
        """Publish it if that was ticked, else let it be built anew."""
        super().after_save(request, form, formsets, created=created)
        if form.cleaned_data.get("publish") and not any(formset.has_changed() for formset in formsets):
            workflow.publish_balance(form.instance, actor=acting(request))
            self.message_user(request, _("The balance is published."))
        else:
            workflow.order_balance(form.instance)
            self.message_user(request, _("The balance is ordered; it is built within a few minutes."))
