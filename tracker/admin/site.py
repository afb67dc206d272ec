"""The site of the editors: who gets in, how it is titled, how its lists are grouped."""

from __future__ import annotations

import functools
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tracker import access
from tracker.admin import start

GROUPS: list[tuple[Promise, list[str]]] = [
    (_("Agreements and commitments"), ["agreement", "commitment", "contribution", "statusreport", "event", "finding"]),
    (_("Reports of the partners"), ["reportinground"]),
    (_("Partners"), ["partner"]),
    (_("Länder"), ["land", "landalliance", "network"]),
    (_("Figures and sources"), ["indicator", "source", "checkedlink", "targetgroup", "instrument"]),
    (_("Texts and mail"), ["balancereport", "pagetext", "ticket", "outboxmail"]),
    (_("Protocol"), ["auditevent", "revision", "publicversion"]),
    (_("Accounts"), ["account", "group"]),
]


class EditorsSite(admin.AdminSite):
    """The admin, titled "Redaktion"; signed-in people who are no staff are told so instead of asked to sign in."""

    site_title = site_header = pgettext_lazy("admin", "Editors")
    index_title = _("What is to be done")
    site_url = reverse_lazy("public:overview")  # type: ignore[assignment]
    empty_value_display = "–"
    # The lists stand on the start page; beside wide tables and forms there is no room for them.
    enable_nav_sidebar = False

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._pages: list[URLPattern] = []

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The view behind the guard: anonymous visitors are sent to the sign-in, others who are no staff refused."""
        inner = super().admin_view(view, cacheable)

        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            leaving = request.path == reverse("admin:logout")
            if request.user.is_authenticated and not access.is_staff(request.user) and not leaving:
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return guarded

    def add_page(self, route: str, view: Any, name: str) -> None:
        """Put a page that belongs to no list behind the guard of the site; its address is called `admin:<name>`."""
        self._pages.append(path(route, self.admin_view(view), name=name))

    def get_urls(self) -> list[Any]:
        """The addresses of the pages of our own, then those of the admin."""
        return [*self._pages, *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page has; who also acts for a partner gets the way to the reporting area."""
        portal = reverse("portal:home") if access.is_partner(request.user) else ""
        return {**super().each_context(request), "portal_url": portal}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The start page: what waits for the editors, each number a link to its list, then all lists."""
        return super().index(
            request,
            {
                **(extra_context or {}),
                "work": start.work(request.user),
                "may_enter": access.can_edit(request.user),
            },
        )

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """All lists this person may open, in the groups and order of `GROUPS`."""
        models = {
            item["object_name"].lower(): item
            for app in super().get_app_list(request, app_label)
            for item in app["models"]
        }
        found = []
        for number, (title, names) in enumerate(GROUPS, start=1):
            items = [models.pop(name) for name in names if name in models]
            if items:
                found.append(_group(f"group-{number}", title, items))
        if models:
            found.append(_group("group-other", _("Other lists"), list(models.values())))
        return found


def _group(label: str, title: Promise, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": title,
        "app_label": label,
        "app_url": reverse("admin:index"),
        "has_module_perms": True,
        "models": items,
    }


editors = EditorsSite(name="admin")
# Deleting many at once would pass by the questions that deleting one asks.
editors.disable_action("delete_selected")
