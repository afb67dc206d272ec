"""Publish what is due."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tracker import workflow


class Command(BaseCommand):
    """Publish agreements and reports whose moment has come; a timer calls it every few minutes, on any machine."""

    help = (
        "Publish agreements and accepted reports whose moment has come. Safe to call often and from several machines."
    )

    def handle(self, *args: Any, **options: Any) -> str:
        """Return how many agreements and reports became public."""
        try:
            with workflow.command_lock("publish_due"):
                agreements, reports = workflow.publish_due(at=timezone.now(), actor=workflow.system_actor())
        except workflow.AlreadyRunning:
            return "publish_due: another process is at it"
        return f"publish_due: {agreements} agreements, {reports} reports published"
