"""Remove old entries of the protocol."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from tracker import days, workflow


class Command(BaseCommand):
    """Remove the entries of the protocol that are older than PROTOCOL_MONTHS; repeatable, on one machine at a time."""

    help = "Remove entries of the protocol older than PROTOCOL_MONTHS. Without that setting nothing is removed."

    def handle(self, *args: Any, **options: Any) -> str:
        """Return how many went and up to which day."""
        if not settings.PROTOCOL_MONTHS:
            return "prune_protocol: PROTOCOL_MONTHS is not set, nothing removed"
        horizon = days.start_of(days.add_months(days.today(), -settings.PROTOCOL_MONTHS))
        try:
            with workflow.command_lock("prune_protocol"):
                count = workflow.prune_protocol(before=horizon, actor=workflow.system_actor())
        except workflow.AlreadyRunning:
            return "prune_protocol: another process is at it"
        return f"prune_protocol: {count} entries from before {timezone.localdate(horizon).isoformat()} removed"
