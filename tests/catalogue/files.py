"""A copy of the catalogue's files that a test may change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tracker.catalogue.files import DATA


class Files:
    """The files of a catalogue in a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for file in DATA.glob("*.json"):
            (folder / file.name).write_bytes(file.read_bytes())

    def change(self, name: str, how: Callable[[Any], Any]) -> None:
        """Let `how` change what a file holds."""
        path = self.folder / f"{name}.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        how(content)
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    def commitment(self, code: str, **values: Any) -> None:
        """Change fields of one commitment."""
        self.change("commitments", lambda content: one(content, code=code).update(values))

    def fact(self, key: str, **values: Any) -> None:
        """Change fields of one fact."""
        code = key.partition("#")[0]
        self.change("commitments", lambda content: one(one(content, code=code)["evidence"], key=key).update(values))


def one(items: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    """Return the one object of a list with these values."""
    (found,) = [item for item in items if all(item.get(name) == value for name, value in wanted.items())]
    return found
