"""Accounts: who can sign in. What an account may do is decided in `tracker/access.py`."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class Account(AbstractUser):
    """A person who signs in. Its own model from the first migration on, so that it can grow."""

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
