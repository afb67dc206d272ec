"""Order the reminders of the day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tracker import days, workflow
from tracker.notify.reminders import order_reminders


class Command(BaseCommand):
    """Put the reminders of the day into the outbox; a timer calls it once a day or more often."""

    help = "Put the reminders of the day into the outbox. Safe to call often and from several machines."

    def handle(self, *args: Any, **options: Any) -> str:
        """Return how many reminders are new in the outbox; one mail may tell of several."""
        now = timezone.now()
        try:
            with workflow.command_lock("send_reminders"):
                ordered = order_reminders(on=days.berlin_day(now), at=now)
        except workflow.AlreadyRunning:
            return "send_reminders: another process is at it"
        return f"send_reminders: {ordered} reminders ordered"
