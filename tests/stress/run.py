"""The site under load while things go wrong: nothing acknowledged is lost, nothing is there twice, no page is torn.

`make stress` runs it on SQLite and on PostgreSQL: a cluster of its own where initdb is there, else the server that
POSTGRES names. The site is the real one (gunicorn, two workers), its database and files lie on a small disk of their
own. People read pages and files, report with evidence, review and write to the editors; meanwhile the server is killed,
the disk is full, the mail server is silent, the database restarts, the clock passes midnight and both changes of
summer time. It ends with code 1 if a goal is missed. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.cluster.machines import ROOT
from tests.stress.site import databases, site_on


def say(line: str) -> None:
    """Tell the one who runs it, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run on every database, each in a process of its own; the exit code is 0 if every goal was reached everywhere."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=["SQLite", "PostgreSQL"], help="run on this database only")
    parser.add_argument("--phases", nargs="*", help="run only phases whose names hold one of these words")
    parser.add_argument("--here", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        return on_this_database(given.on, given.here, given.phases or [""])
    codes = []
    with tempfile.TemporaryDirectory(prefix="stress") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as somebody else where this runs as root
        for name, why_not in databases():
            if given.on in (None, name) and why_not:
                say(f"{name}: not tried: {why_not}")
            elif given.on in (None, name):
                words = ["--on", name, "--here", folder, *(["--phases", *given.phases] if given.phases else [])]
                codes.append(subprocess.run([sys.executable, "-m", "tests.stress.run", *words], cwd=ROOT).returncode)
    return int(any(codes))


def on_this_database(name: str, folder: Path, wanted: list[str]) -> int:
    """Make the record, go through the phases, print the table; return the exit code."""
    begun = time.monotonic()
    with site_on(name, folder / name.lower()) as site:
        os.environ.update(site.settings)
        import django  # the settings are those of this process alone

        django.setup()
        from tests.stress import phases, report

        trial = phases.begin(site)
        say(f"\n{name}, the record made after {time.monotonic() - begun:.0f} s")
        say(report.head())
        failed = 0
        for phase in trial.faults.phases():
            if not any(word in phase.name for word in wanted):
                continue
            if phase.not_tried:
                say(report.not_tried(phase.name, phase.not_tried))
                continue
            row = trial.go_through(phase)
            failed += bool(row.missed)
            say("\n".join(report.lines(row)))
        site.kill()
    outcome = f"{failed} phases miss their goals" if failed else "every goal reached"
    say(f"{name}: {outcome}, {trial.load.acknowledged()} writes acknowledged, {time.monotonic() - begun:.0f} s")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
