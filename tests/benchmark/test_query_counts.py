"""A page asks the database as often with many commitments as with few."""

from django.db import transaction

from tracker import bitsets
from tracker.benchmark.measure import PAGES, ask

FEW, MANY = 60, 300


def test_no_page_asks_more_often_when_there_are_more_rows(bulk_record):
    asked = {}
    for size in (FEW, MANY):
        # Made records all have the same revision at the same moment.
        bitsets.forget()
        with transaction.atomic():
            bulk_record(commitments=size)
            asked[size] = {page.name: ask(page).queries for page in PAGES}
            transaction.set_rollback(True)
    assert asked[FEW] == asked[MANY]
    assert max(asked[MANY].values()) <= 30
