"""The protocol, the revisions and the published versions: to be read, never changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from tracker.admin.lists import FoldedSearch
from tracker.admin.rights import ByRole
from tracker.admin.site import editors
from tracker.models import AuditEvent, PublicVersion, Revision


class ReadOnlyAdmin(ByRole, admin.ModelAdmin):
    """Rows that nobody changes by hand."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class ActionFilter(admin.ChoicesFieldListFilter):
    """The actions by their sentences, with an ellipsis where each entry tells its own."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """All actions."""
        for choice in super().choices(changelist):
            yield {**choice, "display": re.sub(r"%\(\w+\)s", "…", str(choice["display"]))}


class ObjectFilter(admin.AllValuesFieldListFilter):
    """The objects of the entries, by what the lists of the editors call them."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """All kinds of objects in the protocol."""
        names = {
            model._meta.model_name: model._meta.verbose_name for model in apps.get_app_config("tracker").get_models()
        }
        for choice in super().choices(changelist):
            yield {**choice, "display": capfirst(names.get(str(choice["display"]), choice["display"]))}


@admin.register(AuditEvent, site=editors)
class AuditEventAdmin(FoldedSearch, ReadOnlyAdmin):
    """Every action, told as a sentence."""

    list_display = ["at", "told", "role", "actor", "revision"]
    list_filter = ["role", ("verb", ActionFilter), ("subject_kind", ObjectFilter)]
    list_select_related = ["actor", "revision"]
    search_fields = ["subject_key"]
    fields = ["at", "told", "actor", "role", "subject_kind", "subject_key", "details", "revision"]
    readonly_fields = ["told", "details"]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Entries on the object whose key begins with the words."""
        term = search_term.replace("\0", "").strip()
        return (queryset.filter(subject_key__istartswith=term) if term else queryset), False

    @admin.display(description=gettext_lazy("what was done"))
    def told(self, obj: AuditEvent) -> str:
        """The sentence."""
        return obj.sentence

    @admin.display(description=gettext_lazy("details"))
    def details(self, obj: AuditEvent) -> SafeString:
        """The details as stored."""
        return _as_text(obj.detail)


@admin.register(Revision, site=editors)
class RevisionAdmin(ReadOnlyAdmin):
    """Every change of the public record."""

    list_display = ["number", "stamped_at", "reason", "note", "role"]
    list_filter = ["reason", "role"]
    fields = ["number", "stamped_at", "day", "reason", "note", "role"]


@admin.register(PublicVersion, site=editors)
class PublicVersionAdmin(ReadOnlyAdmin):
    """What was published of an agreement, a commitment or a partner, from a revision on."""

    list_display = ["kind", "key", "revision", "published"]
    list_filter = ["kind"]
    list_select_related = ["revision"]
    search_fields = ["key"]
    fields = ["kind", "key", "revision", "published", "content"]
    readonly_fields = ["published", "content"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """The versions; the list leaves their large content where it is."""
        return super().get_queryset(request).defer("payload").order_by("-revision_id", "kind", "key")

    @admin.display(description=gettext_lazy("published at"))
    def published(self, obj: PublicVersion) -> Any:
        """When the revision was stamped."""
        return obj.revision.stamped_at

    @admin.display(description=gettext_lazy("what was published"))
    def content(self, obj: PublicVersion) -> SafeString:
        """The payload as stored."""
        return _as_text(obj.payload)


def _as_text(value: Any) -> SafeString:
    return format_html('<pre class="payload" tabindex="0">{}</pre>', json.dumps(value, ensure_ascii=False, indent=2))
