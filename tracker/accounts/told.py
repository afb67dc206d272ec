"""What the log tells of sign-ins: that they happened or failed, by the pseudonym of the protocol, without addresses."""

from __future__ import annotations

import logging
from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from tracker.models import Account
from tracker.workflow import actor_of

logger = logging.getLogger(__name__)
LOCAL = "tracker.accounts.told"


def connect() -> None:
    """Let every sign-in, failed sign-in, sign-out and change of a factor be told."""
    user_logged_in.connect(_signed_in, dispatch_uid=LOCAL)
    user_login_failed.connect(_failed, dispatch_uid=LOCAL)
    user_logged_out.connect(_signed_out, dispatch_uid=LOCAL)
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(_factor_changed, dispatch_uid=LOCAL)


def _signed_in(request: HttpRequest, user: Account, **kwargs: Any) -> None:
    methods = request.session.get("account_authentication_methods", [])
    words = ", ".join(sorted({str(method.get("type") or method.get("method")) for method in methods}))
    logger.info("Signed in: actor %s (%s).", actor_of(user).pk, words or "no method told")


def _failed(**kwargs: Any) -> None:
    # The address that was tried is somebody's name; whose it may be is no business of the log.
    logger.warning("A sign-in failed.")


def _signed_out(user: Account | None, **kwargs: Any) -> None:
    if user is not None:
        logger.info("Signed out: actor %s.", actor_of(user).pk)


def _factor_changed(user: Account, authenticator: Any, **kwargs: Any) -> None:
    logger.info("A second factor changed: actor %s (%s).", actor_of(user).pk, authenticator.type)
