"""How fast the site is with few and with many commitments, beside what one would take instead."""

import json
import signal
from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tracker.benchmark import balances, databases, files, inside, run
from tracker.benchmark.goals import LARGE
from tracker.benchmark.wrk import Failed

PAGES, FILES, BALANCE = "pages", "files", "balance"
PARTS = [PAGES, FILES, BALANCE]


class Command(BaseCommand):
    """Measure on made-up records, in databases of their own; the record of the site is not touched."""

    help = "Measure the site under load with made-up commitments, in databases of its own, against its goals."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let sizes, seed, parts and a file for the result be named."""
        parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 100_000], metavar="N")
        parser.add_argument("--seed", type=int, default=2026, help="the same seed makes the same record")
        parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
        parser.add_argument(
            "--seconds", type=float, default=2, help="how long each scenario is under load, in each of two rounds"
        )
        parser.add_argument("--requests", type=int, default=20_000, help="after how many memory is read; 0 for never")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the result here as well")
        parser.add_argument("--keep", type=Path, default=settings.VAR_DIR / "bench", help="where made records are kept")
        # One step, which the command calls in a process of its own.
        parser.add_argument("--fill", type=int, help=SUPPRESS)
        parser.add_argument("--tell", help=SUPPRESS)
        parser.add_argument("--file", help=SUPPRESS)
        parser.add_argument("--balance", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, sizes: list[int], **options: Any) -> str:
        """Return the tables; ends with code 1 if wrk is missing or a goal or limit is not kept."""
        # Whoever stops the command stops the servers it has started, too.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        progress = options["verbosity"] > 0
        step = self._step(options, progress=progress)
        if step is not None:
            return step
        if min(sizes) < 10:
            raise CommandError("A record needs at least 10 commitments.")
        try:
            said, found, broken = self._measure(sorted(set(sizes)), options, progress=progress)
        except Failed as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            options["json"].write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
        if broken:
            self.stdout.write("\n\n".join(said))
            raise CommandError("; ".join(broken))
        return "\n\n".join(said)

    def _step(self, options: dict[str, Any], *, progress: bool) -> str | None:
        """Do the one step that is asked for; None if it is the whole."""
        if options["fill"]:
            databases.fill(options["fill"], seed=options["seed"], progress=progress)
            return ""
        if options["tell"]:
            return json.dumps(inside.tell(options["tell"]))
        if options["file"]:
            return json.dumps(files.as_data([files.measure(options["file"])])[0])
        if options["balance"]:
            return json.dumps(balances.as_data(balances.measure()))
        return None

    def _measure(
        self, sizes: list[int], options: dict[str, Any], *, progress: bool
    ) -> tuple[list[str], dict[str, Any], list[str]]:
        """All parts asked for: what is printed, what goes into the file, and what was not kept."""
        said: list[str] = []
        found: dict[str, Any] = {}
        broken: list[str] = []
        made = {"seed": options["seed"], "folder": options["keep"].resolve(), "progress": progress}
        if PAGES in options["parts"]:
            numbers = {"seconds": options["seconds"], "requests": options["requests"]}
            report = run.pages(sizes, **made, **numbers, tell=self._tell if progress else lambda line: None)
            said.append(report.as_text())
            found |= report.as_data()
            broken += report.missed()
        if FILES in options["parts"]:
            # Beyond a hundred thousand rows they say nothing new.
            size = max([size for size in sizes if size <= LARGE], default=sizes[0])
            for kind in run.kinds():
                record = databases.kept(kind, size, **made)
                of_files = files.run(record)
                said.append(files.as_text(of_files, record))
                found.setdefault("files", {})[kind] = files.as_data(of_files)
                broken += [f"{kind}: {sentence}" for sentence in files.faults(of_files)]
        if BALANCE in options["parts"]:
            reading = balances.run(databases.kept(databases.SQLITE, balances.COMMITMENTS, **made))
            said.append(balances.as_text(reading))
            found["balance"] = balances.as_data(reading)
            broken += balances.faults(reading)
        return said, found, broken

    def _tell(self, line: str) -> None:
        """Say what is being measured, beside the result."""
        self.stderr.write(line, self.style.HTTP_INFO)
