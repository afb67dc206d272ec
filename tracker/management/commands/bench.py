"""How fast the pages are with few and with many commitments."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.benchmark import measure


class Command(BaseCommand):
    """Measure the pages on made-up records, in databases of their own; the record of the site is not touched."""

    help = "Measure the pages with 1,000 and 100,000 made-up commitments, in a database of its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let sizes, seed and a file for the result be named."""
        parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 100_000], metavar="N")
        parser.add_argument("--seed", type=int, default=2026, help="the same seed makes the same record")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the result here as well")

    def handle(self, *args: Any, sizes: list[int], **options: Any) -> str:
        """Return the table of all readings."""
        if min(sizes) < 10:
            raise CommandError("A record needs at least 10 commitments.")
        progress = options["verbosity"] > 0
        readings, on = measure.run(sorted(set(sizes)), seed=options["seed"], progress=progress)
        if options["json"]:
            options["json"].write_text(json.dumps(measure.as_data(readings, on), indent=2, ensure_ascii=False) + "\n")
        return measure.as_text(readings, on)
