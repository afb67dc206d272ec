"""Loading the same catalogue once more changes nothing."""

import pytest

from tests.factories import make_commitment
from tracker.catalogue.load import load
from tracker.models import AuditEvent, CatalogueEntry, Commitment, PublicVersion, Revision, Source, StatusReport
from tracker.vocabulary import Verb

pytestmark = pytest.mark.usefixtures("catalogue")


def test_a_second_load_makes_no_revision():
    outcome = load()
    assert (outcome.revision, outcome.left, outcome.missing) == (None, [], [])
    assert Revision.current() == 1


def test_a_second_load_doubles_nothing():
    models = [Commitment, StatusReport, Source, PublicVersion, AuditEvent, CatalogueEntry]
    before = [model.objects.count() for model in models]
    load()
    assert [model.objects.count() for model in models] == before


def test_the_protocol_tells_of_the_first_load():
    event = AuditEvent.objects.get(verb=Verb.CATALOGUE_LOADED)
    assert event.revision_id == 1
    assert event.detail["compiled_on"] == "2026-11-22"


def test_it_says_that_nothing_is_new():
    assert load().summary == "Nichts ist neu."


def test_a_record_the_editors_added_does_not_matter():
    make_commitment()
    assert load().revision is None
