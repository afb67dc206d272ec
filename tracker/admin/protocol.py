"""The protocol, the revisions and the published versions: to be read, never changed."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from tracker.admin.lists import FoldedSearch
from tracker.admin.site import editors
from tracker.models import AuditEvent, PublicVersion, Revision


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that nobody changes by hand."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


@admin.register(AuditEvent, site=editors)
class AuditEventAdmin(FoldedSearch, ReadOnlyAdmin):
    """Every action, told as a sentence."""

    list_display = ["at", "told", "role", "actor", "revision"]
    list_filter = ["role", "verb", "subject_kind"]
    list_select_related = ["actor", "revision"]
    search_fields = ["subject_key"]
    fields = ["at", "told", "actor", "role", "verb", "subject_kind", "subject_key", "details", "revision"]
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
    return format_html('<pre class="payload">{}</pre>', json.dumps(value, ensure_ascii=False, indent=2))
