"""Who is signed in: nobody with a disabled account, and nobody who still lacks a second factor.

The person is looked up when a view asks for it, and not before: public pages never ask, so they carry no cookie and
are the same for everybody. Whatever asks is private, so its answer is stored nowhere.
"""

from __future__ import annotations

from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from tracker import access
from tracker.accounts import lifetime
from tracker.accounts.factors import has_second_factor

# What somebody without the required factor may do: set one up, prove who it is for that, and leave.
OPEN_DURING_SET_UP = {
    "accounts:set_up",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "accounts:sign_out",
}


class SignedInPerson(AuthenticationMiddleware):
    """Put the person on the request, and lead those without a required second factor to its set-up."""

    def process_request(self, request: HttpRequest) -> None:
        """Promise the person; the look-up happens when somebody asks."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _admitted(request))  # type: ignore[assignment]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Answer who lacks a factor with the way to it: the view has seen an anonymous visitor and done nothing."""
        if getattr(request, "lacks_second_factor", False) and not _is_open(request):
            response = HttpResponseRedirect(reverse("accounts:set_up"))
        if request.session.accessed:
            response["Cache-Control"] = "no-store, private"
        return response


def _admitted(request: HttpRequest) -> access.User:
    user = auth.get_user(request)
    if not user.is_authenticated:
        if auth.SESSION_KEY in request.session:
            # The account was disabled or deleted; its session ends with this request.
            request.session.flush()
        return user
    if lifetime.is_over(request.session):
        request.session.flush()
        return AnonymousUser()
    lifetime.note(request.session)
    if access.needs_second_factor(user) and not has_second_factor(user):
        request.lacks_second_factor = True  # type: ignore[attr-defined]
        return user if _is_open(request) else AnonymousUser()
    return user


def _is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in OPEN_DURING_SET_UP
