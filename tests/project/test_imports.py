"""Imports point down only: from a later stage to an earlier one, never sideways, never up, never inside a function."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

# From the ground up. What stands in one line is one stage; its members do not import each other.
STAGES = [
    {"vocabulary", "site"},
    {"days"},
    {"rules"},
    {"extraction", "examples"},
    {"models"},
    {"access", "replica"},
    {"search", "snapshots", "bitsets"},
    {"archive", "matching"},
    {"figures"},
    {"workflow"},
    {"templatetags", "tokens", "uploads", "sheets", "intake"},
    {"notify", "links", "record_check", "backup"},
    {"pages"},
    {"listings", "reportforms"},
    {"telling"},
    {"public", "portal", "admin", "outputs", "api", "balance", "accounts", "catalogue"},
    {"checks", "benchmark", "demo"},
    {"management", "apps"},
]
STAGE = {part: number for number, parts in enumerate(STAGES) for part in parts}
TRACKER = Path(settings.BASE_DIR, "tracker")
# Django calls ready() when all models are there; what needs them is imported in it.
MAY_WAIT = {"tracker/apps.py"}


def modules() -> list[Path]:
    return [
        path
        for path in sorted(TRACKER.rglob("*.py"))
        if "migrations" not in path.parts and path != TRACKER / "__init__.py"
    ]


def part_of(module: str) -> str:
    """Return the part of the house a module belongs to: tracker.models.partners is in models."""
    return module.split(".")[1]


def imported(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield the tracker's modules that a file imports, and whether it does so inside a function."""
    tree = ast.parse(path.read_text())
    inside = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name; write the whole one"
            whole = node.module == "tracker"
            names = [f"tracker.{alias.name}" for alias in node.names] if whole else [str(node.module)]
        else:
            continue
        yield from ((name, node in inside) for name in names if name.startswith("tracker."))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(TRACKER)))
def test_a_module_imports_from_earlier_stages_only(path):
    own = path.relative_to(TRACKER).with_suffix("").parts[0]
    assert own in STAGE, f"tracker/{own} has no stage yet: give it one in this file"
    for name, waits in imported(path):
        part = part_of(name)
        assert part in STAGE, f"tracker/{part} has no stage yet: give it one in this file"
        assert part == own or STAGE[part] < STAGE[own], f"tracker/{own} must not import {name}"
        if waits:
            assert str(path.relative_to(settings.BASE_DIR)) in MAY_WAIT, f"{name} is imported inside a function"


def test_the_tracker_asks_the_project_for_translations_and_release_only():
    asked = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] == "allianz":
                asked |= {alias.name for alias in node.names}
    assert asked <= {"translations", "__version__"}


@pytest.mark.parametrize(
    ("own", "line", "complaint"),
    [
        ("rules", "from tracker.models import Partner", "rules must not import tracker.models"),
        ("public", "from tracker.outputs import urls", "public must not import tracker.outputs"),
        ("search", "from tracker import snapshots", "search must not import tracker.snapshots"),
        ("models", "import tracker.workflow.facts", "models must not import tracker.workflow"),
        ("public", "def view():\n    from tracker.models import Partner", "inside a function"),
        ("public", "from . import urls", "relative name"),
        ("nowhere", "from tracker.models import Partner", "no stage yet"),
    ],
)
def test_a_wrong_import_is_found(tmp_path, monkeypatch, own, line, complaint):
    monkeypatch.setattr("tests.project.test_imports.TRACKER", tmp_path)
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    path = tmp_path / own / "__init__.py"
    path.parent.mkdir()
    path.write_text(f"{line}\n")
    with pytest.raises(AssertionError, match=complaint):
        test_a_module_imports_from_earlier_stages_only(path)


def test_every_folder_and_file_of_the_tracker_is_walked():
    walked = {path.relative_to(TRACKER).with_suffix("").parts[0] for path in modules()}
    assert walked >= {"models", "workflow", "pages", "listings", "public", "admin", "outputs", "catalogue", "rules"}
