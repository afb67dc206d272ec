"""How django-allauth works in this house: invitation only, our words, our mail, the right way after signing in."""

from __future__ import annotations

import ipaddress
import logging
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.signup import send_unknown_account_mail
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, is_valid_path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import access
from tracker.accounts import factors
from tracker.models import Account
from tracker.pages.openforms import address_of
from tracker.site import site

logger = logging.getLogger(__name__)


def display_name(account: Account) -> str:
    """A person as the pages name it: the name, else the mail address."""
    return account.get_full_name() or account.email or account.get_username()


def home_of(account: Account) -> str:
    """Where somebody works: staff in the administration, partners in the reporting area, others on the own page.

    The address of a room that is not there yet is left out.
    """
    root = get_script_prefix()
    rooms = [(access.is_staff, "verwaltung/"), (access.is_partner, "portal/")]
    for belongs, path in rooms:
        if belongs(account) and is_valid_path(root + path):
            return root + path
    return reverse("accounts:account")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation, named by the mail address, and answered in our words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is disabled."),
        "email_password_mismatch": gettext_lazy("Mail address and password do not match. Please check both."),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "incorrect_code": gettext_lazy("This code does not hold. Please enter the one that is shown now."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "invalid_password_reset": gettext_lazy("This link does not hold any more."),
        "rate_limited": gettext_lazy("Too many attempts. Please wait ten minutes and try again."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Please wait ten minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return no: accounts are made by invitation only."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Return no, but for the one question the script for passkeys asks: forms are answered by pages."""
        return request.path == reverse("mfa_login_webauthn") and request.method == "GET" and super().is_ajax(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where this person works."""
        return home_of(request.user)  # type: ignore[arg-type]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the own page."""
        return reverse("accounts:account")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Return the word under which failed sign-ins to one account are counted, whatever host the request names.

        A host may be spelled in many ways (any port goes), and each of them would begin a count of its own.
        """
        return f"{settings.SITE_HOST}:{str(credentials.get('email', '')).lower()}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address a request comes from, as the proxies in front tell it."""
        try:
            return str(ipaddress.ip_address(address_of(request)))
        except ValueError:
            # A server behind a socket knows no address; all its visitors then count as one.
            return "0.0.0.0"  # noqa: S104

    def format_email_subject(self, subject: str) -> str:
        """Return the subject with the name of the site."""
        return f"{site().name}: {subject}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link for a new password at the site's own address, whatever host the request named."""
        return f"{site().url}{urlsplit(super().get_reset_password_from_key_url(key)).path}"

    def send_password_reset_mail(self, user: Account, email: str, context: dict[str, Any]) -> None:
        """Send the link; an account that was never set up is opened by its invitation only."""
        if user.has_usable_password():
            self.send_mail("account/email/password_reset_key", user.email, context | {"user": user})
        else:
            send_unknown_account_mail(allauth_context.request, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail in the language of its reader. A failing mail server changes nothing in what the page says."""
        reader = Account.objects.filter(email__iexact=email).first()
        with translation.override(reader.language if reader else settings.LANGUAGE_CODE):
            letter = self.render_mail(template_prefix, email, context | {"site": site(), "reader": reader})
        letter.extra_headers["Auto-Submitted"] = "auto-generated"
        try:
            letter.send()
        except (SMTPException, OSError) as error:
            logger.error("A mail about an account could not be sent: %s", type(error).__name__)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways to prove once more who one is, in our words."""
        words = {
            "reauthenticate": _("with your password"),
            "mfa_reauthenticate": _("with a code from your app or a recovery code"),
            "mfa_reauthenticate:webauthn": _("with a passkey"),
        }
        return [method | {"description": words[method["id"]]} for method in super().get_reauthentication_methods(user)]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets encrypted at rest, our words, passkeys bound to the site's own host."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": gettext_lazy("Set up an app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return factors.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret behind a stored one."""
        return factors.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the name under which an app lists the account."""
        return str(site().name)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """Return a name for the next passkey."""
        return _("Passkey %d") % (Authenticator.objects.filter(user=user, type=type).count() + 1)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the host passkeys are bound to: the site's own, on a developer's machine the one in use."""
        own = urlsplit(site().url).hostname or ""
        here = allauth_context.request.get_host().partition(":")[0]
        return {"id": here if own in ("localhost", "127.0.0.1", "testserver") else own, "name": str(site().name)}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Return how an account is named on a passkey."""
        return super().get_public_key_credential_user_entity(user) | {"display_name": display_name(user)}
