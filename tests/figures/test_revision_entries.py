"""The list of changes has one entry per revision that published something, with how much it touched."""

import pytest

from tests.factories import make_commitment, make_fact, record_change
from tracker import figures
from tracker.models import Revision, TargetGroup
from tracker.vocabulary import ChangeReason, Status

pytestmark = pytest.mark.django_db


def test_the_newest_revision_stands_first():
    commitment = make_commitment()
    make_fact(commitment, Status.IN_PROGRESS)
    first = figures.entries(figures.told_revisions())[0]
    assert first.revision.reason == ChangeReason.NEW_FACT
    assert first.numbers == {"agreement": 0, "commitment": 1, "partner": 0}


def test_a_revision_that_published_nothing_is_not_told():
    with record_change():
        TargetGroup(key="azubis", name="Auszubildende").save()
    assert Revision.objects.count() == 1
    assert figures.entries(figures.told_revisions()) == []


def test_an_entry_counts_what_its_revision_touched(catalogue):
    entry = figures.entries(figures.told_revisions())[0]
    assert entry.numbers == {"agreement": 3, "commitment": 146, "partner": 62}
