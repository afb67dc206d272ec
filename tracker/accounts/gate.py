"""The administration behind the same sign-in as everything else: no second door."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def behind_sign_in(site: AdminSite) -> AdminSite:
    """Return the site of an administration with its own sign-in, sign-out and password form led to those of /konto/.

    Without this, /verwaltung/login/ would ask for a password only, without second factor and without limit.
    """

    def login(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send staff who are signed in to the start page; `secure_admin_login` has sent the others to the sign-in."""
        return redirect("admin:index")

    def password_change(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_change_password")

    def logout(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_logout", preserve_request=True)

    site.login = secure_admin_login(login)  # type: ignore[method-assign]
    site.password_change = password_change  # type: ignore[method-assign, assignment]
    site.logout = logout  # type: ignore[method-assign, assignment]
    return site
