"""The page of a commitment on which partners reported, as it was published: what stood there then, nothing later."""

import re
from datetime import date

import pytest
from django.core.files.base import ContentFile

from tests.public.records import html, section, words
from tests.public.test_past_pages_of_the_catalogue import linked_as_today
from tests.workflow.cycle import Cycle, later
from tracker import days, workflow
from tracker.models import Evidence
from tracker.vocabulary import Grade, Status

pytestmark = pytest.mark.django_db

PLACES = ("verlauf", "beitraege", "aenderungen")


@pytest.fixture
def cycle(monkeypatch):
    return Cycle(monkeypatch)


@pytest.fixture
def page(client, cycle):
    """Return what asks for the page of today, or as it was published on a day."""

    def ask(day: date | None = None):
        path = f"/massnahmen/{cycle.commitment.code}/"
        if day is None:
            return html(client, path)
        return linked_as_today(html(client, f"{path}?fassung={day}"), day.isoformat())

    return ask


def told(source):
    """Return the state, the course, the parts and the changes in words."""
    state = re.search(r'<dl class="state.*?</dl>', source, re.DOTALL)[0]
    return [words(state), *(words(section(source, place)) for place in PLACES)]


def test_every_day_of_a_reporting_cycle_is_told_as_it_was(cycle, page):
    stood = {}

    def next_day():
        stood[days.today()] = told(page())
        cycle.set_clock(later(1, cycle.now))

    next_day()
    asked = cycle.ask(due=14)
    next_day()
    report = cycle.report(Status.COMPLETED)
    next_day()
    cycle.accept(report, Status.IN_PROGRESS)
    next_day()
    workflow.reply(report, "Wir sehen es anders.", actor=cycle.author)
    next_day()
    workflow.extend_round(asked, due_on=days.today() + (later(20) - later(0)), reason="Ferien", actor=cycle.editor)
    next_day()
    workflow.revoke_report(report, reason="Verwechselt.", actor=cycle.reviewer)
    next_day()
    workflow.close_round(asked, actor=cycle.editor, at=later(60))
    cycle.set_clock(later(61))
    assert {day: told(page(day)) for day in stood} == stood
    # What was assessed otherwise is not told before the reply, so that day reads like the one before.
    assert len({str(said) for said in stood.values()}) == len(stood) - 1


def test_a_report_withdrawn_later_stands_in_the_version_and_not_in_the_state_of_the_day(cycle, page, client):
    report = cycle.accept(cycle.report(Status.IN_PROGRESS))
    reported_on = days.today()
    cycle.set_clock(later(5))
    workflow.revoke_report(report, reason="Verwechselt.", actor=cycle.reviewer)
    assert "Es geht voran." in page(reported_on)
    assert "maßgeblich für den Status" in page(reported_on)
    assert "heutigen Status" not in page(reported_on)
    assert "Es geht voran." not in html(client, f"/massnahmen/{cycle.commitment.code}/?stand={reported_on}")


def test_a_version_says_that_nobody_else_reviewed_and_that_the_editors_recorded_it(cycle, page, settings):
    settings.ONE_PERSON_REVIEW = True
    draft = cycle.draft(Status.IN_PROGRESS)
    report = workflow.submit(draft, actor=cycle.author, entered_by=cycle.reviewer)
    workflow.accept(report, actor=cycle.reviewer)
    reported_on, present = days.today(), page()
    cycle.set_clock(later(1))
    for words_of_page in ("ohne Gegenprüfung", "von der Redaktion nach Mitteilung des Partners erfasst"):
        assert words_of_page in words(present)
        assert words_of_page in words(page(reported_on))


def test_a_version_leads_to_a_pdf_file_as_long_as_it_is_public(cycle, page):
    draft = cycle.draft(Status.IN_PROGRESS, evidence=False)
    item = Evidence(
        report=draft, title="Bescheid", publisher="Verband", seen_on=days.today(), grade=Grade.DOCUMENT, file_size=2048
    )
    item.file.save("x.pdf", ContentFile(b"%PDF-1.4"), save=False)
    item.save()
    report = cycle.accept(workflow.submit(draft, actor=cycle.author))
    reported_on, present = days.today(), section(page(), "verlauf")
    cycle.set_clock(later(1))
    assert words(section(page(reported_on), "verlauf")) == words(present)
    assert f"/belege/{item.pk}.pdf" in page(reported_on)
    workflow.revoke_report(report, reason="Verwechselt.", actor=cycle.reviewer)
    cycle.set_clock(later(2))
    assert "Bescheid" in page(reported_on)
    assert "/belege/" not in page(reported_on)
