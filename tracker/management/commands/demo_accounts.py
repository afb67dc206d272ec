"""People and a round to try the site with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tracker import days, demo


class Command(BaseCommand):
    """Make the demonstration accounts and the open round they play in; repeatable; refused unless DEBUG is on."""

    help = "Make the demonstration accounts and an open reporting round (only with DEBUG on)."

    def handle(self, *args: Any, **options: Any) -> str:
        """Return the names of the accounts, what each may do, and their password."""
        if not settings.DEBUG:
            raise CommandError("Demonstration accounts have a known password. They are made only where DEBUG is on.")
        demo.make_people()
        demo.make_round(on=days.today())
        return demo.in_words()
