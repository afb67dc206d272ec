"""What is filled in under "Alle melden" can be kept as drafts, for sign-off in the house; nothing is reported then."""

import pytest

from tests.portal.world import form_of, make_asked, make_draft, make_reporter, text_of
from tracker.models import StatusReport
from tracker.vocabulary import ReportState

pytestmark = pytest.mark.django_db


@pytest.fixture
def items():
    return make_asked(number=3)


@pytest.fixture
def browser_of(client, items):
    client.force_login(make_reporter(items[0].reporter))
    return client


def keep(browser, items, **said):
    page = text_of(browser.get("/portal/alle/"))
    texts = {f"item-{items[number].pk}-summary": text for number, text in enumerate(said.values())}
    return text_of(browser.post("/portal/alle/", form_of(page, "", **texts, action="keep"), follow=True))


def test_changed_rows_are_drafts_and_stand_on_the_page_for_sign_off(browser_of, items):
    html = keep(browser_of, items, first="Nach und nach.", second="Noch ohne Status.")
    assert "2 Entwürfe wurden gespeichert." in html
    states = StatusReport.objects.values_list("contribution", "state")
    assert set(states) == {(item.pk, ReportState.DRAFT) for item in items[:2]}
    sheet = text_of(browser_of.get("/portal/abzeichnen/"))
    assert "Nach und nach." in sheet and "Noch ohne Status." in sheet


def test_what_somebody_else_changed_meanwhile_is_told_at_its_row_and_the_text_stays(browser_of, items):
    page = text_of(browser_of.get("/portal/alle/"))
    make_draft(items[0], make_reporter(items[0].reporter), summary="Von der anderen Person")
    said = form_of(page, "", **{f"item-{items[0].pk}-summary": "Von mir"}, action="keep")
    html = text_of(browser_of.post("/portal/alle/", said, follow=True))
    assert "inzwischen" in html and "Von mir" in html
    assert StatusReport.objects.get().summary == "Von der anderen Person"
