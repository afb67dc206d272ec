"""Accounts for tests, and what a person does with them."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from tests.factories_of_accounts import PASSWORD, make_account
from tracker.models import Account

SIGN_IN = "/konto/anmelden/"
SET_UP = "/konto/zweiter-faktor/einrichten/"

__all__ = ["PASSWORD", "SET_UP", "SIGN_IN", "add_app", "code_of", "enter", "make_account", "recovery_codes", "sign_in"]


def add_app(account: Account) -> str:
    """Give an account an app as second factor, with recovery codes; return the key of the app."""
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    RecoveryCodes.activate(account)
    return secret


def recovery_codes(account: Account) -> list[str]:
    """Return the recovery codes that still hold."""
    return RecoveryCodes.activate(account).get_unused_codes()


def code_of(secret: str) -> str:
    """Return what an app shows at this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def enter(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    """Send the form of the sign-in."""
    return client.post(SIGN_IN, {"login": email, "password": password}, **more)


def sign_in(client: Client, account: Account, secret: str = "") -> Any:
    """Sign in by password, and by the code of the app if there is one; return the last answer."""
    answer = enter(client, account.email)
    if secret:
        assert answer.headers["Location"] == "/konto/anmelden/code/", answer.headers
        answer = client.post("/konto/anmelden/code/", {"code": code_of(secret)})
    return answer
