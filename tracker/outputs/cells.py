"""Cells of table files: what a spreadsheet would run as a formula is made plain text."""

from __future__ import annotations

from collections.abc import Iterable

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def defused(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def defused_line(cells: Iterable[str]) -> list[str]:
    """All cells of a line, none of them a formula."""
    return [defused(text) for text in cells]
