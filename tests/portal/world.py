"""A small world for the reporting area: an organisation, what it is asked for, and what a browser would send."""

from __future__ import annotations

from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

from django.utils import timezone

from tests.factories import make_agreement, make_commitment, make_partner
from tests.factories_of_accounts import make_account
from tracker import days, workflow
from tracker.models import Account, Contribution, Partner, ReportingRound, StatusReport
from tracker.vocabulary import AccountRole, Kind, Status


def make_asked(
    partner: Partner | None = None, *, number: int = 1, due_in: int | None = 30, kind: Kind = Kind.MEASURE
) -> list[Contribution]:
    """Contributions of one organisation, asked for in an open round due in some days; None: nothing is asked for."""
    partner = partner or make_partner()
    agreement = make_agreement()
    found = [make_commitment(agreement, leads=[partner], kind=kind).contributions.get() for _ in range(number)]
    if due_in is not None:
        opened = timezone.now() + timedelta(days=min(due_in, 0) - 1)
        workflow.open_round(
            agreement,
            title="Melderunde Herbst",
            starts_on=days.berlin_day(opened),
            due_on=days.today() + timedelta(days=due_in),
            contributions=found,
            actor=workflow.system_actor(),
            at=opened,
        )
    for contribution in found:
        contribution.refresh_from_db()
    return found


def make_reporter(*partners: Partner, role: AccountRole = AccountRole.REPORTER) -> Account:
    """An account that reports (or reads) for these organisations."""
    return make_account(role, partners=partners)


def round_of(contribution: Contribution) -> ReportingRound:
    """The one round that asked for a contribution."""
    return contribution.rounds.get()


def make_draft(contribution: Contribution, author: Account, **said: Any) -> StatusReport:
    """A draft that says something, in progress unless a test says otherwise."""
    values = {"as_of": days.today(), "status": Status.IN_PROGRESS, "summary": "Es geht voran.", **said}
    if contribution.commitment.kind != Kind.MEASURE:
        values["status"] = ""
    return workflow.keep_draft(
        contribution, workflow.ReportData(**values), actor=workflow.actor_of(author), on=days.today(), seen=0
    )


def make_submitted(contribution: Contribution, author: Account, **said: Any) -> StatusReport:
    """A report that waits for the editors."""
    return workflow.submit(make_draft(contribution, author, **said), actor=workflow.actor_of(author))


def make_accepted(contribution: Contribution, author: Account, *, assessed: str = "", **said: Any) -> StatusReport:
    """A report that was accepted, as reported or assessed differently."""
    report = make_submitted(contribution, author, **{"as_of": date(2025, 3, 31), **said})
    note = "Der Beleg zeigt etwas anderes." if assessed else ""
    return workflow.accept(report, actor=workflow.system_actor(), assessed_status=assessed, note=note)


class _Form(HTMLParser):
    """Collects what a browser would send from the form with an id, or from the first in <main>."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside, self.in_main = form_id, False, False
        self.values: dict[str, list[str]] = {}
        self.select = self.area = ""
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.in_main |= tag == "main"
        if tag == "form" and self.in_main and not self.values:
            self.inside = given.get("id", "") == self.form_id if self.form_id else True
        if not self.inside:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind not in ("checkbox", "radio", "file") or (kind != "file" and "checked" in given):
                self.values.setdefault(name, []).append(given.get("value", "on" if kind == "checkbox" else ""))
        elif tag == "textarea":
            self.area = name
            self.values[name] = [""]
        elif tag == "select":
            self.select, self.options = name, []
        elif tag == "option":
            self.options.append((given.get("value", ""), "selected" in given))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            # a browser leaves out the line break after the tag
            self.values[self.area][0] = self.values[self.area][0].removeprefix("\n")
            self.area = ""
        elif tag == "select" and self.select:
            chosen = [value for value, selected in self.options if selected] or [self.options[0][0]]
            self.values[self.select], self.select = [chosen[0]], ""
        elif tag == "form":
            self.inside = False


def form_of(html: str, form_id: str = "report-form", **changes: Any) -> dict[str, Any]:
    """What a browser sends from a form of a page, with what a person changes in it."""
    reader = _Form(form_id)
    reader.feed(html)
    assert reader.values, f"there is no form {form_id}"
    return {**reader.values, **{name.replace("__", "-"): value for name, value in changes.items()}}


def open_form(client: Any, contribution: Contribution, **changes: Any) -> dict[str, Any]:
    """Open the page of a contribution and fill in its form as a person would."""
    return form_of(client.get(f"/portal/{contribution.pk}/").content.decode(), **changes)


def text_of(answer: Any) -> str:
    """The page of an answer."""
    return answer.content.decode()
