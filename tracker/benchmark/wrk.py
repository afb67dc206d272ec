"""Load on a server: wrk asks for pages as fast as they come, and tells how many came and how long they took."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HOW_TO_INSTALL = "wrk is missing; it is a package of Debian: apt-get install wrk"
# As many as the workers have threads: more would measure the queue, fewer would leave a worker idle.
CONNECTIONS = 4
# wrk's own report is for people; this is what it knows, in one line. Times are microseconds.
SCRIPT = """
local paths = %(paths)s
local headers = %(headers)s
local turn = 0
request = function()
  turn = turn %% #paths + 1
  return wrk.format("GET", paths[turn], headers)
end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    'RESULT {"requests": %%d, "duration": %%d, "bytes": %%d, "median": %%.1f, "p99": %%.1f, "errors": %%d}\\n',
    summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


class Failed(RuntimeError):
    """A measurement that is none: wrk is missing, or answers were refused."""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of some seconds of load: requests per second, milliseconds, bytes per answer with its headers."""

    requests: int
    per_second: float
    median: float
    p99: float
    bytes: int


def require() -> str:
    """The path of wrk; raises `Failed` with what to install where it is missing."""
    path = shutil.which("wrk")
    if path is None:
        raise Failed(HOW_TO_INSTALL)
    return path


def load(origin: str, paths: Sequence[str], *, seconds: float, headers: Mapping[str, str] | None = None) -> Load:
    """Ask for these paths in turn, over and over; raises `Failed` if a single answer was an error or did not come."""
    script = SCRIPT % {"paths": _list(paths), "headers": _table(headers or {})}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "load.lua")
        file.write_text(script)
        words = ["-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "60s", "-s", str(file)]
        found = subprocess.run([require(), *words, origin], capture_output=True, text=True, check=False)  # noqa: S603
    return read(found.stdout, f"{origin}{paths[0]}: {found.stderr.strip()}")


def read(told: str, what: str) -> Load:
    """The load from what wrk told; raises `Failed`, naming what was asked for."""
    lines = [line.removeprefix("RESULT ") for line in told.splitlines() if line.startswith("RESULT ")]
    if not lines:
        raise Failed(f"wrk told nothing of {what}")
    result = json.loads(lines[-1])
    if result["errors"] or not result["requests"]:
        raise Failed(f"{result['errors']} errors in {result['requests']} requests of {what}")
    return Load(
        requests=result["requests"],
        per_second=round(result["requests"] / result["duration"] * 1_000_000, 1),
        median=round(result["median"] / 1000, 2),
        p99=round(result["p99"] / 1000, 2),
        bytes=round(result["bytes"] / result["requests"]),
    )


def _list(words: Sequence[str]) -> str:
    return "{" + ", ".join(json.dumps(word) for word in words) + "}"


def _table(words: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"[{json.dumps(name)}] = {json.dumps(value)}" for name, value in words.items()) + "}"
