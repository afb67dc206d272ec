"""Sessions that have ended leave nothing behind."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone


class Command(BaseCommand):
    """Delete ended sessions, and what was kept of them (address and program); repeatable."""

    help = "Delete ended sessions, with the addresses and programs kept for them. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> str:
        """Return how many are gone."""
        Session.objects.filter(expire_date__lt=timezone.now()).delete()
        living = Session.objects.values("session_key")
        count, _each = UserSession.objects.exclude(session_key__in=living).delete()
        return f"{count} ended sessions deleted."
