"""The review and the rounds in a browser: by keyboard alone, without violations, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tests.admin.browsing import address
from tests.admin.reviewing import QUEUE, accepted, link, make_part, open_round, page_of, submit
from tests.browser.visitor import OPEN_ALL, RUN_AXE, STANDARDS, axe
from tests.factories import make_agreement, make_commitment
from tests.factories_of_accounts import make_account
from tracker import days, workflow
from tracker.models import ReportingRound, StatusReport
from tracker.vocabulary import AccountRole, ReportState

pytestmark = pytest.mark.browser

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
MOST_TABS = 200


class Keyboard:
    """A reviewer who is an editor too, with a browser and without a mouse."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.heard: list[str] = []
        self.faults: list[str] = []
        page.on("console", lambda message: self.heard.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.heard.append(str(error)))

    def go(self, where: str) -> None:
        self.page.goto(f"{self.site}{where}", wait_until="networkidle")

    def reach(self, selector: str) -> None:
        """Press Tab until this control has the focus."""
        for _number in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
        raise AssertionError(f"{selector} is not reached by Tab on {self.page.url}")

    def press(self, selector: str, key: str = "Enter") -> None:
        """Reach a control and use it, on the page that stays open."""
        self.reach(selector)
        self.page.keyboard.press(key)

    def follow(self, selector: str) -> None:
        """Reach a link or button, press it and wait for the page it leads to."""
        self.reach(selector)
        with self.page.expect_navigation(wait_until="networkidle"):
            self.page.keyboard.press("Enter")

    def look(self) -> None:
        """Look at the page that is open, wide and light, then narrow and dark, with everything unfolded."""
        # what axe itself makes the browser say is no fault of the page, so it is asked last
        found = list(self.heard)
        for width, scheme in ((1280, "light"), (320, "dark")):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            wide = self.page.evaluate(TOO_WIDE)
            found += [f"{wide} px too wide at {width} px"] if wide > 0 else []
            self.page.evaluate(OPEN_ALL)
            self.page.evaluate(axe())
            found += [f"{width} px: {fault}" for fault in self.page.evaluate(RUN_AXE, ["html", STANDARDS])]
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.heard.clear()
        self.faults += [f"{self.page.url} {fault}" for fault in found]


@pytest.fixture
def keyboard(browser: Browser, live_server) -> Iterator[Keyboard]:
    account = make_account(AccountRole.REVIEWER, AccountRole.EDITOR)
    client = Client()
    client.force_login(account)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE", reduced_motion="reduce")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    yield Keyboard(context.new_page(), live_server.url)
    context.close()


def test_a_report_is_accepted_by_keyboard_alone(keyboard):
    report = submit(make_part())
    keyboard.go(reverse("admin:index"))
    keyboard.follow(f'a[href="{QUEUE}"]')
    keyboard.follow(f'a[href="{page_of(report)}"]')
    keyboard.follow("button[value=preview]")
    expect(keyboard.page.locator("body")).to_contain_text("Sie wird sofort veröffentlicht.")
    keyboard.follow("button[value=confirm]")
    expect(keyboard.page.locator(".messagelist")).to_contain_text("wurde angenommen")
    assert StatusReport.objects.get().state == ReportState.ACCEPTED


def test_a_report_is_returned_by_keyboard_alone(keyboard):
    report = submit(make_part())
    keyboard.go(page_of(report))
    keyboard.press("section[aria-labelledby=return] summary")
    keyboard.reach("#id_return_summary")
    keyboard.page.keyboard.type("Bitte nennen Sie die Orte.")
    keyboard.follow("button[value=return]")
    expect(keyboard.page.locator(".messagelist")).to_contain_text("zurückgegeben")
    assert StatusReport.objects.get().comments.get().text == "Bitte nennen Sie die Orte."


def test_several_are_ticked_and_accepted_by_keyboard_alone(keyboard):
    reports = [submit(make_part()) for _number in range(2)]
    keyboard.go(QUEUE)
    for report in reports:
        keyboard.press(f'input[value="{report.pk}.{report.version}"]', "Space")
    keyboard.follow("form[action$='annehmen/'] button[type=submit]")
    keyboard.reach("#id_reason")
    keyboard.page.keyboard.type("Nur bestätigt.")
    keyboard.follow("#content-main form button[type=submit]")
    expect(keyboard.page.locator(".messagelist")).to_contain_text("2 Meldungen wurden angenommen.")


def test_a_round_is_opened_by_keyboard_alone(keyboard):
    part = make_part()
    keyboard.go(f"{reverse('admin:tracker_reportinground_add')}?vereinbarung={part.commitment.agreement.slug}")
    keyboard.reach("#id_title")
    keyboard.page.keyboard.type("Frühjahr")
    keyboard.page.fill("#id_due_on", (days.today() + timedelta(days=30)).isoformat())
    keyboard.follow("button[value=preview]")
    keyboard.follow("button[value=open]")
    expect(keyboard.page.locator(".messagelist")).to_contain_text("eröffnet")
    assert list(ReportingRound.objects.get().contributions.all()) == [part]


def test_every_page_of_the_review_is_clean(keyboard):
    part = make_part(due_on=date(2026, 12, 31), wording="Die Partner richten Beratungsstellen ein.")
    accepted(part, summary="Drei Stellen.\n\nIm Mai.", links=[link("Alt"), link("Weg")])
    report = submit(part, status="completed", links=[link("Alt"), link("Neu")], wording_wish="Ein Wort fehlt.")
    other = submit(make_part())
    keyboard.go(QUEUE)
    keyboard.look()
    keyboard.go(f"{QUEUE}?liste=wuensche&partner=gibtesnicht")
    keyboard.look()
    keyboard.go(page_of(report))
    keyboard.look()
    keyboard.page.select_option("#id_assessed_status", "in_progress")
    keyboard.page.click("button[value=preview]")
    expect(keyboard.page.locator(".errorlist")).to_have_count(1)
    keyboard.look()
    keyboard.page.fill("#id_assessment_note", "Die Auswertung fehlt.")
    keyboard.page.click("button[value=preview]")
    keyboard.page.wait_for_selector("button[value=confirm]")
    keyboard.look()
    with keyboard.page.expect_navigation():
        keyboard.page.click("button[value=confirm]")
    for where in (
        page_of(report),
        reverse("admin:review_revoke", args=[report.pk]),
        reverse("admin:review_wish", args=[report.wishes.get().pk]),
        f"{reverse('admin:review_many')}?meldung={other.pk}.{other.version}&meldung={report.pk}.1",
    ):
        keyboard.go(where)
        keyboard.look()
    assert not keyboard.faults, "\n" + "\n".join(keyboard.faults)


def test_every_page_of_the_rounds_is_clean(keyboard):
    agreement = make_agreement("allianz", fields=["Erstes Feld"])
    parts = [make_part(agreement=agreement) for _number in range(3)]
    asked = open_round(*parts[:2], excluded={parts[2]: "Klärt noch."})
    submit(parts[0])
    make_commitment(agreement, leads=[])
    hidden = make_agreement(published=False)
    make_commitment(hidden, published=False)
    keyboard.go(f"{reverse('admin:tracker_reportinground_add')}?vereinbarung=allianz")
    keyboard.look()
    keyboard.page.click("button[value=untick]")
    keyboard.page.click("button[value=preview]")
    expect(keyboard.page.locator(".summary--error")).to_have_count(1)
    keyboard.look()
    for where in (
        reverse("admin:tracker_reportinground_add"),
        reverse("admin:tracker_reportinground_changelist"),
        address(asked),
        *(reverse(f"admin:tracker_reportinground_{name}", args=[asked.pk]) for name in ("extend", "close", "cancel")),
        reverse("admin:tracker_reportinground_publication", args=[asked.pk]),
        reverse("admin:tracker_agreement_publication", args=[hidden.pk]),
    ):
        keyboard.go(where)
        keyboard.look()
    submit(parts[1])
    workflow.close_round(asked, actor=workflow.system_actor())
    keyboard.go(address(asked))
    keyboard.look()
    assert not keyboard.faults, "\n" + "\n".join(keyboard.faults)
