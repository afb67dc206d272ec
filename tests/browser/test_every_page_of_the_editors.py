"""Every list and form of the editors in a browser, under the same strict headers: nothing to complain of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.admin.browsing import address, list_of
from tests.browser.visitor import COLOURS, OPEN_ALL, RUN_AXE, STANDARDS, axe
from tests.factories_of_accounts import make_account
from tracker.admin.urls import editors
from tracker.models import Commitment, Contribution, StatusReport
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.browser

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Desk:
    """A signed-in editor's window and everything that went wrong in it."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.faults: list[str] = []
        self.heard: list[str] = []
        page.on("console", lambda message: self.heard.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        page.on("requestfailed", lambda request: self.heard.append(f"failed: {request.url}"))
        page.on("request", self._note)

    def _note(self, request: Any) -> None:
        if urlsplit(request.url).netloc not in ("", urlsplit(self.site).netloc):
            self.heard.append(f"foreign: {request.url}")

    def visit(self, where: str) -> None:
        """Open a page and look at it."""
        self.page.emulate_media(color_scheme="light")
        response = self.page.goto(f"{self.site}{where}", wait_until="networkidle")
        if response is None or response.status != 200:
            self.faults.append(f"{where} answered {response and response.status}")
        self.look()

    def look(self) -> None:
        """Look at the page that is open: folded, then unfolded, then in the dark."""
        # what axe itself makes the browser say is no fault of the page, so it is asked last
        found = list(self.heard)
        found += [f"{wide} px too wide"] if (wide := self.page.evaluate(TOO_WIDE)) > 0 else []
        self.page.evaluate(OPEN_ALL)
        self.page.evaluate(axe())
        found += self.page.evaluate(RUN_AXE, ["html", STANDARDS])
        self.page.emulate_media(color_scheme="dark")
        found += self.page.evaluate(RUN_AXE, ["html", COLOURS])
        self.heard.clear()
        self.faults += [f"{self.page.url} {fault}" for fault in found]

    def press(self, name: str) -> None:
        """Press a button of the form and wait for its answer."""
        self.page.click(f"#content-main button[value={name}]")
        self.page.wait_for_load_state("networkidle")


@pytest.fixture
def desk(browser: Browser, live_site: str) -> Iterator[Desk]:
    """An administrator who also reviews, signed in."""
    account = make_account(AccountRole.EDITOR, AccountRole.REVIEWER, AccountRole.ADMINISTRATOR)
    client = Client()
    client.force_login(account)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE", reduced_motion="reduce")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_site}])
    yield Desk(context.new_page(), live_site)
    context.close()


def test_every_list_and_every_form_is_clean(desk):
    desk.visit(reverse("admin:index"))
    for model, room in editors._registry.items():
        desk.visit(list_of(model))
        record = model._default_manager.order_by("pk").first()
        if record is not None:
            desk.visit(address(record))
        if type(room).__name__ in ("AgreementAdmin", "AccountAdmin", "FactAdmin", "EventAdmin"):
            desk.visit(list_of(model, "add"))
    assert not desk.faults, "\n" + "\n".join(desk.faults)


def test_an_action_is_clean_in_all_its_steps(desk):
    item = Commitment.objects.get(code="AAW-2019-1.07")
    desk.visit(reverse("admin:tracker_commitment_drop", args=[item.pk]))
    desk.press("preview")
    desk.look()
    desk.page.fill("#id_reason", "Das Programm endete.")
    desk.page.fill("#id_as_of", "2022-06-30")
    desk.page.select_option("#id_grade", "none")
    desk.press("preview")
    assert "nicht weiterverfolgt" in desk.page.content()
    desk.look()
    desk.visit(address(StatusReport.objects.first()))
    ids = ",".join(str(key) for key in Contribution.objects.values_list("pk", flat=True)[:3])
    desk.visit(f"{reverse('admin:tracker_contribution_split')}?ids={ids}")
    desk.visit(address(item, "delete").replace("/delete/", "/change/"))
    assert not desk.faults, "\n" + "\n".join(desk.faults)


def test_two_people_at_once_and_the_import_are_clean(desk, tmp_path):
    item = Commitment.objects.get(code="AAW-2019-1.07")
    desk.visit(address(item))
    other = desk.page.context.new_page()
    other.goto(f"{desk.site}{address(item)}")
    other.fill("#id_verifiable_reason", "Die Zahl fehlt.")
    other.click("input[name=_save] >> nth=0")
    desk.page.fill("#id_verifiable_reason", "Der Tag fehlt.")
    desk.page.click("input[name=_save] >> nth=0")
    desk.page.wait_for_load_state("networkidle")
    assert "inzwischen geändert" in desk.page.content()
    desk.look()
    table = tmp_path / "tabelle.csv"
    table.write_text("code;titel;art\nAAW-2019-1.07;Neuer Titel;Maßnahme\nAAW-2019-1.08;Anders;Wunsch\n")
    desk.visit(reverse("admin:tracker_commitment_import"))
    desk.page.set_input_files("#id_file", str(table))
    desk.press("preview")
    desk.look()
    table.write_text("code;titel\nAAW-2019-1.07;Neuer Titel\n")
    desk.page.set_input_files("#id_file", str(table))
    desk.press("preview")
    desk.look()
    assert not desk.faults, "\n" + "\n".join(desk.faults)


def test_the_start_page_and_a_form_fit_a_phone(desk):
    desk.page.set_viewport_size({"width": 320, "height": 900})
    desk.visit(reverse("admin:index"))
    desk.visit(address(Commitment.objects.get(code="AAW-2019-1.07")))
    assert not desk.faults, "\n" + "\n".join(desk.faults)
