"""Finding commitments by words: the same tokens, ranks and order in both databases and for past versions.

`texts` says by what a commitment is found, `tokens` how a text is cut, `terms` what a query asks for, `ranking` asks
the database, `marking` shows where a hit is.
"""

from tracker.search.marking import Marker
from tracker.search.ranking import condition, ranks
from tracker.search.terms import MAX_WORDS, Term, terms, whole_code
from tracker.search.texts import WEIGHTS, columns, is_found, rank, texts
from tracker.search.tokens import fold

__all__ = [
    "MAX_WORDS",
    "WEIGHTS",
    "Marker",
    "Term",
    "columns",
    "condition",
    "fold",
    "is_found",
    "rank",
    "ranks",
    "terms",
    "texts",
    "whole_code",
]
