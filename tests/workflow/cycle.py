"""Steps of the reporting cycle for tests, each in one short word, at a moment the test names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tests.factories import make_agreement, make_commitment, make_partner
from tests.factories_of_accounts import make_account
from tracker import days, workflow
from tracker.models import Contribution, ReportingRound, StatusReport
from tracker.vocabulary import AccountRole, Kind, Status

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""A Monday morning without a holiday in the weeks that follow."""


def later(number: int, at: datetime = MONDAY) -> datetime:
    """The same hour some days later."""
    return at + timedelta(days=number)


class Cycle:
    """A contribution of one partner, the people around it and a clock that the test sets."""

    def __init__(self, monkeypatch, *, kind: Kind = Kind.MEASURE, parts: int = 1) -> None:
        self._monkeypatch = monkeypatch
        self.set_clock(MONDAY)
        self.partner = make_partner()
        self.agreement = make_agreement()
        self.commitment = make_commitment(self.agreement, leads=[self.partner], kind=kind)
        for _number in range(parts - 1):
            make_commitment(self.agreement, leads=[self.partner])
        self.author = workflow.actor_of(make_account(AccountRole.REPORTER, partners=[self.partner]))
        self.editor = workflow.actor_of(make_account(AccountRole.EDITOR))
        self.reviewer = workflow.actor_of(make_account(AccountRole.REVIEWER))

    def set_clock(self, moment: datetime) -> None:
        """Let it be this moment everywhere."""
        self.now = moment
        self._monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    @property
    def contribution(self) -> Contribution:
        """The contribution as it stands now."""
        return self.commitment.contributions.select_related("commitment", "partner").get()

    @property
    def state(self) -> str:
        """Its reporting state on the day of the clock."""
        return self.contribution.reporting(on=days.today()).value

    def ask(self, *, due: int = 14, **more: object) -> ReportingRound:
        """Open a round for everything, due some days after the clock."""
        asked = Contribution.objects.filter(commitment__agreement=self.agreement)
        values = {"title": "Runde", "contributions": asked, "actor": self.editor, **more}
        return workflow.open_round(
            self.agreement, starts_on=days.today(), due_on=days.today() + timedelta(days=due), **values
        )

    def draft(self, status: str = Status.IN_PROGRESS, *, evidence: bool = True, **more: object) -> StatusReport:
        """Write a draft, whole enough to be handed in."""
        link = workflow.EvidenceData(title="Bericht", publisher="Verband", seen_on=days.today())
        values = {"as_of": days.today(), "status": status, "summary": "Es geht voran.", **more}
        if evidence:
            values["links"] = [workflow.LinkData(link)]
        begun = workflow.start_draft(self.contribution, actor=self.author, on=days.today())
        return workflow.save_draft(begun, workflow.ReportData(**values), actor=self.author)

    def report(self, status: str = Status.IN_PROGRESS, **more: object) -> StatusReport:
        """Hand a report in."""
        return workflow.submit(self.draft(status, **more), actor=self.author)

    def give_back(self, report: StatusReport) -> StatusReport:
        """Return it for more."""
        return workflow.return_report(report, {"summary": "Bitte genauer."}, actor=self.reviewer)

    def accept(self, report: StatusReport, assessed: str = "", **more: object) -> StatusReport:
        """Accept it, with another status if one is named."""
        return workflow.accept(
            report, actor=self.reviewer, assessed_status=assessed, note="Anders zu sehen." if assessed else "", **more
        )


def day(number: int) -> date:
    """The day some days after the Monday."""
    return days.berlin_day(later(number))
