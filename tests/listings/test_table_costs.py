"""The table asks the database as often for 1,000 rows as for 10, in every shape it can take."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.listings.reading import ask_json, page
from tracker import bitsets
from tracker.models import Agreement, Partner

pytestmark = pytest.mark.django_db


def queries(client, query: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = page(client, query)
        assert response.status_code == 200
        assert "error-summary" not in response.content.decode()
    return len(captured)


def shapes() -> list[str]:
    agreement = Agreement.objects.order_by("signed_on").first()
    partner = Partner.objects.filter(is_everyone=False).first()
    return [
        "per_page=100",
        f"vereinbarung={agreement.slug}&status=unknown&sort=-as_of",
        f"partner={partner.key}&gemeinsam=ja&rolle=lead",
        f"stand={agreement.effective_end}",
        "q=a&beleg=none&frist=ended_unknown&sort=due_on",
    ]


@pytest.mark.parametrize("rows", [10, 1000])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, bulk_record, rows):
    bulk_record(commitments=rows)
    bitsets.current()
    most = {query: queries(client, query) for query in shapes()}
    assert max(most.values()) <= 17, most


def test_an_unchanged_table_costs_one_query(client, catalogue):
    tag = page(client)["ETag"]
    with CaptureQueriesContext(connection) as captured:
        response = client.get("/massnahmen/", headers={"If-None-Match": tag})
    assert response.status_code == 304
    assert len(captured) == 1


def test_a_file_of_many_rows_needs_few_queries(client, bulk_record):
    bulk_record(commitments=1000)
    with CaptureQueriesContext(connection) as captured:
        assert ask_json(client)["count"] == 1000
    assert len(captured) <= 35
