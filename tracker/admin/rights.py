"""What somebody may do in the lists of the editors, by role. `tracker/access.py` decides, not the rights of Django."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from tracker import access


class ByRole:
    """Staff with a role read the record; editors and administrators change it. For lists and for rows on forms."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the list stands on the start page."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person may read it."""
        return access.can_read_record(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person may add to it."""
        return access.can_edit(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person may change it."""
        return access.can_edit(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person may delete from it."""
        return access.can_edit(request.user)


class AdministratorsOnly(ByRole):
    """Open to administrators only."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person is an administrator."""
        return access.can_administer(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person is an administrator."""
        return access.can_administer(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person is an administrator."""
        return access.can_administer(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person is an administrator."""
        return access.can_administer(request.user)
