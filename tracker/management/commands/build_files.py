"""Build the files that were ordered."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker import workflow
from tracker.outputs.tables import build_files


class Command(BaseCommand):
    """Build long tables that somebody asked for; a timer calls it every minute, on any machine."""

    help = (
        "Build the long tables that were asked for and remove old ones. Safe to call often and from several machines."
    )

    def handle(self, *args: Any, **options: Any) -> str:
        """Return how many files were built, given up and removed."""
        try:
            with workflow.command_lock("build_files", minutes=60):
                built, given_up, removed = build_files()
        except workflow.AlreadyRunning:
            return "build_files: another process is at it"
        return f"build_files: {built} built, {given_up} given up as the record has changed, {removed} old ones removed"
