"""Whatever partners report and reviewers decide: a past day is told, in the table and on the page, as it stood."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.archive.test_replayed_histories import FIRST, Record, table
from tests.factories_of_accounts import make_account
from tests.moments import Clock
from tests.public.records import html, section, words
from tests.public.test_past_pages_of_the_catalogue import linked_as_today
from tracker import workflow
from tracker.models import Contribution, ReportingRound, StatusReport
from tracker.vocabulary import AccountRole, Kind, Origin, Status

PLACES = ("verlauf", "beitraege", "aenderungen")
CHOSEN = st.integers(0, 20)


def told(path, day=""):
    """Return what the page of a commitment says of its state, its course, its parts and its changes."""
    source = html(Client(), f"{path}?fassung={day}" if day else path)
    source = linked_as_today(source, day) if day else source
    state = words(re.search(r'<dl class="state.*?</dl>', source, re.DOTALL)[0])
    # A version says what was known at the end of the term without "as known today".
    return [state.replace(" Nach heutigem Kenntnisstand.", ""), *(words(section(source, place)) for place in PLACES)]


class Reported(Record):
    """The same record, with rounds that ask, partners who report, and people who review."""

    def __init__(self):
        super().__init__()
        self.author = workflow.actor_of(make_account(AccountRole.REPORTER, partners=self.partners))
        self.reviewer = workflow.actor_of(make_account(AccountRole.EDITOR, AccountRole.REVIEWER))
        self.paths = [f"/massnahmen/{item.code}/" for item in self.commitments[:2]]
        self.pages: dict[tuple[str, date], list[str]] = {}

    def one(self, rows, number):
        """Return one of these rows, or none where there are none."""
        found = list(rows.order_by("pk"))
        return found[number % len(found)] if found else None

    @rule(number=st.integers(0, 1), is_closing=st.booleans())
    def ask(self, number, is_closing):
        asked = Contribution.objects.filter(commitment__agreement=self.agreements[number], reporter__isnull=False)
        asked = asked.filter(commitment__published_at__isnull=False).exclude(commitment__kind=Kind.POSITION)
        self.attempt(
            lambda: workflow.open_round(
                self.agreements[number],
                title="Runde",
                starts_on=self.day,
                due_on=self.day + timedelta(days=14),
                contributions=asked,
                actor=self.actor,
                is_closing=is_closing,
                publish_at=timezone.now() + timedelta(days=30) if number else None,
            )
        )

    @rule(number=CHOSEN)
    def extend_or_close_a_round(self, number):
        asked = self.one(ReportingRound.objects.filter(closed_at__isnull=True), number)
        if asked and number % 2:
            self.attempt(lambda: workflow.close_round(asked, actor=self.actor))
        elif asked:
            later = asked.due_on + timedelta(days=7)
            self.attempt(lambda: workflow.extend_round(asked, due_on=later, reason="Ferien", actor=self.actor))

    @rule(number=CHOSEN, status=st.sampled_from([Status.IN_PROGRESS, Status.COMPLETED, Status.DROPPED]))
    def report(self, number, status):
        part = self.one(Contribution.objects.filter(reporter__isnull=False), number)
        link = workflow.EvidenceData(title="Bericht", publisher="Verband", seen_on=self.day)
        data = workflow.ReportData(
            as_of=self.day,
            status=status,
            summary="Es geht voran.",
            problem="Es fehlt an Geld.",
            links=[workflow.LinkData(link)],
        )

        def hand_in():
            draft = workflow.start_draft(part, actor=self.author, on=self.day)
            workflow.submit(workflow.save_draft(draft, data, actor=self.author), actor=self.author)

        self.attempt(hand_in)

    def reports(self):
        return StatusReport.objects.filter(origin=Origin.PARTNER)

    @rule(number=CHOSEN, assessed=st.sampled_from(["", Status.PREPARING, Status.IN_PROGRESS]))
    def accept(self, number, assessed):
        report = self.one(self.reports(), number)
        if report:
            note = "Anders zu sehen."
            self.attempt(lambda: workflow.accept(report, actor=self.reviewer, assessed_status=assessed, note=note))

    @rule(number=CHOSEN)
    def give_back_or_take_back(self, number):
        report = self.one(self.reports(), number)
        if report and number % 2:
            self.attempt(lambda: workflow.withdraw(report, actor=self.author))
        elif report:
            self.attempt(lambda: workflow.return_report(report, {"summary": "Genauer."}, actor=self.reviewer))

    @rule(number=CHOSEN)
    def reply(self, number):
        report = self.one(self.reports().exclude(assessed_status=""), number)
        if report:
            self.attempt(lambda: workflow.reply(report, "Wir sehen es anders.", actor=self.author))

    @rule(number=CHOSEN)
    def revoke(self, number):
        report = self.one(self.reports(), number)
        if report:
            self.attempt(lambda: workflow.revoke_report(report, reason="Verwechselt.", actor=self.reviewer))

    @rule(number=st.integers(1, 12))
    def days_pass(self, number):
        self.stood[self.day] = table(self.day)
        for path in self.paths:
            self.pages[path, self.day] = told(path)
        self.day += timedelta(days=number)
        self.clock.go(self.day)
        workflow.publish_due(at=timezone.now(), actor=self.actor)

    def the_past_is_as_it_was(self):
        super().the_past_is_as_it_was()
        for (path, day), said in self.pages.items():
            assert told(path, day.isoformat()) == said


@pytest.mark.django_db
def test_reports_and_what_becomes_of_them_can_be_read_back_day_by_day(monkeypatch):
    machine = type("History", (Reported,), {"clock": Clock(monkeypatch, FIRST)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8, stateful_step_count=24, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
