"""Partners with their names over time and their memberships."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import access
from tracker.admin.base import PublicAdmin
from tracker.admin.lists import FoldedSearch, NobodyReportsFilter
from tracker.admin.partner_people import PartnerPeopleView
from tracker.admin.rows import RecordInline, RecordTable
from tracker.admin.site import editors
from tracker.models import Membership, Partner, PartnerName, PublicVersion


class NameInline(RecordInline):
    """Names borne over time."""

    model = PartnerName
    fk_name = "partner"
    classes = ["collapse"]
    fields = [
        ("name", "abbreviation"),
        ("start", "end", "change"),
        ("predecessor", "successor"),
        "reference",
        "sources",
    ]


class GroupsInline(RecordTable):
    """The groups a partner belongs to."""

    model = Membership
    fk_name = "member"
    verbose_name = gettext_lazy("group it belongs to")
    verbose_name_plural = gettext_lazy("groups it belongs to")
    fields = ["group", "role", "start", "end", "editor_note"]


class MembersInline(RecordTable):
    """The members of a group."""

    model = Membership
    fk_name = "group"
    verbose_name = gettext_lazy("member")
    verbose_name_plural = gettext_lazy("members")
    fields = ["member", "role", "start", "end", "editor_note"]


@admin.register(Partner, site=editors)
class PartnerAdmin(FoldedSearch, PublicAdmin):
    """Partners: organisations and groups."""

    list_display = ["name", "abbreviation", "kind", "active_from", "active_to"]
    list_filter = ["kind", NobodyReportsFilter]
    change_form_template = "admin/partner_form.html"
    folded_fields = ("name", "abbreviation", "key", "names__name")
    inlines = [NameInline, GroupsInline, MembersInline]
    fieldsets = [
        (None, {"fields": [("key", "kind"), "name", "abbreviation", "is_everyone", "parent", "land"]}),
        (
            gettext_lazy("Public details"),
            {"fields": ["homepage", ("active_from", "active_to"), "reference", "sources"]},
        ),
        (
            gettext_lazy("Contact"),
            {
                "fields": ["contact_name", "contact_address"],
                "description": gettext_lazy("Never on a public page, in no file and no version."),
            },
        ),
        (gettext_lazy("For the editors"), {"fields": ["editor_note"]}),
    ]

    def get_urls(self) -> list[Any]:
        """The address of the people, before those of the admin."""
        people = self.admin_site.admin_view(PartnerPeopleView.as_view(model_admin=self))
        return [path("<int:pk>/zugaenge/", people, name="tracker_partner_people"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> Any:
        """The form; administrators go on from it to the people of an organisation."""
        obj = options.get("obj")
        if obj is not None and not obj.is_group and access.can_administer(request.user):
            context["people_url"] = reverse("admin:tracker_partner_people", args=[obj.pk])
        return super().render_change_form(request, context, *args, **options)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The key stands in addresses and files, so it stays."""
        return ["key"] if obj is not None else []

    def refusal(self, obj: Partner) -> str:
        """A partner that was published stays."""
        if PublicVersion.objects.of(PublicVersion.PARTNER, obj.key).exists():
            return _("“%(name)s” is public. What was published stays in the record.") % {"name": obj}
        return super().refusal(obj)
