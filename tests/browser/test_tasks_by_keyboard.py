"""Every task of visitors, partners and editors is done by keys alone, from the first page to the last.

The whole cycle with invitation, second factor, report, return and acceptance is in test_the_whole_cycle.py.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from tests.accounts.people import PASSWORD, add_app, code_of
from tests.browser.keys import Keys, keys
from tests.browser.rooms import Rooms
from tests.factories import make_agreement, make_commitment
from tests.factories_of_accounts import make_account
from tests.uploads.files import pdf
from tracker import days
from tracker.models import Agreement, Commitment, Evidence, ReportingRound, StatusReport, Ticket
from tracker.pages import openforms
from tracker.vocabulary import AccountRole, Reporting, ReportState, TicketKind

pytestmark = pytest.mark.browser


def test_a_visitor_filters_sorts_pages_opens_downloads_and_subscribes(live_site: str, browser: Browser):
    with keys(browser, live_site) as visitor:
        visitor.go("/massnahmen/")
        visitor.tick("[name=vereinbarung][value=allianz-2019-2021]")
        visitor.press(".filters button[type=submit]")
        assert "vereinbarung=allianz-2019-2021" in visitor.page.url
        visitor.press("#ergebnis a[href*='sort=']")
        assert "sort=" in visitor.page.url
        visitor.press("a[rel=next]")
        assert "page=2" in visitor.page.url
        assert visitor.download("a[href*='massnahmen.csv']").endswith(".csv")
        visitor.reach("a[href*='massnahmen.atom']")
        visitor.go("/massnahmen/?vereinbarung=allianz-2019-2021")
        visitor.press("#ergebnis th a[href*='/massnahmen/AAW']")
        assert visitor.page.locator("h1").count() == 1 and "/massnahmen/AAW-2019" in visitor.page.url
        assert visitor.faults == []


def test_a_visitor_reports_a_barrier_and_gets_from_a_mistake_to_its_field(
    live_site: str, browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    # these keys are pressed faster than anybody can
    monkeypatch.setattr(openforms, "MIN_SECONDS", 0)
    with keys(browser, live_site) as visitor:
        visitor.go("/barrierefreiheit/")
        visitor.press("main a[href='/barriere-melden/']")
        visitor.write("[name=reply_to]", "keine Adresse")
        visitor.press("main button[type=submit]")
        assert visitor.page.locator("main [role=alert]").is_visible()
        visitor.reach(".error-summary a[href='#id_message']")
        visitor.page.keyboard.press("Enter")
        visitor.page.keyboard.type("Der Knopf ist nicht zu erreichen.")
        assert visitor.page.locator("[name=message]").input_value() == "Der Knopf ist nicht zu erreichen."
        visitor.write("[name=reply_to]", "hinweis@example.org")
        visitor.press("main button[type=submit]")
        ticket = Ticket.objects.get()
        assert (ticket.kind, ticket.due_on) == (TicketKind.BARRIER, days.add_months(days.today(), 1))
        assert visitor.faults == []


@pytest.mark.own_factor
def test_a_partner_signs_in_confirms_uploads_and_takes_back(rooms: Rooms, browser: Browser):
    of, account = rooms.cast.of, rooms.cast.people["reporter_of_a"]
    secret = add_app(account)
    current, due, waiting = of[Reporting.CURRENT], of[Reporting.DUE], of[Reporting.IN_REVIEW]
    with keys(browser, rooms.root) as partner:
        partner.go("/portal/")
        partner.write("[name=login]", account.email)
        partner.write("[name=password]", PASSWORD)
        partner.enter()
        partner.write("[name=code]", code_of(secret))
        partner.enter()
        assert partner.page.url.endswith("/portal/")

        partner.go(f"/portal/{current.pk}/unveraendert/")
        partner.press("main form [type=submit], main form button[name=action]")
        assert StatusReport.objects.filter(contribution=current, state=ReportState.SUBMITTED).count() == 1

        partner.go(f"/portal/{due.pk}/")
        partner.choose("status", "in_progress")
        partner.write("[name=summary]", "Es geht voran.")
        partner.tick("summary:has-text('PDF')")
        partner.upload("[name=upload]", "bericht.pdf", pdf(), "application/pdf")
        partner.write("[name=upload_title]", "Bericht")
        partner.write("[name=upload_publisher]", "Verband A")
        partner.press("[name=action][value=upload]")
        assert not partner.page.locator("main [role=alert]").count(), partner.page.inner_text("main [role=alert]")
        assert Evidence.objects.filter(report__contribution=due).exclude(file="").count() == 1
        partner.press("[name=action][value=submit]")

        partner.go(f"/portal/{waiting.pk}/")
        partner.press("[name=action][value=withdraw]")
        assert StatusReport.objects.get(contribution=waiting).state == ReportState.DRAFT
        assert partner.faults == []


@pytest.fixture
def editor(rooms: Rooms, browser: Browser):
    """Somebody of the editors at the keys."""
    account = make_account(AccountRole.EDITOR)
    with keys(browser, rooms.root, account) as person:
        yield person
        assert person.faults == []


def test_an_editor_enters_a_commitment_corrects_one_and_reads_in_a_table(editor: Keys):
    editor.go(reverse("admin:tracker_commitment_add"))
    editor.write("[name=code]", "AAW-2019-9.99")
    editor.choose("agreement", str(Agreement.objects.get(slug="allianz-2019-2021").pk))
    editor.write("[name=title]", "Neue Plätze")
    editor.write("[name=simple_words]", "Es gibt mehr Plätze.")
    editor.write("[name=description]", "Die Partner bieten mehr Plätze an.")
    editor.choose("kind", "measure")
    editor.choose("modality", "commitment")
    editor.choose("verifiable", "yes")
    editor.press("[name=_save]")
    assert Commitment.objects.get(code="AAW-2019-9.99").simple_words == "Es gibt mehr Plätze."

    item = Commitment.objects.get(code="AAW-2019-1.07")
    editor.go(reverse("admin:tracker_commitment_wording", args=[item.pk]))
    editor.write("[name=title]", "Berichtigter Titel")
    editor.write("[name=reason]", "Der Titel war verkürzt.")
    editor.press("[name=_step][value=preview]")
    editor.press("[name=_step][value=confirm]")
    item.refresh_from_db()
    assert item.title == "Berichtigter Titel"

    editor.go(reverse("admin:tracker_commitment_import"))
    table = "code;einfache_worte\nAAW-2019-1.07;Es gibt mehr Plätze.\n".encode()
    editor.upload("[name=file]", "tabelle.csv", table, "text/csv")
    editor.press("[name=_step][value=preview]")
    item.refresh_from_db()
    assert item.simple_words == ""
    editor.press("[name=_step][value=confirm]")
    item.refresh_from_db()
    assert item.simple_words == "Es gibt mehr Plätze."


def test_an_editor_opens_a_round(editor: Keys, rooms: Rooms):
    agreement = make_agreement("allianz-runde")
    make_commitment(agreement, leads=[rooms.cast.a])
    # written the same whichever of day and month the field begins with
    due = date(days.today().year + 1, 3, 3)
    editor.go(f"{reverse('admin:tracker_reportinground_add')}?vereinbarung={agreement.slug}")
    editor.write("[name=title]", "Herbst")
    editor.reach("[name=due_on]")
    editor.page.keyboard.type(due.strftime("%d%m%Y"))
    editor.press("[name=_step][value=preview]")
    editor.press("[name=_step][value=open]")
    assert ReportingRound.objects.get(title="Herbst").due_on == due
