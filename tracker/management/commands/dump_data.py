"""Keep the data of finished quarters and years."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker import days, workflow
from tracker.outputs.dumps import damaged, dump_data


class Command(BaseCommand):
    """Make the dumps that are not there yet; a timer calls it once a day, on any machine."""

    help = "Keep all data as published at the end of every finished quarter and year. Safe to call often."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let the checksums be looked at."""
        parser.add_argument("--check", action="store_true", help="check the files of all dumps against their checksums")

    def handle(self, *args: Any, check: bool, **options: Any) -> str:
        """Return which dumps were made, or that all are intact."""
        if check:
            broken = damaged()
            if broken:
                raise CommandError(f"dump_data: damaged or gone: {', '.join(broken)}")
            return "dump_data: all dumps are intact"
        try:
            with workflow.command_lock("dump_data", minutes=60):
                made = dump_data(today=days.today())
        except workflow.AlreadyRunning:
            return "dump_data: another process is at it"
        return f"dump_data: {', '.join(made)} made" if made else "dump_data: nothing to do"
