"""Ask whether the sources that the record names can still be reached."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from tracker import workflow
from tracker.links.asking import Asker
from tracker.links.following import Follower
from tracker.links.run import bring_up_to_date, check, due_links


class Command(BaseCommand):
    """Ask for the links that are due, politely, and keep what was found; stopped, it goes on with the next call."""

    help = "Ask politely whether the sources can still be reached. Stop it whenever you like, it goes on from there."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which links, and for how long."""
        parser.add_argument("--host", default="", help="only links of this site, as www.example.org")
        parser.add_argument("--older-than", type=int, metavar="DAYS", help="links last tried so many days ago or never")
        parser.add_argument("--max-seconds", type=int, default=3600, help="stop after so many seconds (3600)")
        parser.add_argument("--private", action="store_true", help="ask this machine and private networks; for tests")

    def handle(self, *args: Any, **options: Any) -> str:
        """Return what was found."""
        seconds = options["max_seconds"]
        if seconds < 1 or (options["older_than"] or 0) < 0:
            raise CommandError("--max-seconds and --older-than are numbers of at least 1 and 0.")
        try:
            # The last link may take its whole time after the others.
            with workflow.command_lock("check_links", minutes=seconds // 60 + 30):
                return self._run(seconds, options)
        except workflow.AlreadyRunning:
            return "check_links: another process is at it"

    def _run(self, seconds: int, options: dict[str, Any]) -> str:
        total = bring_up_to_date()
        links = due_links(at=timezone.now(), host=options["host"], older_than=options["older_than"])
        asker = Asker(timeout=settings.LINK_TIMEOUT, private=options["private"])
        follower = Follower(asker, pause=settings.LINK_PAUSE)
        with tqdm(total=len(links), unit="link", disable=None) as bar:
            done = check(
                links, follower, now=timezone.now, clock=time.monotonic, seconds=seconds, told=lambda: bar.update()
            )
        return (
            f"check_links: {done.tried} of {total} links tried, {done.fine} can be reached, {done.failed} cannot; "
            f"{done.left} wait for the next run"
        )
