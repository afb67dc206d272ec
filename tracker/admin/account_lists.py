"""Filters of the list of accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tracker.vocabulary import AccountRole

NOT_SET_UP = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
STATES = {
    "in-benutzung": (_("in use"), Q(is_active=True) & ~NOT_SET_UP),
    "eingeladen": (_("invited"), Q(is_active=True, invited_until__isnull=False) & NOT_SET_UP),
    "nicht-eingerichtet": (_("not set up"), Q(is_active=True, invited_until__isnull=True) & NOT_SET_UP),
    "gesperrt": (_("disabled"), Q(is_active=False)),
}
"""The states of the list by their word in the address; the query knows `invited_until` of the list."""


class StateFilter(admin.SimpleListFilter):
    """Whether accounts are in use, invited or disabled."""

    title = pgettext_lazy("account", "state")
    parameter_name = "zustand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """All states."""
        return [(word, label) for word, (label, _query) in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The accounts in the chosen state."""
        found = STATES.get(self.value() or "")
        return queryset.filter(found[1]) if found else None


class RoleFilter(admin.SimpleListFilter):
    """What accounts may do."""

    title = _("role")
    parameter_name = "rolle"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """All roles."""
        return AccountRole.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The accounts with the chosen role."""
        return queryset.filter(groups__name=self.value()) if self.value() in AccountRole else None


class FactorFilter(admin.SimpleListFilter):
    """Whether accounts have a second factor."""

    title = _("second factor")
    parameter_name = "faktor"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """With or without."""
        return [("mit", _("set up")), ("ohne", _("none"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The accounts with or without one."""
        has = Q(has_app=True) | Q(has_passkey=True)
        match self.value():
            case "mit":
                return queryset.filter(has)
            case "ohne":
                return queryset.exclude(has)
        return None
