"""The list of changes has one entry per revision that published something, with what it touched."""

import pytest

from tests.factories import make_agreement, make_commitment, make_fact, record_change
from tracker import figures
from tracker.models import PublicVersion, Revision, TargetGroup
from tracker.vocabulary import ChangeReason, Status

pytestmark = pytest.mark.django_db


def test_the_newest_revision_stands_first():
    commitment = make_commitment()
    make_fact(commitment, Status.IN_PROGRESS)
    first = figures.entries(figures.told_revisions())[0]
    assert first.revision.reason == ChangeReason.NEW_FACT
    assert [(item.kind, item.key, item.title) for item in first.touched] == [
        (PublicVersion.COMMITMENT, commitment.code, commitment.title)
    ]


def test_a_revision_that_published_nothing_is_not_told():
    with record_change():
        TargetGroup(key="azubis", name="Auszubildende").save()
    assert Revision.objects.count() == 1
    assert figures.entries(figures.told_revisions()) == []


def test_an_entry_tells_the_first_ten_and_how_many_more(catalogue):
    entry = figures.entries(figures.told_revisions())[0]
    assert entry.numbers == {"agreement": 3, "commitment": 146, "partner": 62}
    assert (len(entry.touched), entry.rest) == (10, 201)
    assert [item.kind for item in entry.touched] == ["agreement"] * 3 + ["commitment"] * 7


def test_titles_are_those_that_were_published_then():
    agreement = make_agreement(short_title="Früherer Name")
    with record_change() as change:
        agreement.short_title = "Späterer Name"
        agreement.save()
        change.touch(agreement)
    titles = [item.title for entry in figures.entries(figures.told_revisions()) for item in entry.touched]
    assert titles == ["Späterer Name", "Früherer Name"]
