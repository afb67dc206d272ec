"""Counting asks the database as often with 1,000 commitments as with 10."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tracker import access, figures
from tracker.models import Commitment

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 22)


def count_everything():
    agreements = list(access.public_agreements().newest_first())
    figures.agreement_figures(agreements, on=DAY)
    figures.partner_figures(agreements)
    figures.quarter_figures(agreements, on=DAY)
    figures.attention(agreements, on=DAY)
    figures.entries(figures.told_revisions()[:5])


@pytest.mark.parametrize("commitments", [10, 1000])
def test_the_number_of_queries_does_not_grow(bulk_record, commitments):
    bulk_record(commitments=commitments)
    assert Commitment.objects.count() == commitments
    with CaptureQueriesContext(
        connection,
    ) as queries:
        count_everything()
    assert len(queries) == 14


@pytest.mark.parametrize("commitments", [10, 1000])
def test_the_overview_asks_no_more_with_more_rows(client, bulk_record, commitments):
    bulk_record(commitments=commitments)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    assert len(queries) <= 25
    assert len(queries) == len({query["sql"] for query in queries.captured_queries}), "a query is asked twice"
