"""Partner and agreement pages tell how was reported, round by round, in words that blame nobody for a slow review."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tests.factories_of_accounts import make_account
from tests.notify.world import hand_in
from tests.public.records import html, section, words
from tracker import workflow
from tracker.days import BERLIN
from tracker.models import ReportingRound
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 31)


@pytest.fixture
def now(monkeypatch):
    """Set the present day: now(date)."""
    present = [datetime(2026, 2, 1, 9, tzinfo=BERLIN)]
    monkeypatch.setattr(timezone, "now", lambda: present[0])

    def set_day(day):
        present[0] = datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN)

    return set_day


@pytest.fixture
def house(now):
    """An organisation with four contributions that a round asks for, and two people."""
    partner = make_partner("verband", name="Verband der Bäcker")
    agreement = make_agreement("allianz", short_title="Allianz 2023–2026")
    parts = [
        make_commitment(agreement, leads=[partner], title=f"Ausbildung stärken {number}").contributions.get()
        for number in range(1, 5)
    ]
    reporter = make_account(AccountRole.REPORTER, partners=[partner])
    reviewer = make_account(AccountRole.REVIEWER)
    asked = workflow.open_round(
        agreement,
        title="Frühjahr 2026",
        starts_on=date(2026, 2, 1),
        due_on=DUE,
        contributions=parts,
        actor=workflow.system_actor(),
    )
    return {"partner": partner, "parts": parts, "reporter": reporter, "reviewer": reviewer, "asked": asked}


def on_partner_page(client):
    return words(section(html(client, "/partner/verband/"), "meldungen"))


def on_agreement_page(client):
    return words(section(html(client, "/vereinbarungen/allianz/"), "meldungen"))


def test_before_a_first_round_nothing_is_said(client):
    make_commitment(make_agreement("allianz"), leads=[make_partner("verband")])
    for path in ("/partner/verband/", "/vereinbarungen/allianz/"):
        assert 'id="meldungen"' not in html(client, path)


def test_who_was_not_asked_is_not_mentioned(client, house):
    make_partner("andere")
    assert 'id="meldungen"' not in html(client, "/partner/andere/")


def test_while_a_round_runs_a_report_has_not_come_yet(client, house):
    hand_in(house["parts"][0], house["reporter"])
    said = on_partner_page(client)
    assert "1. Februar 2026 bis 31. März 2026, läuft" in said
    assert "4 Meldungen angefordert: 1 eingegangen und 3 noch nicht eingegangen." in said
    assert "Noch ohne Meldung" in said
    assert "Ausbildung stärken 2" in said
    assert "Ausbildung stärken 1" not in said
    assert "überfällig" not in said


def test_after_the_due_day_of_an_open_round_reports_are_still_awaited(client, house, now):
    hand_in(house["parts"][0], house["reporter"])
    now(DUE + timedelta(days=3))
    hand_in(house["parts"][1], house["reporter"])
    assert (
        "4 Meldungen angefordert: 2 eingegangen, davon 1 nach dem Stichtag und "
        "2 bis zum Stichtag nicht eingegangen und noch erwartet."
    ) in on_partner_page(client)


def test_on_its_last_day_a_round_still_runs_and_at_midnight_it_is_over(client, house, now):
    now(DUE)
    assert "4 noch nicht eingegangen" in on_partner_page(client)
    before = client.get("/partner/verband/").headers["ETag"]
    now(DUE + timedelta(days=1))
    assert "4 bis zum Stichtag nicht eingegangen" in on_partner_page(client)
    assert client.get("/partner/verband/").headers["ETag"] != before


def test_a_report_that_was_returned_stays_as_early_as_it_first_came(client, house, now):
    report = hand_in(house["parts"][0], house["reporter"])
    workflow.return_report(report, {"summary": "Genauer."}, actor=workflow.actor_of(house["reviewer"]))
    report.refresh_from_db()
    now(DUE + timedelta(days=20))
    assert "1 eingegangen" in on_partner_page(client)
    workflow.submit(report, actor=workflow.actor_of(house["reporter"]))
    workflow.close_round(house["asked"], actor=workflow.system_actor())
    assert "1 fristgerecht eingegangen" in on_partner_page(client)


def test_a_closed_round_keeps_its_figures_whatever_comes_later(client, house, now):
    hand_in(house["parts"][0], house["reporter"])
    hand_in(house["parts"][1], house["reporter"])
    now(DUE + timedelta(days=2))
    hand_in(house["parts"][2], house["reporter"])
    workflow.close_round(house["asked"], actor=workflow.system_actor())
    said = on_partner_page(client)
    assert (
        "4 Meldungen angefordert: 2 fristgerecht eingegangen, 1 nach dem Stichtag eingegangen und "
        "1 bis zum Abschluss der Runde nicht eingegangen."
    ) in said
    assert "abgeschlossen am 2. April 2026" in said
    now(DUE + timedelta(days=9))
    hand_in(house["parts"][3], house["reporter"])
    assert on_partner_page(client) == said
    assert "2 fristgerecht eingegangen" in on_agreement_page(client)


def test_an_extended_round_says_so(client, house):
    workflow.extend_round(
        house["asked"], due_on=date(2026, 4, 30), reason="Auf Wunsch vieler", actor=workflow.system_actor()
    )
    said = "1. Februar 2026 bis 30. April 2026, verlängert, zuerst bis 31. März 2026, läuft"
    assert said in on_partner_page(client)
    assert said in on_agreement_page(client)


def test_the_agreement_names_nobody_who_has_not_reported(client, house):
    said = on_agreement_page(client)
    assert "4 Meldungen angefordert: 4 noch nicht eingegangen." in said
    assert "Ausbildung stärken" not in said


def test_a_round_that_was_not_opened_is_not_said(client, house):
    with record_change():
        ReportingRound(
            agreement=house["asked"].agreement, title="Geplant", starts_on=DUE, due_on=DUE + timedelta(days=9)
        ).save()
    assert "Geplant" not in html(client, "/vereinbarungen/allianz/")


def test_the_number_of_queries_does_not_grow_with_rounds_and_reports(client, house):
    def count(path):
        with CaptureQueriesContext(connection) as asked:
            html(client, path)
        return len(asked)

    hand_in(house["parts"][0], house["reporter"])
    before = [count("/partner/verband/"), count("/vereinbarungen/allianz/")]
    for number in range(1, 4):
        hand_in(house["parts"][number], house["reporter"])
        more = make_commitment(house["asked"].agreement, leads=[house["partner"]])
        workflow.open_round(
            house["asked"].agreement,
            title=f"Runde {number}",
            starts_on=date(2026, 2, 1),
            due_on=DUE,
            contributions=[more.contributions.get()],
            actor=workflow.system_actor(),
        )
    assert [count("/partner/verband/"), count("/vereinbarungen/allianz/")] == before
