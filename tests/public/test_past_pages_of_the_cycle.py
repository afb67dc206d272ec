"""What partners reported stands in yesterday's version as it stood on yesterday's page."""

import re
from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.moments import Clock
from tests.public.records import html, section, words
from tracker import days
from tracker.vocabulary import Reporting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [Reporting.CURRENT, Reporting.FINAL, Reporting.RETURNED, Reporting.IN_REVIEW])
def test_a_commitment_with_reports_has_the_same_state_and_course(the_cast: Cast, client, monkeypatch, state):
    address = f"/massnahmen/{the_cast.of[state].commitment.code}/"
    today = days.today()
    before = html(client, address)
    Clock(monkeypatch, today + timedelta(days=1))
    after = html(client, f"{address}?fassung={today.isoformat()}")
    states = [re.search(r'<dl class="state.*?</dl>', source, re.DOTALL) for source in (before, after)]
    assert states[0] and states[1]
    assert words(states[1][0]) == words(states[0][0])
    assert words(section(after, "beitraege")) == words(section(before, "beitraege"))
