"""The factories make records that the rest of the house accepts."""

from datetime import date

import pytest

from tests.factories import make_agreement, make_commitment, make_fact, make_partner
from tracker.models import Commitment
from tracker.vocabulary import Role, Status

pytestmark = pytest.mark.django_db


def test_a_commitment_is_public_and_unknown_until_a_fact_says_otherwise():
    commitment = make_commitment()
    assert Commitment.objects.published().get() == commitment
    assert commitment.status == Status.UNKNOWN


def test_a_fact_sets_the_status():
    commitment = make_commitment()
    make_fact(commitment, Status.ONGOING, as_of=date(2025, 3, 1))
    assert (commitment.status, commitment.status_as_of) == (Status.ONGOING, date(2025, 3, 1))


def test_a_fact_may_speak_of_one_partner():
    chamber, union = make_partner("kammer"), make_partner("dgb")
    commitment = make_commitment(leads=[chamber], supporting=[union])
    make_fact(commitment, Status.COMPLETED, partner=chamber)
    assert commitment.status == Status.COMPLETED
    assert [(part.partner.key, part.role) for part in commitment.contributions.all()] == [
        ("kammer", Role.LEAD),
        ("dgb", Role.SUPPORTING),
    ]


def test_an_agreement_has_the_fields_a_test_names():
    agreement = make_agreement("allianz", fields=["Orientierung", "Qualität"], code_prefix="AAW-2019")
    assert [field.key for field in agreement.action_fields.all()] == ["2019-1", "2019-2"]
