"""Cells of table files: what a spreadsheet would run as a formula is made plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.listings.rows import CODE, CODES, COLUMNS, TEXT, TEXTS, TRUTH

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
WORDS = {True: "true", False: "false", None: ""}

_TEXTS = tuple(place for place, column in enumerate(COLUMNS) if column.type in (TEXT, TEXTS, CODE, CODES))
_TRUTHS = tuple(place for place, column in enumerate(COLUMNS) if column.type == TRUTH)


def defused(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def defuse(line: list[Any], places: Sequence[int] = _TEXTS) -> list[Any]:
    """Make plain text of every formula in a line of values; the line itself is changed and handed back."""
    for place in places:
        value = line[place]
        if value and value[0] in DANGEROUS:
            line[place] = f"'{value}"
    return line


def spelled(line: list[Any]) -> list[Any]:
    """Spell out yes and no, for a format that has only text; the line itself is changed and handed back."""
    for place in _TRUTHS:
        line[place] = WORDS[line[place]]
    return line
