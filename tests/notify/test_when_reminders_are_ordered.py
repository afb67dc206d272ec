"""Reporters are reminded on the set days before and after the due day, deputies and editors after it."""

from datetime import date, timedelta

import pytest

from tests.factories import make_commitment
from tests.notify.world import DUE, day, hand_in, make_world, open_round, ordered
from tracker import workflow
from tracker.models import Mandate, OutboxMail
from tracker.notify.reminders import order_reminders
from tracker.vocabulary import NoticeKind

pytestmark = pytest.mark.django_db
FIRST, DEPUTY, EDITOR = "erste@verband.example", "vertretung@verband.example", "redaktion@haus.example"


def run(clock, on):
    """Order what is due on a day; return how many rows are new."""
    return order_reminders(on=on, at=clock.set(on))


def test_on_each_set_day_the_reporter_is_reminded_once(clock):
    make_world()
    steps = {offset: run(clock, day(offset)) for offset in (-31, -30, -29, -8, -7, -6, -1, 0, 1, 6)}
    assert {offset for offset, count in steps.items() if count} == {-30, -7, 0}
    assert [address for address, _step in ordered()] == [FIRST] * 3


def test_the_days_are_a_setting(clock, settings):
    settings.REMINDER_DAYS, settings.REMINDER_EVERY = [-3, 2], 10
    make_world()
    told = [offset for offset in range(-40, 33) if run(clock, day(offset))]
    assert told == [-3, 2, 12, 22, 32]


def test_after_the_due_day_deputies_and_editors_learn_of_it(clock):
    make_world()
    run(clock, day(0))
    assert ordered(NoticeKind.DEPUTY_REMINDER) == []
    run(clock, day(7))
    assert {address for address, _step in ordered(NoticeKind.DEPUTY_REMINDER)} == {DEPUTY, EDITOR}
    assert len(ordered()) == 2


def test_after_the_last_set_day_it_goes_on_while_the_round_is_open(clock):
    world = make_world()
    told = [offset for offset in range(8, 100) if run(clock, day(offset))]
    assert told == [8, 37, 67, 97]
    workflow.close_round(world.asked, actor=workflow.system_actor())
    assert run(clock, day(127)) == 0


def test_asking_twice_on_one_day_orders_nothing_twice(clock):
    make_world(items=3)
    assert run(clock, day(-7)) == 3
    assert run(clock, day(-7)) == 0


def test_missed_days_are_caught_up_by_one_reminder(clock):
    make_world()
    assert run(clock, day(2)) == 1
    assert run(clock, day(3)) == 0
    assert len(ordered()) == 1


def test_who_was_told_of_the_opening_is_not_reminded_of_steps_before_it(clock):
    clock.set(day(-20))
    make_world(starts_on=day(-20))
    assert run(clock, day(-20)) == 0
    assert run(clock, day(-8)) == 0
    assert run(clock, day(-7)) == 1


def test_nobody_is_reminded_before_the_round_begins(clock):
    clock.set(day(-60))
    make_world(starts_on=day(-10))
    assert run(clock, day(-30)) == 0
    assert run(clock, day(-7)) == 1


def test_what_was_reported_is_not_asked_for_again(clock):
    world = make_world(items=2)
    clock.set(day(-10))
    hand_in(world.contributions[0], world.reporter)
    assert run(clock, day(-7)) == 1
    row = OutboxMail.objects.get(kind=NoticeKind.REMINDER)
    assert row.facts["contribution"] == world.contributions[1].pk


def test_what_was_returned_is_asked_for_again_but_not_on_the_day_of_the_return(clock):
    world = make_world()
    clock.set(day(-10))
    report = hand_in(world.contributions[0], world.reporter)
    clock.set(day(-5))
    workflow.return_report(report, {"summary": "Bitte genauer."}, actor=workflow.actor_of(world.reviewer))
    assert run(clock, day(-5)) == 0
    assert run(clock, day(0)) == 1


def test_nobody_is_reminded_of_what_was_never_asked(clock):
    world = make_world()
    make_commitment(world.contributions[0].commitment.agreement, leads=[world.partner])
    assert run(clock, day(-7)) == 1


def test_an_extended_round_is_reminded_of_by_its_new_day(clock):
    world = make_world()
    run(clock, day(-7))
    clock.set(day(-2))
    later = DUE + timedelta(days=40)
    workflow.extend_round(world.asked, due_on=later, reason="Auf Wunsch vieler", actor=workflow.system_actor())
    assert run(clock, DUE) == 0
    assert run(clock, later - timedelta(days=7)) == 1
    assert ordered()[-1][1] == f"{world.asked.pk}-{later}--7"


def test_of_two_rounds_only_the_latest_reminds(clock):
    world = make_world()
    clock.set(day(10))
    workflow.close_round(world.asked, actor=workflow.system_actor())
    again = open_round(world.contributions, starts_on=day(11), due_on=day(60), title="Herbst")
    OutboxMail.objects.all().delete()
    assert run(clock, day(53)) == 1
    assert ordered()[0][1] == f"{again.pk}-{day(60)}--7"


def test_an_organisation_without_people_is_told_to_the_editors_before_the_due_day(clock):
    make_world()
    Mandate.objects.all().delete()
    assert run(clock, day(-7)) == 1
    assert ordered(NoticeKind.DEPUTY_REMINDER)[0][0] == EDITOR


def test_reviewers_are_reminded_of_an_old_queue_and_again_after_a_week(clock, settings):
    settings.REVIEW_REMINDER_DAYS = 7
    world = make_world()
    submitted = clock.set(date(2026, 2, 10))
    hand_in(world.contributions[0], world.reporter)
    told = []
    for offset in range(22):
        on = submitted.date() + timedelta(days=offset)
        if order_reminders(on=on, at=clock.set(on)):
            told.append(offset)
    assert told == [7, 14, 21]
    assert {address for address, _step in ordered(NoticeKind.REVIEW_QUEUE)} == {"pruefung@haus.example"}
