"""One cast of people and the small world they act in: who may see and do what is tested with these, by name.

`cast()` builds it through the workflow; every text that is nobody's business but theirs bears a canary.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tests.factories_of_accounts import make_account
from tracker import days, workflow
from tracker.models import (
    Account,
    Actor,
    Agreement,
    Contribution,
    MailProof,
    Membership,
    Partner,
    ReportingRound,
    StatusReport,
    Supply,
    Ticket,
)
from tracker.vocabulary import (
    AccountRole,
    Grade,
    Kind,
    MembershipRole,
    PartnerKind,
    Reporting,
    ReportState,
    Status,
    TicketKind,
)
from tracker.workflow.mail_entry import keep_proof

CANARY = "Kanarienvogel"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n%%EOF\n"
PEOPLE = (
    "visitor",
    "reporter_of_a",
    "reader_of_a",
    "reporter_of_b",
    "member",
    "editor",
    "reviewer",
    "administrator",
    "disabled",
)
"""Everybody in the cast, in the order of every table; `Cast.person(name)` is the account, None for the visitor."""


@dataclass
class Cast:
    """People, organisations and what is asked of them.

    People: `people[name]` for every name of PEOPLE but the visitor. `disabled` was a reporter of A.
    Partners: `a`, `b` and `m` are organisations, `group` contains A and M, and A reports for it.
    Agreement: `agreement` is public; `hidden_agreement` is a draft with one commitment that names A.
    Rounds: `closed` (everything overdue was asked there), `open` (due in 30 days).
    Contributions: `of[state]` is one of A's in that reporting state, for every member of `Reporting`; `of_b` and
    `of_b_draft` are B's, due; `of_group` is the group's, reported by A and supplied to by M; `of_target` is A's part
    in a target; `pending` is one of A's whose report is assessed differently and waits for the hearing to end.
    Reports: `reports[name]` by name: "draft" and "b_draft" (never handed in), "submitted" (with a wish and a PDF),
    "returned" (with comments), "accepted" (published, with a PDF), "final", "revoked", "pending", "entered" (by staff
    for B from a mail, with proof and an objection; in review).
    `canaries` are all planted words; none may occur outside the reporting area and the administration.
    """

    people: dict[str, Account]
    a: Partner
    b: Partner
    m: Partner
    group: Partner
    agreement: Agreement
    hidden_agreement: Agreement
    closed: ReportingRound
    open: ReportingRound
    of: dict[Reporting, Contribution]
    of_b: Contribution
    of_b_draft: Contribution
    of_group: Contribution
    of_target: Contribution
    pending: Contribution
    reports: dict[str, StatusReport]
    supply: Supply
    proof: MailProof
    ticket: Ticket
    today: date
    canaries: list[str] = field(default_factory=list)

    def person(self, name: str) -> Account | None:
        """The account of somebody in the cast, None for the visitor."""
        if name not in PEOPLE:
            raise KeyError(name)
        return self.people.get(name)

    def actor(self, name: str) -> Actor:
        """The pseudonym under which somebody acts."""
        return workflow.actor_of(self.people[name])


def cast() -> Cast:
    """Return the cast in its world; needs a database and, for its PDF files, a MEDIA_ROOT of the test's own.

    The fixture `the_cast` sees to both.
    """
    canaries: list[str] = []
    numbers = itertools.count(1)

    def canary(text: str = "") -> str:
        word = f"{CANARY}-{next(numbers)}"
        canaries.append(word)
        return f"{text} {word}".strip()

    today = days.today()
    a, b, m = (_partner(f"verband-{name}", f"Verband {name.upper()}", canary) for name in "abm")
    group = _partner("gruppe", "Gruppe der Verbände", canary, kind=PartnerKind.GROUP)
    with record_change() as change:
        for member in (a, m):
            Membership(group=group, member=member, role=MembershipRole.MEMBER, editor_note=canary()).save()
            change.touch(member)
    people = _people(a, b, m, canary)
    editor, reviewer = (workflow.actor_of(people[name]) for name in ("editor", "reviewer"))
    of_a, of_b = (workflow.actor_of(people[name]) for name in ("reporter_of_a", "reporter_of_b"))

    agreement = make_agreement("allianz-probe", editor_note=canary("Notiz"))
    hidden = make_agreement("allianz-entwurf", published=False, editor_note=canary("Notiz"))
    make_commitment(hidden, leads=[a], published=False, title=canary("Verborgenes"), editor_note=canary())

    def part(partner: Partner, title: str, **more: object) -> Contribution:
        commitment = make_commitment(agreement, leads=[partner], title=title, editor_note=canary(), **more)
        return commitment.contributions.get()

    of = {state: part(a, f"Beitrag: {state.value}") for state in Reporting}
    b_due, b_draft, b_entered = (part(b, f"Beitrag von B Nummer {number}") for number in (1, 2, 3))
    of_group, pending = part(group, "Beitrag der Gruppe"), part(a, "Beitrag in Anhörung")
    of_target = part(a, "Ziel der Allianz", kind=Kind.TARGET)
    workflow.name_reporter([of_group], a, actor=editor)
    of_group.refresh_from_db()

    def hand_in(contribution: Contribution, status: str = Status.IN_PROGRESS, **more: object) -> StatusReport:
        return workflow.submit(draft(contribution, status, **more), actor=author(contribution))

    def author(contribution: Contribution) -> Actor:
        return of_b if contribution.partner_id == b.pk else of_a

    def draft(contribution: Contribution, status: str = Status.IN_PROGRESS, text: str = "", **more: object):
        begun = workflow.start_draft(contribution, actor=author(contribution), on=today)
        values = {"as_of": today, "summary": text or "Es geht voran.", **more}
        data = workflow.ReportData(status=status, **values)
        return workflow.save_draft(begun, data, actor=author(contribution))

    def with_pdf(report: StatusReport, title: str) -> StatusReport:
        workflow.attach_file(
            report, ContentFile(PDF), title=title, publisher="Verband", seen_on=today, actor=report.author
        )
        report.refresh_from_db()
        return report

    long_ago = timezone.now() - timedelta(days=200)
    closed = workflow.open_round(
        agreement,
        title="Melderunde im Vorjahr",
        starts_on=days.berlin_day(long_ago),
        due_on=days.berlin_day(long_ago) + timedelta(days=30),
        contributions=[of[Reporting.NEVER], of[Reporting.OVERDUE]],
        actor=editor,
        at=long_ago,
    )
    revoked = workflow.submit(
        draft(of[Reporting.OVERDUE], as_of=days.berlin_day(long_ago)), actor=of_a, at=long_ago + timedelta(days=1)
    )
    revoked = workflow.accept(revoked, actor=reviewer, at=long_ago + timedelta(days=2))
    revoked = workflow.revoke_report(revoked, reason="Die Zahlen stimmten nicht.", actor=reviewer)
    closed = workflow.close_round(closed, actor=editor, at=long_ago + timedelta(days=40))
    asked = [
        item for state, item in of.items() if state not in (Reporting.NEVER, Reporting.OVERDUE, Reporting.NOT_ASKED)
    ]
    opened = workflow.open_round(
        agreement,
        title="Melderunde dieses Jahres",
        starts_on=today,
        due_on=today + timedelta(days=30),
        contributions=[*asked, b_due, b_draft, b_entered, of_group, of_target, pending],
        actor=editor,
    )
    with record_change():
        opened.editor_note = canary("Notiz")
        opened.save()

    reports: dict[str, StatusReport] = {"revoked": revoked}
    reports["draft"] = draft(of_group, text=canary("Entwurf"), next_steps=canary())
    reports["b_draft"] = draft(b_draft, text=canary("Entwurf von B"), problem=canary())
    waiting = draft(
        of[Reporting.IN_REVIEW],
        text=canary("Eingereicht"),
        wished_deadline=today + timedelta(days=400),
        deadline_wish=canary("Wunsch"),
    )
    reports["submitted"] = workflow.submit(with_pdf(waiting, canary("Beleg")), actor=of_a)
    returned = hand_in(of[Reporting.RETURNED], text=canary("Zurückgegeben"))
    reports["returned"] = workflow.return_report(
        returned, {"summary": canary("Bitte genauer")}, actor=reviewer, version=returned.version
    )
    accepted = workflow.submit(with_pdf(draft(of[Reporting.CURRENT]), "Tätigkeitsbericht"), actor=of_a)
    reports["accepted"] = workflow.accept(accepted, actor=reviewer)
    final = workflow.submit(with_pdf(draft(of[Reporting.FINAL], Status.COMPLETED), "Abschlussbericht"), actor=of_a)
    reports["final"] = workflow.accept(final, actor=reviewer)
    reports["pending"] = workflow.accept(
        hand_in(pending, Status.ONGOING, text=canary("Gemeldet")),
        actor=reviewer,
        assessed_status=Status.IN_PROGRESS,
        note=canary("Anders eingeschätzt"),
        grade=Grade.STATEMENT,
    )
    entered = draft(b_entered, text=canary("Per E-Mail gemeldet"))
    reports["entered"] = workflow.submit(entered, actor=editor, entered_by=editor)
    mail = ContentFile(canary("Von: ").encode())
    keep_proof(reports["entered"], workflow.Proof(mail, received_on=today))
    proof = workflow.object_to_entry(reports["entered"], canary("Widerspruch"), actor=of_b)
    given = workflow.supply(
        of_group, m, text=canary("Zulieferung"), links="", actor=workflow.actor_of(people["member"])
    )
    ticket = workflow.open_ticket(
        workflow.TicketData(
            kind=TicketKind.ERROR, message=canary("Hinweis"), reply_to=f"{canary().lower()}@example.org"
        ),
        today=today,
    )

    for contribution in [*of.values(), b_due, b_draft, of_group, of_target, pending]:
        contribution.refresh_from_db()
    made = Cast(
        people=people,
        a=a,
        b=b,
        m=m,
        group=group,
        agreement=agreement,
        hidden_agreement=hidden,
        closed=closed,
        open=opened,
        of=of,
        of_b=b_due,
        of_b_draft=b_draft,
        of_group=of_group,
        of_target=of_target,
        pending=pending,
        reports=reports,
        supply=given,
        proof=proof,
        ticket=ticket,
        today=today,
        canaries=canaries,
    )
    _as_promised(made)
    return made


def _partner(key: str, name: str, canary, **columns: object) -> Partner:
    return make_partner(key, name=name, editor_note=canary("Ansprechpartner:"), **columns)


def _people(a: Partner, b: Partner, m: Partner, canary) -> dict[str, Account]:
    roles: dict[str, tuple[AccountRole, list[Partner], bool]] = {
        "reporter_of_a": (AccountRole.REPORTER, [a], True),
        "reader_of_a": (AccountRole.READER, [a], True),
        "reporter_of_b": (AccountRole.REPORTER, [b], True),
        "member": (AccountRole.REPORTER, [m], True),
        "editor": (AccountRole.EDITOR, [], True),
        "reviewer": (AccountRole.REVIEWER, [], True),
        "administrator": (AccountRole.ADMINISTRATOR, [], True),
        "disabled": (AccountRole.REPORTER, [a], False),
    }
    people = {}
    for name, (role, partners, is_active) in roles.items():
        people[name] = make_account(
            role,
            partners=partners,
            is_active=is_active,
            email=f"{canary().lower()}@example.org",
            first_name=canary(),
            last_name=canary(),
        )
    return people


def _as_promised(made: Cast) -> None:
    """Fail at once if the world is not what the docstring of `Cast` says."""
    for state, contribution in made.of.items():
        found = contribution.reporting(on=made.today)
        if found is not state:
            raise AssertionError(f"{contribution} is {found}, not {state}")
    states = {
        "draft": ReportState.DRAFT,
        "b_draft": ReportState.DRAFT,
        "submitted": ReportState.SUBMITTED,
        "returned": ReportState.RETURNED,
        "accepted": ReportState.ACCEPTED,
        "final": ReportState.ACCEPTED,
        "pending": ReportState.ACCEPTED,
        "revoked": ReportState.REVOKED,
        "entered": ReportState.SUBMITTED,
    }
    for name, state in states.items():
        if made.reports[name].state != state:
            raise AssertionError(f"report {name} is {made.reports[name].state}, not {state}")
    if made.reports["pending"].published_at is not None:
        raise AssertionError("the pending report is public")


def planted(text: str) -> Iterator[str]:
    """The canaries that occur in a text, whatever the case of their letters."""
    low = text.lower()
    start = low.find(CANARY.lower())
    while start >= 0:
        yield text[start : start + len(CANARY) + 5]
        start = low.find(CANARY.lower(), start + 1)
