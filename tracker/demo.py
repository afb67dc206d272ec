"""A demonstration: people of every kind, reporters for the running agreement, an open round with something to do.

Made through the workflow, like everything; nothing of it is accepted, so no status of the record rests on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from tracker import access, workflow
from tracker.models import Account, Agreement, Contribution, Mandate, Partner, ReportingRound, StatusReport
from tracker.vocabulary import AccountRole, Kind, ReportField, Status

PASSWORD = "Probe-Zugang-2026"  # noqa: S105  (printed for everybody; there are demonstrations only where DEBUG is on)
ROUND = "Melderunde zur Vorführung"
TEXT = "Beispieltext zur Vorführung, keine Aussage der Organisation."
DAYS_BEFORE, DAYS_AFTER = 14, 16


@dataclass(frozen=True)
class Person:
    """Somebody to sign in as: the name before the @, the name, what it may do, for which organisation."""

    name: str
    first_name: str
    last_name: str
    roles: tuple[AccountRole, ...]
    partner: str = ""

    @property
    def address(self) -> str:
        """The mail address; no such address exists."""
        return f"{self.name}@{settings.DEMO_MAIL_DOMAIN}"


PEOPLE = (
    Person("dgb", "Dana", "Beispiel", (AccountRole.REPORTER,), "dgb"),
    Person("dgb-lesen", "Levi", "Beispiel", (AccountRole.READER,), "dgb"),
    Person("zdh", "Zoe", "Beispiel", (AccountRole.REPORTER,), "zdh"),
    Person("bmftr", "Mika", "Beispiel", (AccountRole.REPORTER,), "bmftr"),
    Person("kmk", "Kim", "Beispiel", (AccountRole.REPORTER,), "kmk"),
    Person("redaktion", "Robin", "Beispiel", (AccountRole.EDITOR,)),
    Person("pruefung", "Pia", "Beispiel", (AccountRole.EDITOR, AccountRole.REVIEWER)),
    Person("administration", "Alex", "Beispiel", (AccountRole.EDITOR, AccountRole.REVIEWER, AccountRole.ADMINISTRATOR)),
)
REPORTERS = ("dgb", "zdh", "bmftr")
"""The organisations among which the joint contributions are dealt out, in turn."""


def make_people() -> None:
    """Make every account there is none for yet, with its roles and the organisation it acts for."""
    for person in PEOPLE:
        account, made = Account.objects.get_or_create(
            username=person.address,
            defaults={"email": person.address, "first_name": person.first_name, "last_name": person.last_name},
        )
        if not made:
            continue
        account.is_staff = bool(set(person.roles) & access.STAFF_ROLES)
        account.set_password(PASSWORD)
        account.save()
        account.groups.set(workflow.role_group(role) for role in person.roles)
        partner = Partner.objects.filter(key=person.partner).first()
        if partner is not None:
            Mandate.objects.create(account=account, partner=partner)


def make_round(*, on: date) -> ReportingRound | None:
    """Open the round for the agreement that runs on this day, or return it as it stands; None without agreement."""
    present = ReportingRound.objects.filter(title=ROUND).first()
    agreement = Agreement.objects.published().filter(signed_on__lte=on, effective_end__gte=on).last()
    if present is not None or agreement is None:
        return present
    editor = workflow.actor_of(_account("redaktion"))
    asked = list(
        access.public_contributions()
        .filter(commitment__agreement=agreement, required=True)
        .exclude(commitment__kind=Kind.POSITION)
        .order_by("commitment__sort_key", "position")
    )
    reporters = [Partner.objects.get(key=key) for key in REPORTERS]
    for number, reporter in enumerate(reporters):
        workflow.name_reporter(asked[number :: len(reporters)], reporter, actor=editor)
    asked = list(Contribution.objects.filter(pk__in=[item.pk for item in asked]).order_by("commitment__sort_key"))
    asked_round = workflow.open_round(
        agreement,
        title=ROUND,
        starts_on=on - timedelta(days=DAYS_BEFORE),
        due_on=on + timedelta(days=DAYS_AFTER),
        contributions=asked,
        actor=editor,
    )
    _begin(asked, on=on)
    return asked_round


def _begin(asked: Sequence[Contribution], *, on: date) -> None:
    """Let the first organisation have something returned, something in review, something begun and the rest to do."""
    dgb = [item for item in asked if item.reporter and item.reporter.key == REPORTERS[0]]
    returned, waiting, begun = (_report(item, on=on) for item in dgb[:3])
    reporter = workflow.actor_of(_account("dgb"))
    returned = workflow.submit(returned, actor=reporter)
    workflow.return_report(
        returned,
        {ReportField.SUMMARY: "Bitte nennen Sie den Zeitraum und eine Zahl."},
        actor=workflow.actor_of(_account("pruefung")),
    )
    workflow.submit(waiting, actor=reporter)
    workflow.supply(
        begun.contribution or dgb[2],
        Partner.objects.get(key="kmk"),
        text="Beispiel für einen Zuliefertext.",
        links="",
        actor=workflow.actor_of(_account("kmk")),
    )


def _report(contribution: Contribution, *, on: date) -> StatusReport:
    reporter = workflow.actor_of(_account("dgb"))
    draft = workflow.start_draft(contribution, actor=reporter, on=on)
    data = workflow.ReportData(as_of=on, status=Status.IN_PROGRESS, summary=TEXT)
    return workflow.save_draft(draft, data, actor=reporter)


def _account(name: str) -> Account:
    return Account.objects.get(username=next(person.address for person in PEOPLE if person.name == name))


def in_words() -> str:
    """What a newcomer reads: who there is to sign in as, and for what."""
    lines = ["Zum Ausprobieren anmelden unter /konto/anmelden/ mit dem Passwort " + PASSWORD + ":"]
    width = max(len(person.address) for person in PEOPLE)
    for person in PEOPLE:
        roles = ", ".join(str(role.label) for role in person.roles)
        whom = f" ({person.partner.upper()})" if person.partner else ""
        lines.append(f"  {person.address:<{width}}  {roles}{whom}")
    return "\n".join(lines)
