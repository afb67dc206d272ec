"""Agreements and partners can be asked of a past day, as the commitments can: as known today, or as published then."""

from datetime import date

import pytest

from tests.factories import make_agreement, make_partner, record_change
from tests.moments import Clock
from tracker.models import Event, Membership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def record(monkeypatch):
    """Two agreements, an event of the first, and a partner that joined a group between them."""
    Clock(monkeypatch, date(2026, 3, 2))
    term = {"signed_on": date(2015, 1, 1), "term_start": date(2015, 1, 1), "term_end": date(2018, 12, 31)}
    first = make_agreement("erste", **term)
    make_agreement("zweite")
    with record_change() as change:
        Event(agreement=first, key="treffen", kind="meeting", title="Treffen", day=date(2017, 1, 1)).save()
        Membership(group=make_partner("gruppe", kind="group"), member=make_partner("v"), start=date(2017, 1, 1)).save()
        change.touch(first)


def ask(client, address, status=200):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == status, response.content
    return response.json()


def test_only_agreements_signed_by_then_are_told(client):
    told = ask(client, "agreements/?stand=2016-01-01")
    assert (told["view"], told["filter"]) == ({"kind": "stand", "day": "2016-01-01"}, {"stand": "2016-01-01"})
    assert [item["slug"] for item in told["agreements"]] == ["erste"]
    assert ask(client, "agreements/zweite/?stand=2016-01-01", 404)["status"] == 404


def test_what_began_later_is_not_told(client):
    for day, number in (("2016-12-31", 0), ("2017-01-01", 1)):
        assert len(ask(client, f"agreements/erste/?stand={day}")["agreement"]["events"]) == number
        assert len(ask(client, f"partners/v/?stand={day}")["partner"]["groups"]) == number


def test_of_today_as_known_today_the_rows_are_those_of_today(client):
    for name in ("agreements", "partners"):
        assert ask(client, f"{name}/?stand=2026-03-02")[name] == ask(client, f"{name}/")[name]


@pytest.mark.parametrize("address", ["agreements/", "agreements/erste/", "partners/", "partners/v/"])
@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [
        ("stand=2014-12-31", "stand", ["2015-01-01", "2026-03-02"]),
        ("stand=2026-03-03", "stand", ["2015-01-01", "2026-03-02"]),
        ("stand=2016-01-01&fassung=2026-03-01", "fassung", None),
    ],
)
def test_a_day_that_cannot_be_shown_is_named_with_what_is_allowed(client, address, query, parameter, allowed):
    error = ask(client, f"{address}?{query}", 400)["errors"][0]
    assert error["parameter"] == parameter
    assert error["message"]
    assert allowed is None or error["allowed"] == allowed
