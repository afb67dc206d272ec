"""Send the mail that waits."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker import workflow
from tracker.notify.send import send_waiting


class Command(BaseCommand):
    """Send the mail that waits in the outbox; a timer calls it every few minutes."""

    help = "Send the mail that waits in the outbox. Safe to call often and from several machines."

    def handle(self, *args: Any, **options: Any) -> str:
        """Return what was sent, dropped because its matter is settled, and left waiting; fail if no mail was taken."""
        try:
            with workflow.command_lock("send_outbox"):
                done = send_waiting(at=timezone.now())
        except workflow.AlreadyRunning:
            return "send_outbox: another process is at it"
        line = (
            f"send_outbox: {done.sent} messages sent in {done.mails} mails, {done.settled} settled, "
            f"{done.failed} failed, {done.given_up} of them given up"
        )
        if done.failed and not done.sent:
            raise CommandError(line)
        return line
