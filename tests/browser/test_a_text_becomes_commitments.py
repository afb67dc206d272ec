"""From a file on the disk to public commitments by keyboard alone, every page on the way without violations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tests.browser.somebody import Somebody, somebody
from tests.factories import make_agreement, make_commitment, make_partner
from tests.factories_of_accounts import make_account
from tests.intake.files import column, pdf
from tests.texts import accept, editor, make_text
from tracker import workflow
from tracker.models import Agreement, Commitment, OfficialText, Proposal
from tracker.vocabulary import AccountRole, PartnerKind, ProposalState

pytestmark = pytest.mark.browser

LINES = [
    "1. Orientierung",
    "",
    "Viele junge Menschen wissen wenig über Berufe.",
    "Die Kammern werden bis Ende 2028 in jeder Region eine Messe ausrich-",
    "ten. Die Kammern werden außerdem alle Schulen besuchen.",
    "",
    "2. Ausbildung",
    "",
    "Die Kammern werden eine Börse für Lehrstellen aufbauen.",
]


@pytest.fixture
def person(browser: Browser, live_server) -> Iterator[Somebody]:
    """An editor with a browser, signed in."""
    client = Client()
    client.force_login(make_account(AccountRole.EDITOR))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    with somebody(browser, live_server.url) as one:
        one.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        yield one


@pytest.fixture
def agreement(person: Somebody) -> Agreement:
    """A draft of an agreement and the partners its text names."""
    make_partner("kammern", name="Kammern", abbreviation="Kammern", kind=PartnerKind.GROUP)
    return make_agreement(published=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The signed text as it was sent round."""
    path = tmp_path / "erklaerung.pdf"
    path.write_bytes(pdf([[place for place in column(70, LINES) if place[2]]]))
    return path


def go_on(page: Page, key: str) -> None:
    """Press a shortcut and wait for the page it leads to."""
    with page.expect_navigation(wait_until="networkidle"):
        page.keyboard.press(key)


def test_a_text_is_read_in_reviewed_and_published_by_keyboard_alone(person, agreement, file):
    page = person.page
    page.on("filechooser", lambda chooser: None)  # so that the browser asks the test from now on
    person.go(reverse("admin:text_list"))
    person.press(f'#content a[href="{reverse("admin:text_new")}"]')
    person.reach("#id_agreement")
    page.keyboard.press("ArrowDown")  # the only one there is
    person.reach("#id_file")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    person.press("button[value=preview]")
    expect(page.locator("#content")).to_contain_text("3 Vorschläge")
    person.press("button[value=confirm]")

    expect(page.locator(".intake__progress")).to_contain_text("0 von 3 Sätzen geprüft")
    go_on(page, "a")
    expect(page.locator(".intake__progress")).to_contain_text("1 von 3 Sätzen geprüft")
    page.keyboard.press("x")
    page.keyboard.press("Tab")  # the ground stays the first one
    page.keyboard.type("Steht im Haushalt.")
    person.press("button[value=reject]")
    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("Börse für Lehrstellen")
    page.keyboard.press("Escape")
    go_on(page, "a")
    expect(page.locator(".intake__progress")).to_contain_text("3 von 3 Sätzen geprüft")
    assert not Commitment.objects.filter(published_at__isnull=False).exists()
    go_on(page, "p")
    person.look()
    person.press("button[name=_publish]")

    first, second = Commitment.objects.order_by("code")
    assert "ausrichten" in first.wording and str(first.due_on) == "2028-12-31"
    assert second.title == "Börse für Lehrstellen"
    assert all(item.published_at is not None for item in (first, second))
    assert [part.partner.key for part in first.contributions.all()] == ["kammern"]
    assert Proposal.objects.get(state=ProposalState.REJECTED).reason == "Steht im Haushalt."
    person.go(reverse("public:agreement_text", args=[agreement.slug]))
    person.press(f'.promise__code[href$="{second.code}/"]')
    expect(page.locator("h1")).to_have_text("Börse für Lehrstellen")
    person.press('a[href*="/text/#satz-"]')
    assert person.faults == []


def test_without_a_script_the_same_buttons_do_it(browser, live_server, agreement):
    text = make_text(agreement)
    client = Client()
    client.force_login(make_account(AccountRole.EDITOR))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    with somebody(browser, live_server.url, java_script_enabled=False) as one:
        one.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        one.page.goto(live_server.url + reverse("admin:text_review", args=[text.pk]))
        one.page.locator("button[value=accept]").press("Enter")
        expect(one.page.locator(".intake__progress")).to_contain_text("1 von 3 Sätzen geprüft")
        one.page.locator("#ablehnen summary").press("Enter")
        one.page.locator("button[value=reject]").press("Enter")
        expect(one.page.locator(".intake__progress")).to_contain_text("2 von 3 Sätzen geprüft")


def test_shortcuts_leave_fields_alone_and_can_be_turned_off(person, agreement):
    text = make_text(agreement)
    page = person.page
    person.go(reverse("admin:text_review", args=[text.pk]))
    page.keyboard.press("e")
    page.keyboard.type("aaa")
    assert "aaa" in page.input_value("#id_title")
    page.keyboard.press("Escape")
    page.locator(".intake__keys summary").press("Enter")
    with page.expect_navigation(wait_until="networkidle"):
        page.locator("button[name=an]").press("Enter")
    page.keyboard.press("a")
    page.reload()
    page.keyboard.press("a")
    assert Proposal.objects.waiting().count() == 3


def test_an_offered_commitment_is_ticked_with_one_key(person, agreement):
    earlier = make_commitment(title="Jede Schule besuchen", description="Der Lehrerverband besucht jede Schule.")
    text = make_text(agreement)
    person.go(reverse("admin:text_review", args=[text.pk]))
    person.page.keyboard.press("1")
    go_on(person.page, "a")
    assert [item.code for item in Commitment.objects.get(agreement=agreement).continues.all()] == [earlier.code]


def test_every_state_of_the_pages_is_without_violations(person, agreement):
    known = make_commitment(agreement, title="Lehrstellenbörse", description="Eine Börse der Kammern.", published=False)
    text = make_text(agreement)
    accept(text, 2)
    person.go(reverse("admin:text_attach", args=[text.pk]))
    found = Proposal.objects.get(commitment__isnull=False)
    person.go(f"{reverse('admin:text_review', args=[text.pk])}?vorschlag={found.pk}")
    person.go(f"{reverse('admin:text_review', args=[text.pk])}?kapitel=2")
    workflow.publish_text(OfficialText.objects.get(), actor=editor(), with_text=True)
    person.go(f"/en{reverse('public:agreement_text', args=[agreement.slug])}")
    assert known.pk and person.faults == []
