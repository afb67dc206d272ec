"""`massnahmen.ics` is a calendar of deadlines that programs of others read and keep up to date."""

import re
from datetime import date

import icalendar
import pytest

from tests.factories import make_agreement, make_commitment, make_fact, make_partner
from tests.listings.reading import ask_json, body_of, query_of
from tracker import workflow
from tracker.site import site

pytestmark = pytest.mark.django_db


def calendar(client, filters="") -> icalendar.Calendar:
    response = client.get(f"/massnahmen.ics?{query_of(filters)}")
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return icalendar.Calendar.from_ical(body_of(response))


def events(client, filters="") -> dict[str, icalendar.Event]:
    return {str(event["UID"]): event for event in calendar(client, filters).walk("VEVENT")}


def test_every_row_with_a_deadline_is_one_whole_day(client, catalogue):
    rows = [row for row in ask_json(client)["commitments"] if row["due_on"]]
    found = calendar(client).walk("VEVENT")
    assert [event["DTSTART"].dt.isoformat() for event in found] == [row["due_on"] for row in rows]
    assert [str(event["URL"]) for event in found] == [row["url"] for row in rows]
    assert all((event["DTEND"].dt - event["DTSTART"].dt).days == 1 for event in found)
    assert len(rows) == 3


def test_the_filters_of_the_table_hold_here_too(client, catalogue):
    rows = [row for row in ask_json(client, "q=digital&art=measure")["commitments"] if row["due_on"]]
    assert len(events(client, "q=digital&art=measure")) == len(rows)
    name = str(calendar(client, "q=digital&art=measure")["X-WR-CALNAME"])
    assert name == "Zusagen der Allianz: Fristen (Suche: digital, Art: Maßnahme)"


def test_a_moved_deadline_keeps_its_identifier_and_counts_up(client):
    commitment = make_commitment(due_on=date(2026, 6, 30))
    before = events(client)
    actor = workflow.system_actor()
    workflow.move_deadline(
        commitment, due_on=date(2026, 12, 31), wording="Ende 2026", precision="year", reason="Später.", actor=actor
    )
    after = events(client)
    assert list(before) == list(after) == [f"{commitment.code}-frist@testserver"]
    assert [event["DTSTART"].dt for event in (*before.values(), *after.values())] == [
        date(2026, 6, 30),
        date(2026, 12, 31),
    ]
    assert [event["SEQUENCE"] for event in (*before.values(), *after.values())] == [0, 1]


def test_a_dropped_commitment_is_called_off(client):
    commitment = make_commitment(due_on=date(2026, 6, 30))
    make_fact(commitment, "dropped", summary="Wird nicht weiterverfolgt, weil Geld fehlt.")
    assert [str(event["STATUS"]) for event in events(client).values()] == ["CANCELLED"]


def test_an_event_says_words_state_and_who_is_responsible(client):
    lead = make_partner("dgb", name="Deutscher Gewerkschaftsbund")
    make_commitment(leads=[lead], due_on=date(2026, 6, 30), due_wording="Mitte; bis Ende Juni, 2026")
    event = next(iter(events(client).values()))
    assert str(event["DESCRIPTION"]).split("\n")[0] == ("Worte der Frist: Mitte; bis Ende Juni, 2026 (im Text genannt)")
    assert "Verantwortlich: Deutscher Gewerkschaftsbund" in str(event["DESCRIPTION"])


def test_the_same_record_is_the_same_calendar(client, catalogue):
    first = client.get("/massnahmen.ics?art=target")
    assert body_of(first) == body_of(client.get("/massnahmen.ics?art=target"))
    again = client.get("/massnahmen.ics?art=target", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_lines_are_folded_and_end_as_the_format_says(client, catalogue):
    body = body_of(client.get("/massnahmen.ics"))
    lines = body.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert (lines[0], lines[-2]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")


def test_nobody_is_named_in_person(client):
    make_commitment(
        make_agreement(),
        leads=[make_partner(contact_name="Erika Muster", contact_address="muster@example.org")],
        due_on=date(2026, 6, 30),
    )
    text = body_of(client.get("/massnahmen.ics")).decode()
    assert not re.search(r"Muster|ATTENDEE|ORGANIZER|@(?!testserver)", text)
    assert site().licence in str(calendar(client)["X-WR-CALDESC"])
