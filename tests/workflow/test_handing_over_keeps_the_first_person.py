"""Whoever takes over somebody's work keeps the better of the two parts."""

import pytest

from tests.factories import make_partner
from tests.factories_of_accounts import make_account
from tracker import days, workflow
from tracker.models import Mandate
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("before", "after", "then"), [(True, False, False), (False, True, False), (True, True, True)])
def test_a_deputy_stays_one_only_if_both_were(before, after, then):
    partner = make_partner()
    leaves, stays = (
        make_account(AccountRole.REPORTER, partners=[partner], is_deputy=is_deputy) for is_deputy in (before, after)
    )
    actor = workflow.system_actor()
    workflow.hand_over(partner, before=leaves, after=stays, actor=actor, on=days.today())
    assert Mandate.objects.in_force(on=days.today()).get(partner=partner).is_deputy is then
    assert workflow.people_of(partner, on=days.today()) == [stays]
