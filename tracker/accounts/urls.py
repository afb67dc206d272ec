"""Addresses of the room of accounts: our own under the name `accounts`, and those django-allauth looks up by its names.

Nothing of django-allauth is included as a whole: what is not listed here does not exist.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from django.http import HttpRequest, HttpResponseBase
from django.urls import include, path, re_path

from tracker.accounts import views
from tracker.pages.errors import not_allowed

View = Callable[..., HttpResponseBase]
TAKEN = ("GET", "HEAD", "POST")
"""Methods of a form; Django's views would take a PUT for a POST."""


def ours(view: View) -> View:
    """A view of django-allauth in our frame: its word `site` (the host) gives way to ours (the name)."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in TAKEN:
            return not_allowed(request, TAKEN)
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None)
        if context:
            context.pop("site", None)
        return response

    return answer


def clean(view: View) -> View:
    """The sign-out, after which the browser keeps no copy of what was read, not even for its button "back"."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            # Not the cookies: browsers then forget those of all sites under the operator's name.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return answer


sign_in = ours(account_views.login)
sign_out = clean(ours(account_views.logout))

own = [
    path("", views.account, name="account"),
    path("anmelden/", sign_in, name="sign_in"),
    path("abmelden/", sign_out, name="sign_out"),
    path("weiter/", views.home, name="home"),
    path("einladung/<str:token>/", views.invitation, name="invitation"),
    path("sitzungen/", views.sessions, name="sessions"),
    path("sitzungen/beenden/", views.end_other_sessions, name="end_other_sessions"),
    path("sitzungen/<int:pk>/beenden/", views.end_session, name="end_session"),
    path("zweiter-faktor/", views.second_factor, name="second_factor"),
    path("zweiter-faktor/einrichten/", views.set_up, name="set_up"),
]

urlpatterns = [
    path("konto/", include((own, "accounts"))),
    path("konto/anmelden/", sign_in, name="account_login"),
    path("konto/anmelden/code/", ours(mfa_views.authenticate), name="mfa_authenticate"),
    path("konto/anmelden/passkey/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("konto/abmelden/", sign_out, name="account_logout"),
    path("konto/gesperrt/", ours(account_views.account_inactive), name="account_inactive"),
    path("konto/registrieren/", ours(account_views.signup), name="account_signup"),
    path("konto/bestaetigen/", account_views.reauthenticate, name="account_reauthenticate"),
    path("konto/bestaetigen/code/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path("konto/bestaetigen/passkey/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("konto/passwort/", account_views.password_change, name="account_change_password"),
    path("konto/passwort/vergessen/", ours(account_views.password_reset), name="account_reset_password"),
    path("konto/passwort/unterwegs/", ours(account_views.password_reset_done), name="account_reset_password_done"),
    re_path(
        # the key holds hyphens, the number of the account does not
        r"^konto/passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        ours(account_views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "konto/passwort/geaendert/",
        ours(account_views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("konto/zweiter-faktor/", views.second_factor, name="mfa_index"),
    path("konto/zweiter-faktor/app/", app_views.activate_totp, name="mfa_activate_totp"),
    path("konto/zweiter-faktor/app/entfernen/", app_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("konto/zweiter-faktor/codes/", code_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("konto/zweiter-faktor/codes/neu/", code_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("konto/zweiter-faktor/codes/datei/", code_views.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("konto/zweiter-faktor/passkeys/", views.second_factor, name="mfa_list_webauthn"),
    path("konto/zweiter-faktor/passkeys/neu/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path("konto/zweiter-faktor/passkeys/<int:pk>/", passkey_views.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "konto/zweiter-faktor/passkeys/<int:pk>/entfernen/",
        passkey_views.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
]
