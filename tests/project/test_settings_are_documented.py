"""README.md lists every environment variable that the settings read, and no other."""

import ast
import re
from pathlib import Path

from django.conf import settings

from allianz import env

READERS = {f"env.{name}" for name, reader in vars(env).items() if callable(reader) and not name.startswith("_")}


def variables_read() -> set[str]:
    """Return the names that the settings hand to the readers."""
    names = set()
    for node in ast.walk(ast.parse(Path(settings.BASE_DIR, "allianz", "settings.py").read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in READERS:
            names.add(node.args[0].value)
    return names


def test_every_variable_has_its_row_and_every_row_its_variable():
    readme = Path(settings.BASE_DIR, "README.md").read_text()
    rows = set(re.findall(r"^\| `([A-Z_]+)` \|", readme, re.MULTILINE))
    assert rows == variables_read()
    assert len(rows) > 15
