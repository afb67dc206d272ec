"""A generated record reads like one that grew by hand, and the same seed makes it again."""

import pytest
from django.db import transaction

from tests import factories
from tracker.models import Commitment, Contribution, PublicVersion, StatusPeriod, StatusReport
from tracker.models.standing import standing_values
from tracker.vocabulary import Kind, Status
from tracker.workflow import derive

pytestmark = pytest.mark.django_db
SIZE = 60


def what_is_there():
    return [
        list(model.objects.order_by("pk").values_list(*columns))
        for model, columns in [
            (Commitment, ("code", "kind", "status", "due_on", "search_row__title", "search_row__subject")),
            (Contribution, ("commitment__code", "partner__key", "role")),
            (StatusReport, ("commitment__code", "status", "as_of", "summary")),
        ]
    ]


def test_all_derived_columns_and_periods_are_what_the_workflow_would_write(bulk_record):
    bulk_record(commitments=SIZE)
    for commitment, derived in derive(range(1, SIZE + 1)):
        assert {name: getattr(commitment, name) for name in derived.columns} == derived.columns
        stored = StatusPeriod.objects.filter(commitment=commitment).order_by("start")
        assert [(row.start, row.until) for row in stored] == [(item.start, item.until) for item in derived.periods]
        for row, item in zip(stored, derived.periods, strict=True):
            values = standing_values(item.standing)
            assert {name: getattr(row, name) for name in values} == values
        assert {name: getattr(commitment.search_row, name) for name in derived.words} == derived.words
        assert set(commitment.contributions.values_list("reporting_base", "asked_due_on")) == {("not_asked", None)}


def test_there_is_something_of_everything(bulk_record):
    bulk_record(commitments=400)
    assert set(Commitment.objects.values_list("kind", flat=True)) == set(Kind.values)
    assert set(Commitment.objects.values_list("status", flat=True)) >= {None, *Status.values} - {Status.MISSED}
    assert Commitment.objects.filter(part_of__isnull=False).exists()
    assert Commitment.objects.filter(due_on__isnull=False).exists()


def test_the_same_seed_makes_the_same_record_and_another_seed_another(bulk_record):
    records = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            bulk_record(commitments=12, seed=seed)
            records.append(what_is_there())
            transaction.set_rollback(True)
    assert records[0] == records[1] != records[2]


def test_several_processes_make_the_same_record_as_one(bulk_record, monkeypatch):
    monkeypatch.setattr("tracker.benchmark.generate.CHUNK", 10)
    records = []
    for processes in (1, 2):
        with transaction.atomic():
            bulk_record(commitments=35, processes=processes)
            records.append(what_is_there())
            transaction.set_rollback(True)
    assert records[0] == records[1]
    assert len(records[0][0]) == 35


def test_new_rows_are_numbered_after_the_generated_ones(bulk_record):
    bulk_record(commitments=3)
    assert factories.make_commitment().pk == 4


def test_versions_are_written_on_request(bulk_record):
    bulk_record(commitments=5, versions=True)
    assert PublicVersion.objects.filter(kind=PublicVersion.COMMITMENT).count() == 5
