"""README.md names every part of the house in the order of the imports, and every command is told of somewhere."""

import re
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from tests.project.test_imports import STAGE, modules

ROOT = Path(settings.BASE_DIR)
UNNAMED = {"apps"}
"""What Django asks for and nobody looks for."""


def named() -> list[str]:
    """Return the parts of the tracker that the table of the README names, in its order."""
    rows = re.findall(r"^\| (`tracker/[^|]+) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    return re.findall(r"`(?:tracker/)?([a-z_]+)(?:\.py|/)`", " ".join(rows))


def test_every_part_is_named_and_nothing_else():
    there = {path.relative_to(ROOT / "tracker").with_suffix("").parts[0] for path in modules()}
    assert set(named()) == there - UNNAMED


def test_what_is_imported_stands_before_what_imports_it():
    for before, after in pairwise(named()):
        assert STAGE[before] <= STAGE[after], f"{before} stands before {after}"


def test_every_command_is_told_of():
    told = "".join((ROOT / name).read_text() for name in ("README.md", "CONTRIBUTING.md", "Makefile"))
    commands = {path.stem for path in (ROOT / "tracker/management/commands").glob("[a-z]*.py")}
    assert {command for command in commands if command not in told} == set()
