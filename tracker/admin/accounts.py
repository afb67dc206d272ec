"""Accounts and groups; for administrators only, because who keeps accounts can do everything."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.admin.base import RecordAdmin
from tracker.admin.site import editors
from tracker.models import Account


class NewAccountForm(UserCreationForm):
    """Name and password of a new account. The page itself goes to the first field; asked twice, a browser complains."""

    class Meta(UserCreationForm.Meta):
        model = Account

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.pop("autofocus", None)


class NewPasswordForm(AdminPasswordChangeForm):
    """A new password; an account without one cannot sign in here, so that is not offered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True


class AdministratorsOnly:
    """Open to administrators only."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the person is an administrator."""
        return bool(request.user.is_active and request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person is an administrator."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether the person is an administrator."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person is an administrator."""
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person is an administrator."""
        return self.has_module_permission(request)


@admin.register(Account, site=editors)
class AccountAdmin(AdministratorsOnly, RecordAdmin, UserAdmin):
    """Who can sign in."""

    list_display = ["username", "email", "is_staff", "is_superuser", "is_active", "last_login"]
    list_filter = ["is_staff", "is_superuser", "is_active", "groups"]
    filter_horizontal = ()
    add_form = NewAccountForm
    add_form_template = None
    change_password_form = NewPasswordForm
    add_fieldsets = [
        (
            None,
            {
                "fields": ["username", "password1", "password2"],
                "description": gettext_lazy("Name and password first; what the account may do comes after that."),
            },
        )
    ]
    readonly_fields = ["password_told", "last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password_told"]}),
        (gettext_lazy("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (
            gettext_lazy("What the account may do"),
            {
                "fields": ["is_active", "is_staff", "is_superuser", "groups"],
                "description": gettext_lazy(
                    "Editors need “staff” and a group that may change the record. Administrators may do everything."
                ),
            },
        ),
        (gettext_lazy("Days"), {"fields": ["last_login", "date_joined"]}),
    ]

    @admin.display(description=gettext_lazy("password"))
    def password_told(self, obj: Account) -> SafeString:
        """Whether there is one, and where to set another; nothing of what is stored."""
        told = _("set") if obj.has_usable_password() else _("none, so nobody can sign in with it")
        url = reverse("admin:auth_user_password_change", args=[obj.pk])
        return format_html('{} · <a href="{}">{}</a>', told, url, _("Set a new password"))

    def refusal(self, obj: Account) -> str:
        """Nobody deletes the account they are signed in with; whoever acted in the protocol is deactivated instead."""
        if hasattr(obj, "actor"):
            return _("“%(name)s” has acted in the record. Deactivate the account instead.") % {"name": obj}
        return ""


@admin.register(Group, site=editors)
class RoleAdmin(AdministratorsOnly, RecordAdmin, GroupAdmin):  # type: ignore[misc]
    """Groups of accounts with what they may do."""

    filter_horizontal = ()

    def refusal(self, obj: Group) -> str:
        """A group with accounts stays."""
        if obj.user_set.exists():
            return _("“%(name)s” is not deleted: accounts belong to it.") % {"name": obj}
        return ""
