"""Accounts for tests, with roles and organisations; ready to sign in, without second factor."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import cache

from django.contrib.auth.hashers import make_password

from tracker import workflow
from tracker.models import Account, Mandate, Partner
from tracker.vocabulary import AccountRole, ActorRole, ChangeReason, PartnerKind

PASSWORD = "Morgen-regnet-es-2026"
STAFF = {AccountRole.EDITOR, AccountRole.REVIEWER, AccountRole.ADMINISTRATOR}

_numbers = itertools.count(1)


@cache
def _hashed() -> str:
    """The password as it is stored: hashing is slow on purpose, so it is done once for all tests."""
    return make_password(PASSWORD)


def make_account(
    *roles: AccountRole,
    partners: Iterable[Partner] = (),
    email: str = "",
    is_deputy: bool = False,
    is_active: bool = True,
    **columns: object,
) -> Account:
    """Return an account that was set up: with these roles, acting for these organisations."""
    number = next(_numbers)
    address = email or f"person{number}@example.org"
    account = Account(
        username=address,
        email=address,
        is_staff=bool(set(roles) & STAFF),
        is_active=is_active,
        **{"first_name": "Erika", "last_name": f"Muster{number}", **columns},
    )
    account.password = _hashed()
    account.save()
    account.groups.set([workflow.role_group(role) for role in roles])
    for partner in partners:
        Mandate.objects.create(account=account, partner=partner, is_deputy=is_deputy)
    return account


def make_organisation(name: str = "") -> Partner:
    """Return an organisation that accounts can act for."""
    number = next(_numbers)
    actor = workflow.system_actor()
    with workflow.public_change(actor=actor, role=ActorRole.SYSTEM, reason=ChangeReason.EDITED) as change:
        partner = Partner(
            key=f"organisation-{number}",
            name=name or f"Verband Nummer {number}",
            abbreviation=f"O{number:04}",
            kind=PartnerKind.BUSINESS_ASSOCIATION,
        )
        partner.save()
        change.touch(partner)
    return partner
