"""The editors remind everybody who has not reported by one button, once per day."""

import pytest

from tests.factories_of_accounts import make_account
from tests.notify.world import day, hand_in, make_world, ordered
from tracker import workflow
from tracker.notify.reminders import order_reminders, order_round_reminders
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.django_db


def test_everybody_who_has_not_reported_is_reminded_once_a_day(clock):
    world = make_world(items=3)
    make_account(AccountRole.REPORTER, partners=[world.partner], email="zweite@verband.example")
    hand_in(world.contributions[0], world.reporter)
    at = clock.set(day(-15))
    assert order_round_reminders(world.asked, on=day(-15), at=at) == 2
    assert order_round_reminders(world.asked, on=day(-15), at=at) == 0
    assert len(ordered()) == 4
    assert order_round_reminders(world.asked, on=day(-14), at=clock.set(day(-14))) == 2


def test_a_closed_round_reminds_nobody(clock):
    world = make_world()
    at = clock.set(day(5))
    workflow.close_round(world.asked, actor=workflow.system_actor())
    assert order_round_reminders(world.asked, on=day(5), at=at) == 0


def test_the_reminder_of_the_day_comes_all_the_same_in_one_mail(clock):
    world = make_world()
    at = clock.set(day(-7))
    order_round_reminders(world.asked, on=day(-7), at=at)
    assert order_reminders(on=day(-7), at=at) == 1
