"""Send the mail that waits."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tracker import workflow
from tracker.notify.send import send_waiting


class Command(BaseCommand):
    """Send the mail that waits in the outbox; a timer calls it every few minutes."""

    help = "Send the mail that waits in the outbox. Safe to call often and from several machines."

    def handle(self, *args: Any, **options: Any) -> str:
        """Return how many rows were sent, dropped because the matter is settled, and left waiting."""
        try:
            with workflow.command_lock("send_outbox"):
                done = send_waiting(at=timezone.now())
        except workflow.AlreadyRunning:
            return "send_outbox: another process is at it"
        return f"send_outbox: {done.sent} sent, {done.dropped} dropped, {done.failed} waiting"
