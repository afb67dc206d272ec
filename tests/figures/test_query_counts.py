"""Counting asks the database as often with 1,000 commitments as with 10."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tracker import access, bitsets, figures
from tracker.models import Commitment

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 22)


def count_everything():
    agreements = list(access.public_agreements().newest_first())
    sets = bitsets.current()
    figures.agreement_figures(agreements, sets, on=DAY)
    figures.partner_figures(agreements, sets)
    figures.quarter_figures(agreements, sets, on=DAY)
    figures.attention(agreements, sets, on=DAY)
    figures.entries(figures.told_revisions()[:5])


@pytest.mark.parametrize("commitments", [10, 1000])
def test_the_number_of_queries_does_not_grow(bulk_record, commitments):
    bulk_record(commitments=commitments)
    assert Commitment.objects.count() == commitments
    bitsets.current()
    with CaptureQueriesContext(connection) as queries:
        count_everything()
    assert len(queries) <= 8


@pytest.mark.parametrize("commitments", [10, 1000])
def test_the_overview_asks_no_more_with_more_rows(client, bulk_record, commitments):
    bulk_record(commitments=commitments)
    bitsets.current()
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    assert len(queries) <= 17
    asked = [query["sql"] for query in queries.captured_queries]
    assert asked[0] == asked[-1], "the revision is read before and after all others"
    others = [sql for sql in asked if sql != asked[0]]
    assert len(others) == len(set(others)), "a query is asked twice"
    assert len(asked) - len(others) == 3, "and once for the sets in memory"
