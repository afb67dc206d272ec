"""The record that is put under stress: the catalogue, and a round that asks partners for reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from tests.factories import make_agreement, make_commitment, make_partner
from tests.factories_of_accounts import make_account
from tracker import days, workflow
from tracker.models import Account, Contribution
from tracker.vocabulary import AccountRole

LONG = timedelta(days=1000)
"""Sessions outlive the jumps of the clock."""


@dataclass(frozen=True, slots=True)
class World:
    """Who writes: the cookies of each reporter with its contributions, and those of the reviewer."""

    reporters: list[tuple[dict[str, str], list[int]]]
    reviewer: dict[str, str]
    today: str


def make(*, reporters: int, parts: int) -> World:
    """Load the catalogue and open a round in which so many partners report on so many contributions each."""
    call_command("migrate", verbosity=0)
    call_command("load_catalogue", verbosity=0)
    agreement, today = make_agreement(term_end=date(days.today().year + 4, 12, 31)), days.today()
    writing = []
    for _number in range(reporters):
        partner = make_partner()
        account = make_account(AccountRole.REPORTER, partners=[partner])
        for _part in range(parts):
            make_commitment(agreement, leads=[partner])
        own = Contribution.objects.filter(partner=partner).order_by("pk")
        writing.append((_signed_in(account), list(own.values_list("pk", flat=True))))
    workflow.open_round(
        agreement,
        title="Runde unter Last",
        starts_on=today,
        due_on=today + timedelta(days=30),
        contributions=Contribution.objects.filter(commitment__agreement=agreement),
        actor=workflow.system_actor(),
    )
    reviewer = make_account(AccountRole.REVIEWER)
    Authenticator.objects.create(user=reviewer, type=Authenticator.Type.TOTP, data={})
    return World(writing, _signed_in(reviewer), today.isoformat())


def _signed_in(account: Account) -> dict[str, str]:
    """The cookie of somebody who has signed in."""
    session: Any = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.set_expiry(LONG)
    session.create()
    return {settings.SESSION_COOKIE_NAME: str(session.session_key)}
