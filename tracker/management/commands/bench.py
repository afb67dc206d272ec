"""How fast the pages are with few and with many commitments."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.benchmark import balances, files, measure

PAGES, FILES, BALANCE = "pages", "files", "balance"
PARTS = [PAGES, FILES, BALANCE]


class Command(BaseCommand):
    """Measure the pages on made-up records, in databases of their own; the record of the site is not touched."""

    help = "Measure the pages with 1,000 and 100,000 made-up commitments, in a database of its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let sizes, seed and a file for the result be named."""
        parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 100_000], metavar="N")
        parser.add_argument("--seed", type=int, default=2026, help="the same seed makes the same record")
        parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
        parser.add_argument("--file", choices=[files.BASELINE, files.CSV, files.XLSX], help="write one, for this alone")
        parser.add_argument("--balance", action="store_true", help="build a balance, for this alone")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the result here as well")

    def handle(self, *args: Any, sizes: list[int], **options: Any) -> str:
        """Return the table of all readings; ends with code 1 if a limit of files or balance is not kept."""
        if options["file"]:
            return json.dumps(files.as_data([files.measure(options["file"])])[0])
        if options["balance"]:
            return json.dumps(balances.as_data(balances.measure()))
        if min(sizes) < 10:
            raise CommandError("A record needs at least 10 commitments.")
        progress = options["verbosity"] > 0
        said: list[str] = []
        found: dict[str, Any] = {}
        broken: list[str] = []
        if PAGES in options["parts"]:
            readings, on = measure.run(sorted(set(sizes)), seed=options["seed"], progress=progress)
            found |= measure.as_data(readings, on)
            said.append(measure.as_text(readings, on))
        if FILES in options["parts"]:
            of_files, on = files.run(max(sizes), seed=options["seed"], progress=progress)
            found |= {"machine": on, "files": files.as_data(of_files)}
            said.append(files.as_text(of_files, max(sizes)))
            broken = files.faults(of_files)
        if BALANCE in options["parts"]:
            reading, on = balances.run(seed=options["seed"], progress=progress)
            found |= {"machine": on, "balance": balances.as_data(reading)}
            said.append(balances.as_text(reading))
            broken = [*broken, *balances.faults(reading)]
        if options["json"]:
            options["json"].write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
        if broken:
            self.stdout.write("\n\n".join(said))
            raise CommandError("; ".join(broken))
        return "\n\n".join(said)
