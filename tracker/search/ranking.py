"""Asking the database which commitments a query finds, and how well.

The index only tells in which columns a term is; its answers, one for each term and column, are put together here with
the weights of the columns. They are asked for in two languages: MATCH of FTS5, and tsquery of PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, connections, router
from django.db.models import Exists, Q, QuerySet
from django.db.models.expressions import RawSQL

from tracker import access
from tracker.models.commitments import CommitmentQuerySet
from tracker.models.search import COLUMNS, INDEX, TABLE, SearchText, vector
from tracker.search.terms import Term, terms, whole_code
from tracker.search.texts import WEIGHTS

Statement = tuple[str, list[str]]


def ranks(query: str) -> dict[int, int]:
    """For each commitment, published or not, in which every word of the query is found: its id and its rank.

    The rank sums up the weights of the columns in which each word is found (`texts.WEIGHTS`). A query that is the whole
    code of a public commitment gives that one alone; the code of a draft must not tell that there is one.
    A query without letters and digits finds nothing. One statement at most.
    """
    asked = terms(query)
    if not asked:
        return {}
    statement, params = found(asked)
    code = whole_code(query)
    if code is not None:
        named, of_code = _coded(access.public_commitments(), asked, code).query.sql_with_params()
        statement = (
            f"WITH named(id) AS ({named}), found(id, total) AS ({statement}) "  # noqa: S608 - statements of ours
            "SELECT id, total FROM found WHERE id IN (SELECT id FROM named) OR NOT EXISTS (SELECT 1 FROM named)"
        )
        params = [*of_code, *params]
    # From the database that the page is read from, which may be a replica.
    with connections[router.db_for_read(SearchText)].cursor() as cursor:
        cursor.execute(statement, params)
        return dict(cursor.fetchall())


def found(asked: Sequence[Term]) -> Statement:
    """The statement that gives id and rank of each commitment in which all these terms are, with its parameters.

    Every term is looked up once in every column, whatever else is asked for: each row of the answer costs some
    microseconds, and nothing that limits one look-up by the others was cheaper.
    """
    parts, params = [], []
    for number, term in enumerate(asked):
        for column, weight in WEIGHTS.items():
            statement, words = _look_up(term, [column])
            parts.append(f"SELECT id, {weight} AS weight, {number} AS term FROM ({statement}) AS part")  # noqa: S608
            params += words
    every = " AND ".join(f"MAX(CASE term WHEN {number} THEN 1 ELSE 0 END) = 1" for number in range(len(asked)))
    having = f" HAVING {every}" if len(asked) > 1 else ""
    return f"SELECT id, SUM(weight) FROM ({' UNION ALL '.join(parts)}) AS parts GROUP BY id{having}", params  # noqa: S608


def condition(query: str, *, within: CommitmentQuerySet, path: str = "pk") -> Q:
    """What must hold for a row whose commitment, at this path, a query finds.

    A query that is the whole code of one of the commitments in `within` finds that one alone; one without letters and
    digits finds nothing.
    """
    asked = terms(query)
    if not asked:
        return Q(pk__in=[])
    words = Q(*(Q(**{f"{path}__in": _ids(term, COLUMNS)}) for term in asked))
    code = whole_code(query)
    if code is None:
        return words
    named = _coded(within, asked, code)
    return Q(**{f"{path}__in": named}) | (~Exists(named) & words)


def _coded(commitments: CommitmentQuerySet, asked: Sequence[Term], code: str) -> QuerySet[Any, Any]:
    """The one of these commitments with this code; found by the index, as no other one heeds no capital letters."""
    return commitments.filter(pk__in=_ids(asked[0], ["title"]), code__iexact=code).order_by().values("pk")


def _ids(term: Term, columns: Sequence[str]) -> RawSQL:
    return RawSQL(*_look_up(term, columns))  # noqa: S611 - the words are parameters


def _look_up(term: Term, columns: Sequence[str]) -> Statement:
    """The statement that gives, as `id`, the commitments in which a term is in one of these columns."""
    if connection.vendor == "sqlite":
        words = [*(f'"{word}" *' for word in term.beginnings), *(f'"{word}"' for word in term.wholes)]
        where = f"{INDEX} MATCH %s"
        return f"SELECT rowid AS id FROM {INDEX} WHERE {where}", [f"{{{' '.join(columns)}}} : ({' OR '.join(words)})"]  # noqa: S608
    words = [*(f"'{word}':*" for word in term.beginnings), *(f"'{word}'" for word in term.wholes)]
    # In brackets the words are not known to the planner, which then never reads all rows and cuts their texts anew.
    where = " OR ".join(f"{vector(column)} @@ (SELECT %s::tsquery)" for column in columns)
    return f"SELECT commitment_id AS id FROM {TABLE} WHERE {where}", [" | ".join(words)] * len(columns)  # noqa: S608
