"""The columns kept with a contribution give its reporting state on every day, for any rounds and reports."""

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tracker import rules, workflow
from tracker.models import Contribution, ReportingRound, StatusReport
from tracker.vocabulary import Grade, Origin, Reporting, ReportState, Status

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2025, 3, 31), date(2026, 3, 31)
OPEN = [ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED]
DECIDED = [ReportState.ACCEPTED, ReportState.ACCEPTED, ReportState.REVOKED]
DAYS = [FIRST, FIRST + timedelta(days=1), SECOND, SECOND + timedelta(days=1), date(2026, 11, 22)]


def report(contribution, state, *, round=None, status="in_progress", published=True, submitted=True):
    now = timezone.now()
    accepted = state in (ReportState.ACCEPTED, ReportState.REVOKED)
    StatusReport(
        commitment=contribution.commitment,
        contribution=contribution,
        round=round,
        origin=Origin.PARTNER,
        status=status,
        grade=Grade.STATEMENT,
        as_of=date(2024, 1, 1),
        summary="Es geht voran.",
        state=state,
        author=workflow.system_actor(),
        submitted_at=now if submitted else None,
        accepted_at=now if accepted else None,
        published_at=now if accepted and published else None,
        revoked_reason="Falsch" if state == ReportState.REVOKED else "",
    ).save()


def asked_in(agreement, *contributions, due_on, closing=False):
    asked = ReportingRound(
        agreement=agreement,
        title=f"Runde bis {due_on}",
        starts_on=date(2025, 1, 1),
        due_on=due_on,
        is_closing=closing,
        opened_at=timezone.now(),
    )
    asked.save()
    asked.contributions.set(contributions)
    return asked


def test_the_columns_are_written_with_the_change_that_asks():
    commitment = make_commitment()
    with record_change() as change:
        asked_in(commitment.agreement, commitment.contributions.get(), due_on=SECOND)
        change.touch(commitment)
    contribution = commitment.contributions.get()
    assert (contribution.reporting_base, contribution.asked_due_on) == (Reporting.NEVER, SECOND)
    assert contribution.reporting(on=SECOND) is Reporting.DUE
    assert contribution.reporting(on=SECOND + timedelta(days=1)) is Reporting.NEVER


def test_an_accepted_report_under_hearing_counts_nowhere_and_is_under_review():
    commitment = make_commitment()
    with record_change() as change:
        contribution = commitment.contributions.get()
        asked = asked_in(commitment.agreement, contribution, due_on=SECOND)
        report(contribution, ReportState.ACCEPTED, round=asked, status="completed", published=False)
        change.touch(commitment)
    commitment.refresh_from_db()
    assert (commitment.status, commitment.facts_count) == (Status.UNKNOWN, 0)
    assert commitment.contributions.get().reporting(on=DAYS[-1]) is Reporting.IN_REVIEW


def test_on_every_day_the_columns_say_what_the_rules_say():
    dice = random.Random(3)
    agreement, partners = make_agreement(), [make_partner() for _ in range(4)]
    commitments = [make_commitment(agreement, leads=partners) for _ in range(12)]
    seen = set()
    with record_change() as change:
        contributions = list(Contribution.objects.select_related("commitment"))
        rounds = [
            asked_in(agreement, *dice.sample(contributions, 30), due_on=FIRST),
            asked_in(agreement, *dice.sample(contributions, 25), due_on=SECOND),
            asked_in(agreement, *dice.sample(contributions, 6), due_on=SECOND, closing=True),
        ]
        for contribution in contributions:
            states = dice.sample(DECIDED, dice.randint(0, 2)) + dice.sample(OPEN, dice.randint(0, 1))
            for state in states:
                report(
                    contribution,
                    state,
                    round=dice.choice([None, *rounds]),
                    status=dice.choice(["in_progress", "in_progress", "completed"]),
                    published=dice.random() < 0.7,
                    submitted=dice.random() < 0.9,
                )
        change.touch_commitments(item.pk for item in commitments)
    for contribution in Contribution.objects.all():
        askings = [
            rules.Asking(asked.pk, asked.due_on, asked.is_closing)
            for asked in contribution.rounds.order_by("starts_on", "pk")
        ]
        told = [
            rules.Report(
                ReportState(item.state),
                Status(item.status),
                item.round_id,
                item.submitted_at is not None,
                item.state == ReportState.ACCEPTED and item.published_at is None,
            )
            for item in contribution.reports.order_by("created_at", "pk")
        ]
        for day in DAYS:
            expected = rules.reporting(askings, told, day)
            assert contribution.reporting(on=day) is expected
            seen.add(expected)
    assert seen == set(Reporting)
