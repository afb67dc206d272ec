"""The whole cycle in real browsers, by keyboard alone: invited, set up, reported, returned, mended, accepted with
another status, answered, and read by the public. Every page on the way is looked at.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import expect

from tests.accounts.people import PASSWORD, add_app, code_of
from tests.browser.somebody import Somebody, somebody
from tests.factories import make_agreement, make_commitment, make_partner
from tests.factories_of_accounts import make_account
from tracker import days, workflow
from tracker.models import Account, StatusReport
from tracker.vocabulary import AccountRole, ReportState, Status

pytestmark = [pytest.mark.browser, pytest.mark.own_factor]
ADDRESS = "meldende@example.org"


def post(to: str) -> str:
    """Send what waits and return the link in the newest mail to somebody."""
    call_command("send_outbox")
    letter = next(letter for letter in reversed(mail.outbox) if letter.to == [to])
    links = re.findall(r"https?://\S+", str(letter.body))
    assert links, letter.body
    return re.sub(r"^https?://[^/]+", "", links[0])


def sign_in(person: Somebody, account: Account, secret: str) -> None:
    """Sign in with password and app."""
    person.go("/konto/anmelden/")
    person.write("[name=login]", account.email)
    person.write("[name=password]", PASSWORD)
    person.enter()
    person.write("[name=code]", code_of(secret))
    person.enter()


def be_invited(administrator: Somebody, partner: int) -> str:
    """Let somebody be invited to report for an organisation; return the link in the mail."""
    administrator.go("/verwaltung/tracker/account/")
    administrator.press("a[href$='/account/add/']")
    administrator.write("[name=email]", ADDRESS)
    administrator.write("[name=first_name]", "Mara")
    administrator.write("[name=last_name]", "Muster")
    administrator.tick("[name=roles][value=partner_reporter]")
    administrator.tick(f"[name=partners][value='{partner}']")
    administrator.press("[name=_step][value=preview]")
    administrator.press("main [type=submit], #content [type=submit]")
    return post(ADDRESS)


def set_up(partner: Somebody, link: str) -> None:
    """Take up the invitation: password, then the app as second factor."""
    partner.go(link)
    partner.write("[name=password1]", PASSWORD)
    partner.write("[name=password2]", PASSWORD)
    partner.enter()
    expect(partner.page.locator("h1")).to_have_text("Zweiten Faktor einrichten")
    partner.press("main a:has-text('App einrichten')")
    partner.write("[name=code]", code_of(partner.page.inner_text(".cite code")))
    partner.enter()
    expect(partner.page.locator("h1")).to_have_text("Ersatzcodes")


@pytest.mark.django_db(transaction=True)
def test_from_the_invitation_to_the_public_page(browser, live_server):
    reporting = make_partner("probe", name="Verband der Probe", abbreviation="VdP")
    agreement = make_agreement(
        signed_on=days.today() - timedelta(days=500), term_end=days.today() + timedelta(days=500)
    )
    commitment = make_commitment(agreement, leads=[reporting], title="Ausbildungsplätze melden")
    contribution = commitment.contributions.get()
    staff = {
        role: make_account(role, email=f"{role}@example.org")
        for role in (AccountRole.ADMINISTRATOR, AccountRole.REVIEWER)
    }
    secrets = {role: add_app(account) for role, account in staff.items()}

    with ExitStack() as stack:
        administrator, partner, reviewer, citizen = (
            stack.enter_context(somebody(browser, live_server.url)) for _number in range(4)
        )
        sign_in(administrator, staff[AccountRole.ADMINISTRATOR], secrets[AccountRole.ADMINISTRATOR])
        set_up(partner, be_invited(administrator, reporting.pk))

        editor = workflow.actor_of(staff[AccountRole.ADMINISTRATOR])
        workflow.open_round(
            agreement,
            title="Melderunde",
            starts_on=days.today(),
            due_on=days.today() + timedelta(days=20),
            contributions=[contribution],
            actor=editor,
        )
        partner.go(post(ADDRESS))
        expect(partner.page.locator("h1")).to_have_text("Ausbildungsplätze melden")
        partner.choose("status", Status.ONGOING)
        partner.write("[name=summary]", "Wir melden alle Plätze.")
        partner.press("[name=action][value=submit]")
        report = StatusReport.objects.get()
        assert report.state == ReportState.SUBMITTED

        sign_in(reviewer, staff[AccountRole.REVIEWER], secrets[AccountRole.REVIEWER])
        reviewer.go("/verwaltung/pruefung/")
        reviewer.press(f"a[href$='/pruefung/{report.pk}/']")
        reviewer.tick("summary:has-text('Meldung mit Hinweisen')")
        reviewer.write("textarea[name=summary]", "Seit wann?")
        reviewer.press("[name=_step][value=return]")

        partner.go(post(ADDRESS))
        expect(partner.page.locator("main")).to_contain_text("Seit wann?")
        partner.write("[name=summary]", "Wir melden seit 2024 alle Plätze.")
        partner.press("[name=action][value=submit]")

        reviewer.go(f"/verwaltung/pruefung/{report.pk}/")
        reviewer.choose("assessed_status", Status.IN_PROGRESS)
        reviewer.write("[name=assessment_note]", "Auf Dauer ist es noch nicht angelegt.")
        reviewer.press("[name=_step][value=preview]")
        reviewer.press("[name=_step][value=confirm]")
        report.refresh_from_db()
        assert (report.state, report.published_at) == (ReportState.ACCEPTED, None)

        citizen.go(f"/massnahmen/{commitment.code}/")
        expect(citizen.page.locator("main")).not_to_contain_text("Wir melden seit 2024")

        partner.go(post(ADDRESS))
        partner.write("[name=reply]", "Der Vertrag läuft unbefristet.")
        partner.press("[name=action][value=reply]")
        report.refresh_from_db()
        assert report.published_at is not None

        citizen.go(f"/massnahmen/{commitment.code}/")
        for words in (
            "Wir melden seit 2024 alle Plätze.",
            "Auf Dauer ist es noch nicht angelegt.",
            "Der Vertrag läuft unbefristet.",
            "Daueraufgabe",
            "in Umsetzung",
        ):
            expect(citizen.page.locator("main")).to_contain_text(words)
        people = (administrator, partner, reviewer, citizen)
        assert [fault for person in people for fault in person.faults] == []
        assert sum(len(person.looked) for person in people) > 20
        assert citizen.page.context.cookies() == []
