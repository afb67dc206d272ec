"""Signed words that stand in links of mails: they hold no secret, and die with what they stand for."""

from __future__ import annotations

import hmac
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from tracker.models import Invitation

_SALT = "tracker.invitation"


def invitation_token(invitation: Invitation) -> str:
    """The word that stands for an invitation in the link of its mail."""
    return signing.dumps([invitation.pk, _state(invitation, settings.SECRET_KEY)], salt=_SALT)


def open_invitation(token: str, *, at: datetime) -> Invitation | None:
    """The invitation behind the word of a link.

    None if the word is not ours, if the invitation was used, withdrawn or has run out, or if the account got a
    password in another way.
    """
    try:
        pk, state = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    invitation = Invitation.objects.open(at=at).filter(pk=pk, account__is_active=True).select_related("account").first()
    if invitation is None:
        return None
    # A link that was signed with an earlier secret holds a fingerprint made with that secret.
    states = [_state(invitation, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return invitation if any(hmac.compare_digest(str(state).encode(), one.encode()) for one in states) else None


def _state(invitation: Invitation, key: str) -> str:
    """A fingerprint that changes when the account gets a password."""
    words = f"{invitation.pk} {invitation.account.password}"
    return salted_hmac(_SALT, words, secret=key, algorithm="sha256").hexdigest()[:16]
