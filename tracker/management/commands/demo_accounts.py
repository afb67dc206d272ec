"""Accounts to try the site with."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand, CommandError

from tracker.checks import DEMO_ACCOUNTS

PASSWORD = "Probe-Zugang-2026"  # noqa: S105  (printed for everybody; the command refuses to run on a real site)


class Command(BaseCommand):
    """Make the demonstration accounts of the admin; repeatable; refused unless DEBUG is on."""

    help = "Make the demonstration accounts of the admin (only with DEBUG on)."

    def handle(self, *args: Any, **options: Any) -> str:
        """Return the names of the accounts and their password."""
        if not settings.DEBUG:
            raise CommandError("Demonstration accounts have a known password. They are made only where DEBUG is on.")
        users = get_user_model()._default_manager
        for name, superuser in DEMO_ACCOUNTS.items():
            user, created = users.get_or_create(
                **{get_user_model().USERNAME_FIELD: name},
                defaults={"email": demo_address(name), "is_staff": True, "is_superuser": superuser},
            )
            if created:
                user.set_password(PASSWORD)
                user.save()
            if not superuser:
                user.user_permissions.set(Permission.objects.filter(content_type__app_label="tracker"))
        return f"Sign in at /konto/ as {' or '.join(map(demo_address, DEMO_ACCOUNTS))}, password {PASSWORD}"


def demo_address(name: str) -> str:
    """Return the mail address of a demonstration account; no such address exists."""
    return f"{name}@{settings.DEMO_MAIL_DOMAIN}"
