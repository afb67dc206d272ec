"""The reporting area in a real browser: by keyboard alone, with drafts that save themselves, without any violation."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.accounts.people import PASSWORD
from tests.browser.visitor import STANDARDS, axe
from tests.factories import make_partner
from tests.portal.world import make_accepted, make_asked, make_draft, make_reporter, make_submitted, round_of
from tracker import days, workflow
from tracker.models import StatusReport
from tracker.vocabulary import ReportState, Status

pytestmark = pytest.mark.browser


class Walk:
    """One person's way through the pages; `look` holds what must be true of each of them."""

    def __init__(self, page: Page, root: str) -> None:
        self.page, self.root = page, root
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def go(self, path: str) -> None:
        self.page.goto(self.root + path, wait_until="networkidle")

    def look(self) -> None:
        for width, scheme in ((1280, "light"), (320, "dark")):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.page.evaluate("document.querySelectorAll('main details').forEach(item => { item.open = true })")
            over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{self.page.url} is {over} px too wide at {width} px"
            self.page.evaluate(axe())
            found = self.page.evaluate(
                "tags => axe.run({runOnly: tags}).then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].target))",
                STANDARDS,
            )
            assert found == [], f"{self.page.url}, {width} px, {scheme}"
        self.page.set_viewport_size({"width": 1280, "height": 900})
        assert self.said == [], self.page.url

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).first.click()

    def sign_in(self, email: str) -> None:
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state("networkidle")


@pytest.fixture
def context(browser, live_server):
    made = browser.new_context(locale="de-DE", reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def walk(context, live_server):
    return Walk(context.new_page(), live_server.url)


def enter(context, client, account, root):
    """Give the browser the session of somebody who is signed in."""
    client.force_login(account)
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": root,
            }
        ]
    )


@pytest.fixture
def contribution(transactional_db):
    return make_asked()[0]


@pytest.fixture
def reporter(contribution):
    return make_reporter(contribution.reporter)


@pytest.fixture
def signed_in(context, client, reporter, live_server, walk):
    enter(context, client, reporter, live_server.url)
    return walk


def test_from_the_link_in_the_reminder_to_a_report_by_keyboard_alone(walk, contribution, reporter):
    make_accepted(contribution, reporter, status=Status.IN_PROGRESS, summary="Läuft.")
    walk.go(f"/portal/{contribution.pk}/")
    walk.sign_in(reporter.email)
    expect(walk.page.locator("h1")).to_have_text(contribution.commitment.title)
    keys = walk.page.keyboard
    walk.page.locator("h1").click()
    for _number in range(40):
        keys.press("Tab")
        if walk.page.evaluate("document.activeElement.name") == "status":
            break
    keys.press("ArrowUp")
    for _number in range(60):
        keys.press("Tab")
        if walk.page.evaluate("document.activeElement.value") == "submit":
            break
    keys.press("Enter")
    expect(walk.page.locator("h1")).to_have_text("Unsere Beiträge")
    expect(walk.page.get_by_role("status").first).to_contain_text("Gemeldet:")
    newest = StatusReport.objects.order_by("-pk").first()
    assert (newest.state, newest.status) == (ReportState.SUBMITTED, Status.ONGOING)
    walk.look()


def test_a_draft_saves_itself_and_says_when(signed_in, contribution):
    walk = signed_in
    walk.go(f"/portal/{contribution.pk}/")
    walk.page.fill("[name=summary]", "Von selbst gespeichert")
    words = walk.page.locator("[data-autosave-words]")
    expect(words).to_have_text(re.compile(r"Entwurf gespeichert um \d\d:\d\d\."), timeout=10_000)
    assert StatusReport.objects.get().summary == "Von selbst gespeichert"
    walk.page.fill("[name=summary]", "Weitergeschrieben")
    walk.press("Als Entwurf speichern")
    expect(walk.page.get_by_role("status").first).to_contain_text("Der Entwurf ist gespeichert.")
    assert StatusReport.objects.get().summary == "Weitergeschrieben"


def test_a_lost_session_is_told_and_the_text_saved_after_signing_in_again(signed_in, context, contribution, reporter):
    walk = signed_in
    walk.go(f"/portal/{contribution.pk}/")
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    walk.page.fill("[name=summary]", "Trotzdem nicht verloren")
    words = walk.page.locator("[data-autosave-words]")
    expect(words).to_contain_text("Sie sind nicht mehr angemeldet.", timeout=10_000)
    walk.press("Melden")
    expect(walk.page.locator("[name=summary]")).to_have_value("Trotzdem nicht verloren")
    with context.expect_page() as opened:
        words.get_by_role("link").click()
    other = Walk(opened.value, walk.root)
    other.sign_in(reporter.email)
    expect(words).to_have_text(re.compile("Entwurf gespeichert um"), timeout=15_000)
    assert StatusReport.objects.get().summary == "Trotzdem nicht verloren"


@pytest.fixture
def five(transactional_db):
    """Five contributions: returned, assessed differently, under review, begun, and one nobody has touched."""
    items = make_asked(make_partner(), number=5, due_in=-3)
    account = make_reporter(items[0].reporter)
    comments = {"summary": "Bitte eine Zahl.", "evidence": "Ein Beleg fehlt."}
    workflow.return_report(make_submitted(items[0], account), comments, actor=workflow.system_actor())
    make_accepted(items[1], account, status=Status.COMPLETED, assessed=Status.ONGOING, links=[_link()])
    make_submitted(items[2], account)
    make_draft(items[3], account, links=[_link()], wording_wish="Bitte anders")
    return account, items


def test_every_page_is_in_order_on_wide_and_narrow_screens(context, client, live_server, walk, five):
    account, items = five
    enter(context, client, account, live_server.url)
    pages = [f"{item.pk}/" for item in items] + [f"{items[1].pk}/unveraendert/", f"{items[0].pk}/verlauf/"]
    for path in ["", "alle/", "abzeichnen/", *pages]:
        walk.go(f"/portal/{path}")
        walk.look()
    walk.go(f"/portal/{items[4].pk}/")
    walk.press("Melden")
    expect(walk.page.get_by_role("alert")).to_contain_text("Bitte 2 Angaben prüfen")
    walk.look()


def test_two_versions_and_a_supply_are_in_order_too(context, client, live_server, walk, five, the_cast):
    account, items = five
    enter(context, client, account, live_server.url)
    walk.go(f"/portal/{items[3].pk}/")
    theirs = workflow.ReportData(as_of=days.today(), status=Status.ONGOING, summary="Die andere Fassung")
    draft = StatusReport.objects.get(contribution=items[3])
    workflow.save_draft(draft, theirs, actor=workflow.actor_of(account))
    walk.page.fill("[name=summary]", "Meine Fassung")
    walk.press("Als Entwurf speichern")
    expect(walk.page.locator("h1")).to_have_text("Zwei Fassungen der Meldung")
    walk.said = [text for text in walk.said if "409" not in text]
    walk.look()
    enter(context, client, the_cast.people["member"], live_server.url)
    for path in ("", f"{the_cast.of_group.pk}/zuliefern/"):
        walk.go(f"/portal/{path}")
        walk.look()


def test_it_is_reported_without_javascript(browser, client, live_server, contribution, reporter):
    context = browser.new_context(locale="de-DE", java_script_enabled=False)
    enter(context, client, reporter, live_server.url)
    walk = Walk(context.new_page(), live_server.url)
    walk.go(f"/portal/{contribution.pk}/")
    walk.press("Melden")
    expect(walk.page.get_by_role("alert")).to_contain_text("Bitte 2 Angaben prüfen")
    walk.page.check("[name=status][value=completed]")
    expect(walk.page.get_by_text("Abgeschlossen am")).to_be_visible()
    walk.page.check("[name=status][value=ongoing]")
    walk.page.fill("[name=summary]", "Ohne Skript")
    walk.press("Melden")
    expect(walk.page.locator("h1")).to_have_text("Unsere Beiträge")
    assert StatusReport.objects.get().state == ReportState.SUBMITTED
    context.close()


def _link():
    data = workflow.EvidenceData(title="Bericht", publisher="V", url="https://example.org", seen_on=date(2025, 3, 1))
    return workflow.LinkData(data)


def test_all_are_confirmed_with_two_clicks(context, client, live_server, walk, transactional_db):
    items = make_asked(number=4, due_in=-3)
    account = make_reporter(items[0].reporter)
    for item in items:
        make_accepted(item, account)
    workflow.close_round(round_of(items[0]), actor=workflow.system_actor())
    workflow.open_round(
        items[0].commitment.agreement,
        title="Runde",
        starts_on=days.today(),
        due_on=days.today() + timedelta(days=9),
        contributions=items,
        actor=workflow.system_actor(),
    )
    enter(context, client, account, live_server.url)
    walk.go("/portal/alle/")
    walk.look()
    walk.page.get_by_label("Alles unverändert").check()
    expect(walk.page.get_by_label("Was getan wurde").first).to_be_hidden()
    walk.press("Alle melden")
    expect(walk.page.get_by_role("status").first).to_contain_text("4 Beiträge sind gemeldet.")
