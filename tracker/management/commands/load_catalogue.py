"""Load the catalogue into the record."""

from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from tracker.catalogue.files import DATA
from tracker.catalogue.load import load
from tracker.catalogue.reading import CatalogueError


class Command(BaseCommand):
    """Load agreements, commitments, partners, facts and indicators; repeatable, overwrites nothing staff changed."""

    help = "Load the catalogue of agreements, commitments and facts; repeatable, overwrites nothing that staff changed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder of another catalogue."""
        parser.add_argument("--folder", type=Path, default=DATA, help="folder with the files of another catalogue")

    def handle(self, *args: Any, folder: Path, **options: Any) -> str:
        """Name what was left alone and why, and return what was loaded in one line."""
        try:
            outcome = load(folder, progress=partial(tqdm, disable=None, leave=False))
        except CatalogueError as fault:
            raise CommandError(str(fault)) from None
        for sentence in [*outcome.left, *outcome.missing]:
            self.stdout.write(sentence)
        return outcome.summary
