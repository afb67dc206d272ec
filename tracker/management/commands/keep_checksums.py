"""Keep the checksums of files that were handed in before checksums were kept."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from tracker import workflow


class Command(BaseCommand):
    """Read every file without a checksum once and keep its checksum; repeatable, while the site runs."""

    help = "Read every evidence file and proof without a checksum and keep its checksum, for check_record to compare."

    def handle(self, *args: Any, **options: Any) -> str:
        """Return how many checksums were kept; fail if a file is missing."""
        kept = missing = 0
        try:
            with workflow.command_lock("keep_checksums"):
                steps = workflow.keep_checksums(actor=workflow.system_actor())
                for there in tqdm(steps, unit=" files", disable=options["verbosity"] == 0):
                    kept, missing = kept + there, missing + (not there)
        except workflow.AlreadyRunning:
            return "keep_checksums: another process is at it"
        line = f"keep_checksums: the checksums of {kept} files kept, {missing} files missing"
        if missing:
            raise CommandError(line)
        return line
