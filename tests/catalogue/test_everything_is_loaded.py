"""The files of the catalogue arrive whole."""

import pytest

from tracker import models
from tracker.vocabulary import Kind

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.mark.parametrize(
    ("model", "number"),
    [
        (models.Agreement, 3),
        (models.ActionField, 17),
        (models.AgreementTarget, 9),
        (models.Signatory, 38),
        (models.Reservation, 1),
        (models.Event, 24),
        (models.Commitment, 146),
        (models.Contribution, 195),
        (models.StatusReport, 226),
        (models.Evidence, 294),
        (models.Partner, 62),
        (models.Membership, 59),
        (models.PartnerName, 11),
        (models.Land, 16),
        (models.LandAlliance, 19),
        (models.AllianceStage, 40),
        (models.AllianceTarget, 7),
        (models.Network, 10),
        (models.Indicator, 43),
        (models.IndicatorValue, 202),
        (models.Finding, 8),
        (models.FindingFact, 16),
        (models.Instrument, 41),
        (models.TargetGroup, 41),
    ],
)
def test_every_record_of_the_files_is_there(model, number):
    assert model.objects.count() == number


def test_one_revision_tells_of_the_first_load():
    revision = models.Revision.objects.get()
    assert revision.number == 1
    assert revision.note == "Ersterfassung aus öffentlichen Quellen"


def test_commitments_agreements_and_partners_have_one_version_each():
    assert models.PublicVersion.objects.count() == 146 + 3 + 62


def test_all_is_published():
    assert models.Commitment.objects.published().count() == 146


@pytest.mark.parametrize(("kind", "number"), [(Kind.MEASURE, 107), (Kind.TARGET, 33), (Kind.POSITION, 6)])
def test_the_kinds_add_up(kind, number):
    assert models.Commitment.objects.of_kind(kind).count() == number


def test_another_test_may_begin_with_the_catalogue_as_well():
    models.Ticket.objects.all().delete()
    assert models.Partner.objects.get(is_everyone=True).key == "allianz"
