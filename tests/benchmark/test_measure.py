"""The bench asks the pages, draws the table without facets, accepts reports, and none of it fails on a small record."""

import pytest
from django.urls import reverse

from tracker.benchmark import addresses, measure
from tracker.benchmark.measure import PAGES
from tracker.models import StatusReport
from tracker.vocabulary import Origin

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_is_found_and_its_queries_are_counted(page, bulk_record):
    bulk_record(commitments=60)
    asked = measure.ask(page)
    assert asked.bytes > 1000
    assert asked.queries > 0 or reverse("public:easy_language") in page.path()


def test_a_page_that_answers_otherwise_is_no_page(bulk_record):
    bulk_record(commitments=10)
    with pytest.raises(RuntimeError, match="answered 404"):
        measure.ask(measure.Page("none", lambda: "/massnahmen/TST-2011-0.999999/"))


def test_the_table_without_facets_counts_nothing(bulk_record, django_assert_max_num_queries):
    bulk_record(commitments=60)
    whole = measure.ask(measure.Page("table", addresses.three_filters)).queries
    with django_assert_max_num_queries(whole - 1) as asked:
        assert measure.without_facets(times=1) > 0
    assert not [query for query in asked if "COUNT(" in query["sql"]]


def test_accepted_reports_are_published_and_leave_the_selection_alone(bulk_record, client):
    bulk_record(commitments=60)
    assert measure.accepting(times=3) > 0
    reports = StatusReport.objects.filter(origin=Origin.PARTNER)
    assert reports.count() == 4
    assert not reports.filter(published_at__isnull=True).exists()
    assert "30 Maßnahmen" in client.get(addresses.three_filters()).content.decode()
