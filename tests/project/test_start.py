"""The site starts only when it is safe to."""

import os
import subprocess
import sys

from django.conf import settings


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run the system check in a process of its own that hears only the given variables."""
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite://:memory:"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_debug_and_without_a_secret_the_site_refuses_to_start_and_says_why():
    result = start()
    assert result.returncode != 0
    assert "SECRET_KEY is not set, so the site does not start." in result.stderr


def test_an_empty_secret_is_no_secret():
    assert start(SECRET_KEY=" ").returncode != 0


def test_the_secret_may_come_from_a_file(tmp_path):
    file = tmp_path / "secret"
    file.write_text("fünfzig zufällige Zeichen aus einer Datei, die sonst niemand lesen darf\n")
    assert start(SECRET_KEY_FILE=str(file)).returncode == 0


def test_a_secret_file_that_is_not_there_is_named(tmp_path):
    result = start(SECRET_KEY_FILE=str(tmp_path / "nowhere"))
    assert result.returncode != 0
    assert "SECRET_KEY_FILE names" in result.stderr


def test_with_debug_the_site_starts_without_a_secret():
    assert start(DEBUG="yes").returncode == 0
