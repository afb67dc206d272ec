"""Commitments as rows of a list: code, title, badge, what stands beside it, and how a partner is tied to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.models import Commitment
from tracker.pages.words import standing_note


@dataclass(frozen=True, slots=True)
class Row:
    """One commitment in a list; `note` follows its badge, `words` say how it came to be in this list."""

    commitment: Commitment
    note: str
    words: str = ""


def row(commitment: Commitment, words: str = "") -> Row:
    """The row of a commitment whose agreement is loaded."""
    return Row(commitment, standing_note(commitment.kind, commitment, commitment.agreement.effective_end), words)


def rows(commitments: Iterable[Commitment]) -> list[Row]:
    """The rows of commitments, in the order in which they come."""
    return [row(commitment) for commitment in commitments]
