"""Accounts in a real browser: invited, set up, signed in by app and by passkey, all under the strict policy.

Every page on the way is free of violations that axe knows, of console messages and of sideways scrolling.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.accounts.people import PASSWORD, add_app, code_of, make_account
from tests.factories_of_accounts import make_organisation
from tracker import workflow
from tracker.tokens import invitation_token
from tracker.vocabulary import AccountRole

pytestmark = [pytest.mark.browser, pytest.mark.own_factor]

AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Walk:
    """One person's way through the pages; `look` holds what must be true of each of them."""

    def __init__(self, page: Page, root: str) -> None:
        self.page, self.root, self.looked = page, root, 0
        self.axe = Path(settings.BASE_DIR, "node_modules/axe-core/axe.min.js").read_text()
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("requestfailed", lambda request: self.said.append(f"failed {request.url}"))

    def go(self, path: str) -> None:
        self.page.goto(self.root + path, wait_until="networkidle")

    def look(self, heading: str) -> None:
        expect(self.page.locator("h1")).to_have_text(heading)
        for width, scheme in ((1280, "light"), (320, "dark")):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{heading} is {over} px too wide at {width} px"
            self.page.evaluate(self.axe)
            found = self.page.evaluate(
                "tags => axe.run({runOnly: tags}).then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].target))", AXE
            )
            assert found == [], f"{heading}, {width} px, {scheme}"
        assert self.said == [], heading
        self.looked += 1

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).first.click()


@pytest.fixture
def walk(browser: Browser, live_server) -> Iterator[Walk]:
    """A browser with a device that proves the person without asking."""
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    yield Walk(page, live_server.url)
    context.close()


def test_an_invited_person_sets_up_the_account_and_comes_back_with_a_passkey(walk):
    invitation = workflow.invite(
        email="erika@example.org",
        first_name="",
        last_name="",
        roles=[AccountRole.REPORTER],
        partners=[make_organisation("Deutscher Gewerkschaftsbund")],
        actor=workflow.system_actor(),
    )
    walk.go(f"/konto/einladung/{invitation_token(invitation)}/")
    walk.look("Konto einrichten")
    walk.press("Konto einrichten")
    walk.look("Konto einrichten")
    assert walk.page.locator(".error-summary").count() == 1
    walk.fill(first_name="Erika", last_name="Muster", password1=PASSWORD, password2=PASSWORD)
    walk.press("Konto einrichten")
    walk.look("Zweiten Faktor einrichten")
    walk.page.get_by_role("link", name="App einrichten").click()
    walk.look("App einrichten")
    walk.fill(code=code_of(walk.page.inner_text(".cite code")))
    walk.press("App einrichten")
    walk.look("Ersatzcodes")
    walk.page.get_by_role("link", name="Ich habe sie aufbewahrt, weiter").click()
    walk.look("Unsere Beiträge")
    for path, heading in (
        ("/konto/sitzungen/", "Sitzungen"),
        ("/konto/passwort/", "Passwort ändern"),
        ("/konto/zweiter-faktor/", "Zweiter Faktor"),
        ("/konto/zweiter-faktor/app/entfernen/", "App entfernen?"),
        ("/konto/zweiter-faktor/codes/neu/", "Neue Ersatzcodes erzeugen"),
        ("/konto/zweiter-faktor/passkeys/neu/", "Passkey einrichten"),
    ):
        walk.go(path)
        walk.look(heading)
    walk.fill(name="Rechner im Büro")
    walk.page.check("[name=passwordless]")
    walk.press("Passkey einrichten")
    walk.look("Zweiter Faktor")
    walk.page.get_by_role("link", name="Umbenennen").click()
    walk.look("Passkey umbenennen")
    walk.go("/konto/zweiter-faktor/")
    walk.page.get_by_role("link", name="Entfernen Rechner im Büro").click()
    walk.look("Passkey „Rechner im Büro“ entfernen?")
    walk.go("/konto/abmelden/")
    walk.look("Abmelden?")
    walk.press("Abmelden")
    walk.look("Anmelden")
    walk.press("Mit Passkey anmelden")
    walk.look("Unsere Beiträge")
    walk.go("/konto/zweiter-faktor/codes/")
    walk.look("Bitte bestätigen Sie, dass Sie es sind")
    walk.page.get_by_role("link", name="Bestätigen mit einem Passkey").click()
    walk.look("Bitte bestätigen Sie, dass Sie es sind")
    walk.press("Mit Passkey bestätigen")
    walk.look("Ersatzcodes")
    assert walk.looked == 21


def test_pages_for_those_who_cannot_sign_in(walk):
    for path, heading in (
        ("/konto/registrieren/", "Konten gibt es auf Einladung"),
        ("/konto/passwort/vergessen/", "Passwort vergessen?"),
        ("/konto/passwort/unterwegs/", "Sehen Sie in Ihr Postfach"),
        ("/konto/passwort/neu/1-abc/", "Dieser Link gilt nicht mehr"),
        ("/konto/passwort/geaendert/", "Das neue Passwort gilt"),
        ("/konto/gesperrt/", "Dieses Konto ist gesperrt"),
    ):
        walk.go(path)
        walk.look(heading)
    walk.go("/konto/einladung/nichts/")
    walk.said = [text for text in walk.said if "410" not in text]
    walk.look("Diese Einladung gilt nicht mehr")


def test_a_passkey_that_is_refused_is_said_in_words_and_not_in_the_console(walk):
    walk.go("/konto/anmelden/")
    walk.page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('nein')) }")
    walk.press("Mit Passkey anmelden")
    expect(walk.page.get_by_role("alert")).to_contain_text("Der Passkey wurde nicht verwendet")
    walk.look("Anmelden")


def test_the_keyboard_alone_signs_in(walk):
    account = make_account(AccountRole.REPORTER, partners=[make_organisation()])
    secret = add_app(account)
    walk.go("/konto/anmelden/")
    walk.page.locator("h1").click()
    keys = walk.page.keyboard
    keys.press("Tab")
    keys.type(account.email)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    walk.look("Zweiter Faktor")
    walk.page.locator("h1").click()
    keys.press("Tab")
    keys.type(code_of(secret))
    keys.press("Enter")
    walk.look("Unsere Beiträge")


def test_everything_but_passkeys_works_without_javascript(browser, live_server):
    account = make_account(AccountRole.REPORTER, partners=[make_organisation()])
    secret = add_app(account)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/konto/anmelden/")
    assert page.get_by_role("button", name="Mit Passkey anmelden").count() == 0
    page.fill("[name=login]", account.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.fill("[name=code]", code_of(secret))
    page.click("main form button[type=submit]")
    expect(page).to_have_url(re.compile("/portal/$"))
    context.close()
