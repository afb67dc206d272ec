"""The measuring of balances builds one as the job does and names broken limits; without a PDF it shows nothing."""

import json

import pytest
from django.core.management import call_command

from tracker.benchmark import balances
from tracker.benchmark.balances import BalanceReading

pytestmark = pytest.mark.django_db


@pytest.mark.pdf
def test_a_balance_is_built_with_its_pdf_and_nothing_is_kept(bulk_record):
    bulk_record(commitments=12)
    found = json.loads(call_command("bench", "--balance"))
    assert found["with_pdf"] is True
    assert found["seconds"] > 0 and found["memory"] > 0


def test_limits_that_are_kept_are_said_to_be():
    assert balances.as_text(BalanceReading(19.9, 499, True)).endswith("all limits are kept")


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (BalanceReading(20.0, 100, True), "the balance took 20.0 s"),
        (BalanceReading(1.0, 500, True), "the balance held 500 MB"),
        (BalanceReading(1.0, 100, False), "the balance has no PDF"),
    ],
)
def test_a_broken_limit_is_named(reading, said):
    [sentence] = balances.faults(reading)
    assert said in sentence
    assert f"LIMIT NOT KEPT: {sentence}" in balances.as_text(reading)
