"""From the link in the reminder to a report handed in takes six interactions at most, the second factor included."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.people import PASSWORD, add_app, code_of
from tests.portal.world import make_accepted, make_asked, make_reporter
from tracker.models import StatusReport
from tracker.vocabulary import ReportState, Status

pytestmark = pytest.mark.browser
MOST = 6


class Person:
    """Somebody at a browser; every form of the sign-in that is sent, every choice, text and click counts as one."""

    def __init__(self, page: Page, root: str) -> None:
        self.page, self.root, self.taken = page, root, 0

    def follow(self, path: str) -> None:
        self.taken += 1
        self.page.goto(self.root + path, wait_until="networkidle")

    def send(self, **texts: str) -> None:
        self.taken += 1
        for name, text in texts.items():
            self.page.fill(f"[name={name}]", text)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state("networkidle")

    def choose(self, status: Status) -> None:
        self.taken += 1
        self.page.check(f"[name=status][value={status}]")

    def write(self, text: str) -> None:
        self.taken += 1
        self.page.fill("[name=summary]", text)

    def press(self, role: str, words: str) -> None:
        self.taken += 1
        self.page.get_by_role(role, name=words, exact=True).first.click()  # type: ignore[arg-type]


@pytest.fixture
def contribution(transactional_db):
    return make_asked()[0]


@pytest.fixture
def reporter(contribution):
    return make_reporter(contribution.reporter)


@pytest.fixture
def arrived(browser, live_server, contribution, reporter):
    """The person after following the link and signing in with password and code."""
    secret = add_app(reporter)
    context = browser.new_context(locale="de-DE", reduced_motion="reduce")
    person = Person(context.new_page(), live_server.url)
    person.follow(f"/portal/{contribution.pk}/")
    person.send(login=reporter.email, password=PASSWORD)
    person.send(code=code_of(secret))
    expect(person.page.locator("h1")).to_have_text(contribution.commitment.title)
    yield person
    context.close()


def is_handed_in(person: Person) -> bool:
    expect(person.page.get_by_role("status").first).to_contain_text("Gemeldet:")
    return StatusReport.objects.order_by("-pk").first().state == ReportState.SUBMITTED


def test_a_first_report_takes_no_more(arrived):
    arrived.choose(Status.IN_PROGRESS)
    arrived.write("Die ersten zwölf Gespräche sind geführt.")
    arrived.press("button", "Melden")
    assert is_handed_in(arrived)
    assert arrived.taken <= MOST


@pytest.fixture
def reported_before(contribution, reporter):
    return make_accepted(contribution, reporter, status=Status.IN_PROGRESS)


def test_a_report_confirmed_as_unchanged_takes_no_more(reported_before, arrived):
    arrived.press("link", "Unverändert bestätigen")
    arrived.press("button", "Unverändert melden")
    assert is_handed_in(arrived)
    assert arrived.taken <= MOST
