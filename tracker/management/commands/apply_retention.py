"""Remove what has been kept for its time."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from tracker import days, workflow


class Command(BaseCommand):
    """Remove ended sessions, old mail, words and addresses of answered messages, old protocol entries; repeatable."""

    help = "Remove what has been kept for its time: sessions, mail, answered messages, protocol. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> str:
        """Return what went, in one line."""
        actor = workflow.system_actor()
        try:
            with workflow.command_lock("apply_retention"):
                sessions = workflow.clear_sessions(at=timezone.now())
                mail = workflow.clear_mail(before=_ago(settings.MAIL_MONTHS), actor=actor)
                tickets = workflow.clear_tickets(before=_ago(settings.TICKET_MONTHS), actor=actor)
                files = workflow.forget_files(at=timezone.now())
                entries = (
                    workflow.prune_protocol(before=_ago(settings.PROTOCOL_MONTHS), actor=actor)
                    if settings.PROTOCOL_MONTHS
                    else 0
                )
        except workflow.AlreadyRunning:
            return "apply_retention: another process is at it"
        return (
            f"apply_retention: {sessions} ended sessions, {mail} messages of the outbox, {files} built files and "
            f"{entries} entries of the protocol removed, {tickets} answered messages emptied"
        )


def _ago(months: int) -> datetime:
    return days.start_of(days.add_months(days.today(), -months))
