"""The command makes records of its own, starts and stops every server, and leaves the record of the site alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tracker.benchmark import scenarios as s

# As wrk, but that it asks only once for each page and times nothing.
WRK = f"""#!{sys.executable}
import re, sys, urllib.error, urllib.request
origin = sys.argv[-1]
script = open(sys.argv[sys.argv.index("-s") + 1]).read()
path = re.search(r'paths = {{"([^"]*)"', script)[1]
tag = re.search(r'"If-None-Match"] = "(.*)"}}', script)
headers = {{"If-None-Match": tag[1].replace(chr(92), "")}} if tag else {{}}
try:
    status = urllib.request.urlopen(urllib.request.Request(origin + path, headers=headers)).status
except urllib.error.HTTPError as answer:
    status = answer.code
errors = int(status != (304 if tag else 200))
print('RESULT {{"requests": 9, "duration": 1000000, "bytes": 90, "median": 1.0, "p99": 2.0, "errors": %d}}' % errors)
"""


def bench(tmp_path: Path, *words: str, path: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*(sys.executable, "manage.py", "bench", "--keep", tmp_path / "kept", "--verbosity", "0"), *words],
        cwd=settings.BASE_DIR,
        env={
            "PATH": path,
            "SECRET_KEY": "a" * 50,
            "HTTPS": "no",
            "STATIC_HASHED": "no",
            "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture
def with_fake_wrk(tmp_path: Path) -> str:
    """A path of commands on which wrk is one that measures nothing."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "wrk").write_text(WRK)
    (tmp_path / "bin" / "wrk").chmod(0o755)
    return f"{tmp_path / 'bin'}:/usr/bin:/bin"


def test_every_scenario_runs_and_the_made_record_is_kept(tmp_path, with_fake_wrk):
    words = ("--sizes", "40", "--parts", "pages", "--requests", "9", "--json", str(tmp_path / "bench.json"))
    result = bench(tmp_path, *words, path=with_fake_wrk)
    data = json.loads((tmp_path / "bench.json").read_text())
    [readings] = data["readings"]
    expected = {name for key, name in vars(s).items() if key.isupper() and isinstance(name, str) and key != "SQLITE"}
    assert set(readings["loads"]) == expected
    assert readings["memory"]["requests"] == 9
    assert readings["accepting"] > 0 and readings["without_facets"] > 0
    assert set(readings["queries"]) == set(s.QUERIES)
    assert readings["visit"]["requests"] >= 3
    assert "not measured" in data["machine"]["PostgreSQL"]
    # All speeds are the same here, so that what must be faster than something else is not.
    assert (result.returncode, "goals" in result.stdout) == (int("missed" in result.stdout), True), result.stderr
    assert len(list((tmp_path / "kept").glob("*.sqlite3"))) == 1
    assert not (tmp_path / "site.sqlite3").exists(), "the record of the site was touched"
    assert _left_over(tmp_path) == []


def _left_over(tmp_path: Path) -> list[int]:
    """The processes that still work on a kept record."""
    found = []
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{tmp_path}/kept".encode() in place.read_bytes():
                found.append(int(place.parent.name))
        except OSError:
            continue
    return found


def test_without_wrk_the_command_says_how_to_install_it_and_makes_nothing(tmp_path):
    (tmp_path / "empty").mkdir()
    result = bench(tmp_path, "--sizes", "40", path=str(tmp_path / "empty"))
    assert result.returncode == 1
    assert "apt-get install wrk" in result.stderr
    assert not (tmp_path / "kept").exists()
