"""A page of a past day as known today tells nothing that happened after that day."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tests.moments import Clock
from tests.public.records import html, section, words
from tests.workflow.cycle import Cycle
from tracker import workflow
from tracker.models import Event, Finding, FindingFact, FocusList, Membership, PartnerName, Reservation
from tracker.vocabulary import FindingKind, Grade, Precision, Status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    return Clock(monkeypatch, date(2026, 3, 2))


def keep(*items):
    """Write these rows and nothing else."""
    with record_change():
        for item in items:
            item.save()


def test_a_partner_has_no_reservation_name_or_membership_of_a_later_time(client):
    partner, group = make_partner("verband"), make_partner("gruppe", kind="group", name="Spätere Gruppe")
    make_agreement("erste", signed_on=date(2015, 1, 1), term_start=date(2015, 1, 1), term_end=date(2018, 12, 31))
    reservation = Reservation(agreement=make_agreement("zweite"), key="v", subject="Späterer Vorbehalt", text="Nur so.")
    keep(
        reservation,
        Membership(group=group, member=partner, start=date(2022, 1, 1)),
        PartnerName(partner=partner, name="Späterer Name", start=date(2022, 1, 1), change="renamed"),
    )
    with record_change():
        reservation.partners.add(partner)
    today, then = (words(html(client, f"/partner/verband/{query}")) for query in ("", "?stand=2018-01-01"))
    for later in ("Späterer Vorbehalt", "Spätere Gruppe", "Späterer Name"):
        assert later in today
        assert later not in then


def test_a_commitment_is_named_by_no_later_list_or_event(client):
    agreement = make_agreement("allianz")
    commitment = make_commitment(agreement)
    focus = FocusList(agreement=agreement, title="Spätere Liste", adopted_on=date(2025, 1, 1))
    event = Event(agreement=agreement, key="treffen", kind="meeting", title="Späteres Treffen", day=date(2025, 1, 1))
    keep(focus, event)
    with record_change():
        focus.commitments.add(commitment)
        event.commitments.add(commitment)
    path = f"/massnahmen/{commitment.code}/"
    today, then = (section(html(client, f"{path}{query}"), "einordnung") for query in ("", "?stand=2024-01-01"))
    for later in ("Spätere Liste", "Späteres Treffen"):
        assert later in today
        assert later not in then


def test_an_agreement_has_no_result_of_a_later_day(client):
    agreement = make_agreement("allianz")
    finding = Finding(
        agreement=agreement, key="BEF-1", kind=FindingKind.values[0], title="Ein Ergebnis", description="Es zeigt sich."
    )
    keep(finding)
    for number, day in enumerate((date(2024, 1, 1), date(2025, 1, 1))):
        values = {"as_of_precision": Precision.DAY, "grade": Grade.DOCUMENT, "seen_on": date(2026, 1, 1)}
        keep(FindingFact(finding=finding, key=f"f{number}", as_of=day, summary=f"Angabe {day.year}.", **values))
    then = html(client, "/vereinbarungen/allianz/?stand=2024-06-01")
    assert "Angabe 2024." in then
    assert "Angabe 2025." not in then
    assert "Ein Ergebnis" not in html(client, "/vereinbarungen/allianz/?stand=2023-06-01")


def test_that_no_agreement_followed_is_said_of_that_day(client):
    agreement = make_agreement(
        "erste", signed_on=date(2019, 1, 1), term_start=date(2019, 1, 1), term_end=date(2022, 12, 31)
    )
    make_agreement("zweite", predecessor=agreement)
    commitment = make_commitment(agreement)
    for path in ("/vereinbarungen/erste/", f"/massnahmen/{commitment.code}/"):
        then = words(html(client, f"{path}?stand=2020-01-01"))
        assert "Bis zu diesem Tag war keine spätere Vereinbarung unterzeichnet." in then
        assert "ist nicht bekannt" not in then.split("Weitergeführt durch")[-1].split("Abonnieren")[0]


def test_the_interface_has_the_facts_of_the_day_by_the_rule_of_the_page(client, monkeypatch):
    cycle = Cycle(monkeypatch)
    cycle.accept(cycle.report(Status.IN_PROGRESS, as_of=date(2026, 3, 1), as_of_precision=Precision.YEAR))
    cycle.set_clock(datetime(2026, 6, 1, 10, 0, tzinfo=UTC))
    workflow.move_deadline(
        cycle.commitment,
        due_on=date(2026, 12, 31),
        wording="bis Ende 2026",
        precision=Precision.DAY,
        reason="Mehr Zeit.",
        actor=cycle.editor,
    )
    for query, facts in (("?stand=2026-03-02", 1), ("?stand=2026-03-01", 0)):
        told = client.get(f"/api/v1/commitments/{cycle.commitment.code}/{query}").json()["commitment"]
        assert len(told["facts"]) == told["facts_count"] == facts
        assert len(told["moves"]) == told["deadline_moves"] == 1
