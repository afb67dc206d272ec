"""Two machines run the commands at the same moment: everybody gets one mail, nothing is ordered twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories_of_accounts import make_account
from tests.notify.world import day, make_world
from tracker.models import OutboxMail
from tracker.notify.reminders import order_reminders
from tracker.notify.send import send_waiting
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 6


def together(job, times=3):
    """Run a job in threads of their own, each with its own connection, that begin at once; return what they return."""
    start = Barrier(times)

    def run():
        try:
            start.wait(timeout=20)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run) for _ in range(times)]]


def test_reminders_are_ordered_once(file_database, clock):
    make_world(items=4)
    at = clock.set(day(-7))
    together(lambda: order_reminders(on=day(-7), at=at))
    keys = list(OutboxMail.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == 4


def test_everybody_gets_one_mail(file_database, clock, postbox):
    world = make_world(items=2)
    for number in range(PEOPLE):
        make_account(AccountRole.REPORTER, partners=[world.partner], email=f"nummer{number}@verband.example")
    at = clock.set(day(-7))
    order_reminders(on=day(-7), at=at)
    runs = together(lambda: send_waiting(at=at))
    assert sum(done.mails for done in runs) == PEOPLE + 1
    addresses = [mail["To"] for mail in postbox.mail]
    assert len(addresses) == len(set(addresses)) == PEOPLE + 1
