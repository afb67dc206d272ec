"""Sessions that have ended leave nothing behind."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tracker import workflow


class Command(BaseCommand):
    """Delete ended sessions, and what was kept of them (address and program); repeatable."""

    help = "Delete ended sessions, with the addresses and programs kept for them. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> str:
        """Return how many are gone."""
        return f"{workflow.clear_sessions(at=timezone.now())} ended sessions deleted."
