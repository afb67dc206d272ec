"""The partners of the shipped catalogue as actors for reading texts; without a database."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from tracker.extraction import Lexicon, actors_of

PARTNERS = Path(__file__).parent / "data" / "partners.json"


@cache
def lexicon() -> Lexicon:
    """The lexicon of all partners in the catalogue, with their names of every time."""
    return Lexicon(actors_of(json.loads(PARTNERS.read_text(encoding="utf-8"))["partners"]))
