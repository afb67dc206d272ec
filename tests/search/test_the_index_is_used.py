"""The search is answered by the full-text index, on both databases, even if every row holds the word."""

import pytest
from django.db import connection

from tracker.models.search import INDEX
from tracker.search.ranking import found
from tracker.search.terms import terms

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["Praktikum", "Praktikum Pflege", "Jugendliche"])
def test_no_row_is_read_to_see_whether_it_holds_the_word(bulk_record, query):
    bulk_record(commitments=300)
    statement, params = found(terms(query))
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not sqlite:
            cursor.execute("ANALYZE tracker_searchtext")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{statement}", params)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    looked_up = 5 * len(query.split())
    if sqlite:
        assert plan.count(f"SCAN {INDEX} VIRTUAL TABLE INDEX") == looked_up, plan
        assert "tracker_searchtext" not in plan
    else:
        assert plan.count(f"Bitmap Index Scan on {INDEX}_") == looked_up, plan
        assert "Seq Scan" not in plan
