"""Somebody hands in a table by keyboard alone, in a real browser, and every page on the way is accessible."""

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.accounts.people import PASSWORD
from tests.factories_of_accounts import make_account
from tests.sheets.working import ask, download, fill
from tracker.models import StatusReport
from tracker.vocabulary import AccountRole, ReportState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return [f"{one['id']} {one['nodes'][0]['target']}" for one in found["violations"]]


def press_on(page, words: str) -> None:
    """Go to a button by keyboard and press it."""
    for _step in range(80):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.innerText || ''"):
            with page.expect_navigation(wait_until="networkidle"):
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way to {words} by keyboard")


def test_a_table_is_handed_in_by_keyboard(live_server, browser: Browser, tmp_path):
    parts = ask(2)
    account = make_account(AccountRole.REPORTER, partners=[parts[0].reporter])
    good = {"status": "in Umsetzung", "summary": "Die erste Runde läuft."}
    path = tmp_path / "tabelle.xlsx"
    path.write_bytes(fill(download(parts), good, {**good, "as_of": "bald"}))
    context = browser.new_context(locale="de-DE", viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}/konto/anmelden/?next=/portal/tabelle/")
    page.fill("[name=login]", account.email)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/portal/tabelle/")
    assert violations(page) == []
    page.set_input_files("[name=file]", str(path))
    press_on(page, "Unterschiede ansehen")
    assert "Das ist kein Tag." in page.inner_text("main")
    assert violations(page) == []
    press_on(page, "1 Zeile bestätigen")
    assert "1 Meldung wurde abgegeben" in page.inner_text("body")
    context.close()
    assert [report.state for report in StatusReport.objects.all()] == [ReportState.SUBMITTED]
