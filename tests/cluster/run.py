"""The set-up of several machines of docs/operate.md, tried against the real thing on this one.

`make cluster` starts a PostgreSQL with a streaming replica, a Redis, two application servers and nginx in front, each
on a port of 127.0.0.1, looks at what must hold (tests/cluster/checks.py) and ends them all. With the packages of
requirements-s3.txt and `moto[server]`, evidence lies in a stand-in for an object storage. Not collected by pytest.
"""

from __future__ import annotations

import sys
import tempfile
import time
from http.client import HTTPException
from pathlib import Path

from tests.cluster.checks import CHECKS, WITH_OBJECT_STORAGE
from tests.cluster.machines import missing
from tests.cluster.site import started


def say(line: str) -> None:
    """Tell the one who runs it, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run every check and return the exit code: 0 if all hold, 2 if something to run them with is not there."""
    absent = missing()
    if absent:
        say(f"Not run; install {', '.join(absent)}.")
        return 2
    begun = time.monotonic()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="cluster") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as somebody else where this runs as root
        with started(folder) as site:
            say(f"Two servers behind http://127.0.0.1:{site.front}/ after {time.monotonic() - begun:.0f} s")
            for check in CHECKS + (WITH_OBJECT_STORAGE if site.objects else []):
                start = time.monotonic()
                try:
                    check(site)
                    result = "holds"
                except (AssertionError, OSError, HTTPException) as error:
                    failed += 1
                    result = f"FAILS: {type(error).__name__} {error}"
                name = check.__name__.replace("_", " ")
                say(f"  {name}: {result} ({time.monotonic() - start:.1f} s)")
            if not site.objects:
                say("  evidence in an object storage: NOT RUN, packages django-storages, boto3, moto are not there")
    say(f"{failed} of the checks fail" if failed else f"All hold, {time.monotonic() - begun:.0f} s in all")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
