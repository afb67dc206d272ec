"""A migration keeps its effect whatever becomes of the code: of the tracker it takes only what names files."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR, "tracker/migrations")
# Django writes down by reference where a file field keeps its files and what they are called; no migration calls them.
BY_REFERENCE = {"evidence_storage", "generated_name", "generated_proof_name", "generated_balance_name"}


def taken(path: Path) -> set[str]:
    """The names of the tracker that a migration uses."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("tracker"):
            if not str(node.module).startswith("tracker.migrations."):
                found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and ast.unparse(node).startswith("tracker.") and node.attr != "models":
            found.add(node.attr)
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_nothing_that_can_change_is_taken_from_the_tracker(path):
    modules = {module.stem for module in Path(settings.BASE_DIR, "tracker/models").glob("*.py")}
    assert taken(path) <= BY_REFERENCE | modules
