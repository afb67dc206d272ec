"""Write the words of the search anew."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from tracker import workflow
from tracker.models import Commitment


class Command(BaseCommand):
    """Make the words by which commitments are found right; repeatable, while the site runs, one at a time."""

    help = "Compute the words by which the search finds commitments again, and mend what differs."

    def handle(self, *args: Any, **options: Any) -> str:
        """Return how many commitments were looked at and how many had wrong words."""
        looked_at = mended = 0
        try:
            with (
                workflow.command_lock("reindex"),
                tqdm(total=Commitment.objects.count(), unit=" commitments", disable=options["verbosity"] == 0) as bar,
            ):
                for number, wrong in workflow.reindex():
                    looked_at, mended = looked_at + number, mended + wrong
                    bar.update(number)
        except workflow.AlreadyRunning:
            return "reindex: another process is at it"
        return f"reindex: {looked_at} commitments looked at, the words of {mended} mended"
