"""The bench asks the pages, counts their queries and leaves no database behind."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tracker.benchmark.measure import PAGES, Reading, as_text, measure


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_is_found_and_measured(page, bulk_record):
    bulk_record(commitments=12)
    reading = measure(page, 12, times=1)
    assert reading.milliseconds > 0
    assert reading.kilobytes > 0
    assert reading.queries > 0 or reverse("public:easy_language") in page.path()


def test_the_table_says_how_the_time_of_a_page_grows():
    readings = [Reading("overview", 1_000, 20.0, 9, 80), Reading("overview", 100_000, 50.0, 9, 81)]
    text = as_text(readings, {"processor": "a fast one"})
    assert text.splitlines() == [
        "median of milliseconds  1,000  queries  100,000  queries  100,000 : 1,000",
        "overview                 20.0        9     50.0        9              2.5",
        "",
        "processor: a fast one",
    ]


def test_the_command_works_in_a_database_of_its_own(tmp_path):
    own = tmp_path / "site.sqlite3"
    result = subprocess.run(
        [
            *(sys.executable, "manage.py", "bench", "--sizes", "10", "--parts", "pages"),
            *("--json", tmp_path / "bench.json", "--verbosity", "0"),
        ],
        cwd=settings.BASE_DIR,
        env={
            "PATH": "/usr/bin:/bin",
            "TMPDIR": str(tmp_path),
            "SECRET_KEY": "a" * 50,
            "HTTPS": "no",
            "STATIC_HASHED": "no",
            "DATABASE_URL": f"sqlite:///{own}",
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "overview" in result.stdout
    data = json.loads(Path(tmp_path, "bench.json").read_text())
    assert {reading["page"] for reading in data["readings"]} == {page.name for page in PAGES}
    assert data["machine"]["database"].startswith("SQLite")
    assert not own.exists(), "the record of the site was touched"
    assert not list(tmp_path.glob("allianz_bench*")), "the database of the bench is still there"
