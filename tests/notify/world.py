"""A reporting organisation with its people, and a round that asks it: what reminders are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.factories import make_agreement, make_commitment
from tests.factories_of_accounts import make_account, make_organisation
from tracker import workflow
from tracker.models import Account, Contribution, OutboxMail, Partner, ReportingRound, StatusReport
from tracker.vocabulary import AccountRole, NoticeKind

DUE = date(2026, 3, 31)


@dataclass(frozen=True)
class World:
    """One organisation, its contributions, its first person and its deputy, an editor and a reviewer, and a round."""

    partner: Partner
    contributions: list[Contribution]
    reporter: Account
    deputy: Account
    editor: Account
    reviewer: Account
    asked: ReportingRound


def make_world(*, items: int = 1, starts_on: date = date(2026, 2, 1), due_on: date = DUE) -> World:
    """Return the world with an open round that asks for `items` contributions; its opening has been told."""
    partner = make_organisation("Verband der Bäcker")
    agreement = make_agreement(title="Allianz", short_title="Allianz")
    contributions = [
        make_commitment(agreement, leads=[partner], title=f"Ausbildung stärken {number}").contributions.get()
        for number in range(1, items + 1)
    ]
    reporter = make_account(AccountRole.REPORTER, partners=[partner], email="erste@verband.example")
    deputy = make_account(AccountRole.REPORTER, partners=[partner], is_deputy=True, email="vertretung@verband.example")
    editor = make_account(AccountRole.EDITOR, email="redaktion@haus.example")
    reviewer = make_account(AccountRole.REVIEWER, email="pruefung@haus.example")
    asked = open_round(contributions, starts_on=starts_on, due_on=due_on)
    OutboxMail.objects.all().delete()
    return World(partner, contributions, reporter, deputy, editor, reviewer, asked)


def open_round(
    contributions: Sequence[Contribution], *, starts_on: date = date(2026, 2, 1), due_on: date = DUE, title: str = ""
) -> ReportingRound:
    """Return an open round that asks for these contributions of one agreement."""
    return workflow.open_round(
        contributions[0].commitment.agreement,
        title=title or "Frühjahr 2026",
        starts_on=starts_on,
        due_on=due_on,
        contributions=contributions,
        actor=workflow.system_actor(),
    )


def hand_in(contribution: Contribution, account: Account, *, as_of: date = date(2026, 2, 1)) -> StatusReport:
    """Return a report that was handed in for review."""
    actor = workflow.actor_of(account)
    draft = workflow.start_draft(contribution, actor=actor, on=as_of)
    data = workflow.ReportData(as_of=as_of, status="in_progress", summary="Es geht voran.")
    saved = workflow.save_draft(draft, data, actor=actor)
    return workflow.submit(saved, actor=actor)


def ordered(kind: NoticeKind = NoticeKind.REMINDER) -> list[tuple[str, str]]:
    """Return the address and the step of what is ordered of a kind."""
    rows = OutboxMail.objects.filter(kind=kind).select_related("recipient").order_by("pk")
    return [(row.recipient.email, row.key.rsplit(":", 1)[1]) for row in rows]


def day(offset: int) -> date:
    """Return the day that lies so many days before (negative) or after the due day."""
    return DUE + timedelta(days=offset)
