"""A small world for tests of the review: a partner that reports, and reports in the states a test names."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from tests.admin.browsing import Data, Desk, values_of
from tests.factories import make_commitment, make_partner
from tests.factories_of_accounts import make_account
from tracker import days, workflow
from tracker.models import Account, Actor, Commitment, Contribution, Partner, ReportingRound, StatusReport
from tracker.vocabulary import AccountRole

QUEUE = "/verwaltung/pruefung/"


def make_reporter(partner: Partner) -> Account:
    """An account that reports for a partner."""
    return make_account(AccountRole.REPORTER, partners=[partner])


def actor_for(partner: Partner) -> Actor:
    """Somebody who acts for a partner; the same person every time."""
    account = Account.objects.filter(mandates__partner=partner).first() or make_reporter(partner)
    return workflow.actor_of(account)


def make_part(**columns: Any) -> Contribution:
    """The required contribution of one partner to a commitment of its own."""
    partner = columns.pop("partner", None) or make_partner()
    return make_commitment(leads=[partner], **columns).contributions.get()


def link(title: str = "Zwischenbericht") -> workflow.LinkData:
    """A dated link as evidence."""
    return workflow.LinkData(
        workflow.EvidenceData(
            title=title, publisher="Verband", url="https://example.org/bericht", seen_on=date(2026, 1, 15)
        )
    )


def submit(
    part: Contribution,
    *,
    status: str = "in_progress",
    at: datetime | None = None,
    entered_by: Actor | None = None,
    **said: Any,
) -> StatusReport:
    """A report that a partner handed in, with a link as evidence."""
    actor = actor_for(part.reporter or part.partner)
    values = {"as_of": date(2026, 2, 1), "summary": "Die Beratung hat begonnen.", "links": [link()], **said}
    draft = workflow.start_draft(part, actor=actor, on=days.today())
    draft = workflow.save_draft(draft, workflow.ReportData(status=status, **values), actor=actor)
    return workflow.submit(draft, actor=actor, at=at, entered_by=entered_by)


def accepted(part: Contribution, **said: Any) -> StatusReport:
    """A report that was accepted and published as reported."""
    return workflow.accept(submit(part, **said), actor=workflow.actor_of(make_account(AccountRole.REVIEWER)))


def open_round(*parts: Contribution, due_in: int = 30, **more: Any) -> ReportingRound:
    """A round that asks for these contributions."""
    today = days.today()
    values = {"title": "Frühjahr", "starts_on": today, "due_on": today + timedelta(days=due_in), **more}
    return workflow.open_round(
        parts[0].commitment.agreement, contributions=parts, actor=workflow.system_actor(), **values
    )


def ago(number: int) -> datetime:
    """A moment some days before now."""
    return timezone.now() - timedelta(days=number)


def page_of(report: StatusReport) -> str:
    """The address of a report in the review."""
    return reverse("admin:review_report", args=[report.pk])


def form_with(response: HttpResponse, step: str) -> Tag:
    """The form on a page that has the button of this step."""
    page = BeautifulSoup(response.content, "lxml")
    found = [form for form in page.find_all("form") if form.select(f"button[name=_step][value={step}]")]
    assert len(found) == 1, f"{len(found)} forms with the step {step}"
    return found[0]


def press(desk: Desk, where: str, response: HttpResponse, step: str, **entries: str) -> HttpResponse:
    """Fill in the form with this button and press it."""
    data: Data = values_of(form_with(response, step))
    return desk.send(where, data, _step=step, **entries)


def status_of(commitment: Commitment) -> str | None:
    """The status that everybody sees."""
    return Commitment.objects.get(pk=commitment.pk).status
