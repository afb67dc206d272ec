"""A balance in a browser, wide and narrow, light and dark: nothing to complain of; on paper no navigation."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.balance.making import built, published
from tests.browser.somebody import Somebody
from tests.browser.visitor import visitor
from tests.factories_of_accounts import make_account
from tracker.balance import building
from tracker.models import Agreement
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.browser


@pytest.fixture
def addresses(live_site: str, settings, tmp_path, monkeypatch) -> list[str]:
    """A balance of a full agreement, one of a selection, one of all, and the list."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(building, "can_print", lambda: False)
    published("voll", agreement=Agreement.objects.get(slug="allianz-2019-2021"), foreword="Guten Tag.")
    published("auswahl", title="Auswahl", agreement=Agreement.objects.get(slug="allianz-2023-2026"))
    published("alle", title="Alle")
    paths = ("/bilanz/", "/bilanz/voll/", "/bilanz/auswahl/", "/en/bilanz/alle/")
    return [live_site + path for path in paths]


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_whole_quiet_and_open_to_everybody(addresses: list[str], width: int, browser: Browser):
    with visitor(browser, width=width) as someone:
        for address in addresses:
            someone.visit(address)
    assert someone.faults == []


def test_on_paper_links_to_files_and_contents_are_left_out(addresses: list[str], browser: Browser):
    with visitor(browser) as someone:
        someone.page.goto(addresses[1])
        someone.page.emulate_media(media="print")
        assert not someone.page.locator("nav.no-print").is_visible()
        assert someone.page.locator("#methode").is_visible()


def test_a_draft_is_clean_and_says_what_it_is_on_every_printed_page(
    live_site: str, browser: Browser, tmp_path, monkeypatch, settings
):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(building, "can_print", lambda: False)
    draft = built("entwurf", agreement=Agreement.objects.get(slug="allianz-2019-2021"), with_unaccepted=True)
    client = Client()
    client.force_login(make_account(AccountRole.EDITOR))
    name = settings.SESSION_COOKIE_NAME
    with visitor(browser) as someone:
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_site}
        someone.page.context.add_cookies([cookie])
        editor = Somebody(someone.page, live_site)
        editor.go(reverse("balance_draft", args=[draft.pk]))
        assert editor.faults == []
        pages = PdfReader(io.BytesIO(someone.page.pdf(format="A4"))).pages
    assert len(pages) > 5
    assert [number for number, page in enumerate(pages) if "ENTWURF" not in page.extract_text()] == []
