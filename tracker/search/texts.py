"""The texts by which a commitment is found, by weight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tracker.models.search import COLUMNS
from tracker.search.terms import Term, terms
from tracker.search.tokens import tokens

# Each weighs more than all after it together, so that a hit in the title stands before hits everywhere else.
WEIGHTS = {"title": 16, "subject": 8, "partner": 4, "wording": 2, "target": 1}


def texts(commitment: Any) -> dict[str, list[str]]:
    """The texts of a commitment by column; reads its partners, instruments, target groups and measurable targets."""
    partners = [part.partner for part in commitment.contributions.all()]
    return {
        "title": [commitment.code, commitment.title],
        "subject": [
            commitment.simple_words,
            commitment.description,
            commitment.involved,
            commitment.quantity_text,
            *(instrument.name for instrument in commitment.instruments.all()),
            *(group.name for group in commitment.target_groups.all()),
        ],
        "partner": [word for partner in partners for word in (partner.name, partner.abbreviation)],
        "wording": [commitment.wording],
        "target": [target.text for target in commitment.agreement_targets.all()],
    }


def columns(found: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """What the columns of the index hold for these texts."""
    return {name: tokens(found[name]) for name in COLUMNS}


def rank(asked: Iterable[Term], held: Mapping[str, str]) -> int:
    """The rank of columns of the index for the terms of a query, 0 if one of them is in none; twin of the SQL."""
    total = 0
    for term in asked:
        found = sum(weight for name, weight in WEIGHTS.items() if term.is_in_column(held[name]))
        if not found:
            return 0
        total += found
    return total


def is_found(query: str, text: str) -> bool:
    """Whether every word of a query is in a text; false for a query without words."""
    asked = terms(query)
    held = tokens([text])
    return bool(asked) and all(term.is_in_column(held) for term in asked)
