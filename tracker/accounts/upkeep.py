"""What must follow whenever an account is saved, by whichever way."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db.models.signals import post_save

from tracker.models import Account


def connect() -> None:
    """Let the sign-in follow every saved account."""
    post_save.connect(_follow, sender=Account, dispatch_uid="tracker.accounts.follow")


def _follow(sender: type[Account], instance: Account, raw: bool = False, **kwargs: Any) -> None:
    """Forget addresses the account no longer has, and the sessions of an account that is disabled.

    django-allauth keeps addresses of its own. An old one left there would go on opening the account.
    """
    if raw:
        return
    EmailAddress.objects.filter(user=instance).exclude(email__iexact=instance.email).delete()
    if not instance.is_active:
        for session in UserSession.objects.filter(user=instance):
            session.end()
