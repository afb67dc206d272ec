"""Every address of the site, opened by every member of the cast: the table says what each of them gets.

A new address needs a row. Opening a page changes nothing, whoever opens it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access import table
from tests.access.guarded import as_with_https, gaps
from tests.access.taken import take_away
from tests.cast import PEOPLE, Cast
from tracker import workflow
from tracker.models import Account, AuditEvent, OutboxMail, Revision, StatusReport
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.django_db
SIGN_IN = ("/konto/anmelden/", "/verwaltung/login/")
LETTERS = {200: ".", 301: "r", 302: "r", 307: "r", 403: "x", 404: "0", 405: "m"}


def named_addresses(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """Yield every URL name with its namespace; two addresses of Django's admin that only lead on have none."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{namespace}{pattern.name}"
        else:
            yield from named_addresses(
                pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )


def letter(answer: HttpResponseBase) -> str:
    """Return what somebody got, as one letter of the table's legend."""
    if answer.status_code in (301, 302) and answer.headers["Location"].startswith(SIGN_IN):
        return ">"
    return LETTERS.get(answer.status_code, str(answer.status_code))


def client_of(the_cast: Cast, name: str) -> Client:
    """Return the browser of somebody in the cast, signed in unless it is the visitor; each has a network of its own."""
    client = Client(REMOTE_ADDR=f"192.0.2.{PEOPLE.index(name) + 1}")
    account = the_cast.person(name)
    if account is not None:
        client.force_login(account)
    return client


def invite_somebody(the_cast: Cast) -> None:
    """Let there be an invitation that nobody has taken up yet."""
    workflow.invite(
        email="neu@example.org",
        first_name="",
        last_name="",
        roles=[AccountRole.REPORTER],
        partners=[the_cast.b],
        actor=the_cast.actor("administrator"),
    )


def state() -> list[object]:
    """Return what no opening of a page may change."""
    return [
        list(Revision.objects.values_list("pk", flat=True)),
        AuditEvent.objects.count(),
        OutboxMail.objects.count(),
        list(StatusReport.objects.order_by("pk").values_list("pk", "state", "version")),
        list(Account.objects.order_by("pk").values_list("pk", "is_active", "password")),
    ]


def test_every_address_has_its_row_and_every_row_its_address():
    assert sorted(set(named_addresses(get_resolver().url_patterns))) == sorted({row.name for row in table.ROWS})


@pytest.mark.parametrize("room", table.ROOMS)
@pytest.mark.usefixtures("catalogue")
def test_everybody_gets_what_the_table_says_and_guarded(the_cast, room, settings):
    as_with_https(settings)
    rows = [row for row in table.ROWS if row.room == room]
    invite_somebody(the_cast)
    if any(row.about.startswith(("balance", "quarter")) for row in rows):
        take_away(the_cast)
    before = state()
    found = dict.fromkeys(rows, "")
    unguarded = []
    for name in PEOPLE:
        client = client_of(the_cast, name)
        for row in rows:
            if row.ends_the_session:
                client = client_of(the_cast, name)
            answer = client.get(reverse(row.name, args=table.arguments(row.about, the_cast)), secure=True)
            may_be_framed = row.name == "embed" and answer.status_code == 200
            if lacks := gaps(answer, may_be_framed=may_be_framed):
                unguarded.append(f"{row.name} {row.about} for {name}: {answer.status_code} {lacks}")
            list(getattr(answer, "streaming_content", []))
            found[row] += letter(answer)
    wrong = [f"{row.name} {row.about}: {found[row]}, not {row.answers}" for row in rows if found[row] != row.answers]
    assert wrong == []
    assert unguarded == []
    assert state() == before


def test_the_session_of_a_disabled_account_is_gone_after_its_first_request(the_cast):
    client = client_of(the_cast, "disabled")
    assert Session.objects.count() == 1
    assert letter(client.get("/portal/")) == ">"
    assert Session.objects.count() == 0
