"""The record that the stress run reports on, and the count in the end."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from tests.factories import make_agreement, make_commitment, make_partner
from tests.factories_of_accounts import make_account
from tracker import days, workflow
from tracker.models import AuditEvent, Contribution, StatusReport
from tracker.record_check import differences
from tracker.vocabulary import AccountRole, ReportState, Verb


def make(*, reports: int, clients: int) -> dict[str, Any]:
    """Make a round that asks every client's organisation for its share of the reports; return who reports on what."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    agreement, today = make_agreement(), days.today()
    shares = []
    for _number in range(clients):
        partner = make_partner()
        account = make_account(AccountRole.REPORTER, partners=[partner])
        for _part in range(reports // clients):
            make_commitment(agreement, leads=[partner])
        contributions = list(Contribution.objects.filter(partner=partner).order_by("pk").values_list("pk", flat=True))
        shares.append({"session": _session(account), "contributions": contributions})
    workflow.open_round(
        agreement,
        title="Runde unter Last",
        starts_on=today,
        due_on=today + timedelta(days=30),
        contributions=Contribution.objects.all(),
        actor=workflow.system_actor(),
    )
    return {"shares": shares, "session_cookie": settings.SESSION_COOKIE_NAME, "day": today.isoformat()}


def _session(account: Any) -> str:
    """A session of somebody who has signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def count(plan: dict[str, Any], told: set[int]) -> dict[str, int]:
    """How many reports are there, how many acknowledged ones are not, how many are there twice or were taken twice."""
    asked = [pk for share in plan["shares"] for pk in share["contributions"]]
    rows = StatusReport.objects.filter(contribution__in=asked)
    stored = Counter(rows.filter(state=ReportState.SUBMITTED).values_list("contribution", flat=True))
    per_part = Counter(rows.values_list("contribution", flat=True))
    taken = Counter(event.detail["report"] for event in AuditEvent.objects.filter(verb=Verb.SUBMITTED))
    return {
        "found": len(stored),
        "lost": len(told - set(stored)),
        "doubled": sum(number > 1 for number in [*per_part.values(), *taken.values()]),
        "differences in the record": sum(1 for _difference in differences()),
    }
