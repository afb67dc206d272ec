"""A commitment's page says of every contribution who reports, until when, where it stands, and what was decided."""

from datetime import date, timedelta

import pytest

from tests.factories import make_agreement, make_commitment, make_partner
from tests.factories_of_accounts import make_account
from tests.notify.conftest import clock  # noqa: F401
from tests.notify.world import DUE, hand_in, open_round
from tests.public.records import html, section, words
from tracker import workflow
from tracker.vocabulary import AccountRole, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(clock):  # noqa: F811
    """One contribution that a round asks for, its reporter and a reviewer."""
    partner = make_partner("verband", name="Verband der Bäcker")
    commitment = make_commitment(make_agreement("allianz"), leads=[partner])
    part = commitment.contributions.get()
    return {
        "commitment": commitment,
        "part": part,
        "reporter": make_account(AccountRole.REPORTER, partners=[partner]),
        "reviewer": make_account(AccountRole.REVIEWER),
        "asked": open_round([part]),
    }


def page(client, house):
    return html(client, f"/massnahmen/{house['commitment'].code}/")


def contributions(client, house):
    return words(section(page(client, house), "beitraege"))


def accept(house, report, **assessment):
    return workflow.accept(report, actor=workflow.actor_of(house["reviewer"]), **assessment)


def test_while_it_is_due_the_day_is_said_once(client, house):
    said = contributions(client, house)
    assert said.count("angefordert bis 31. März 2026") == 1
    assert "nie gemeldet" not in said
    assert "Wer nie gefragt wurde" not in said


def test_after_the_day_the_state_says_until_when_it_was_asked_for(client, house, clock):  # noqa: F811
    clock.set(DUE + timedelta(days=1))
    assert "angefordert, nie gemeldet war bis 31. März 2026 angefordert" in contributions(client, house)


def test_a_submitted_and_a_returned_report_read_the_same(client, house):
    report = hand_in(house["part"], house["reporter"])
    before = client.get(f"/massnahmen/{house['commitment'].code}/")
    workflow.return_report(report, {"summary": "Genauer."}, actor=workflow.actor_of(house["reviewer"]))
    after = client.get(f"/massnahmen/{house['commitment'].code}/")
    assert "gemeldet, in Prüfung" in words(before.content.decode())
    assert (before.content, before.headers["ETag"]) == (after.content, after.headers["ETag"])


def test_an_accepted_report_stands_in_the_course_and_in_the_changes(client, house):
    accept(house, hand_in(house["part"], house["reporter"]))
    source = page(client, house)
    assert "Es geht voran." in source
    assert "Meldung von Verband der Bäcker angenommen, Stand 1. Februar 2026." in words(section(source, "aenderungen"))
    assert "Meldung aktuell" in contributions(client, house)


def test_a_differing_assessment_is_hidden_until_the_reply_and_then_said_with_it(client, house):
    report = hand_in(house["part"], house["reporter"])
    before = client.get(f"/massnahmen/{house['commitment'].code}/")
    report = accept(house, report, assessed_status=Status.PREPARING, note="Die Quelle zeigt erst die Vorbereitung.")
    after = client.get(f"/massnahmen/{house['commitment'].code}/")
    assert (before.content, before.headers["ETag"]) == (after.content, after.headers["ETag"])
    workflow.reply(report, "Wir sehen das anders.", actor=workflow.actor_of(house["reporter"]))
    source = page(client, house)
    said = words(source)
    assert "anders eingeschätzt als gemeldet" in contributions(client, house)
    assert f'href="#angabe-{report.pk}"' in source
    assert "Zur Einschätzung: Die Quelle zeigt erst die Vorbereitung." in said
    assert "Antwort des Partners: Wir sehen das anders." in said
    assert "Meldung von Verband der Bäcker mit abweichender Einschätzung angenommen" in said


def test_a_report_entered_by_staff_says_so(client, house):
    editor = make_account(AccountRole.EDITOR)
    draft = workflow.start_draft(house["part"], actor=workflow.actor_of(house["reporter"]), on=date(2026, 2, 1))
    data = workflow.ReportData(as_of=date(2026, 2, 1), status=Status.IN_PROGRESS, summary="Es geht voran.")
    draft = workflow.save_draft(draft, data, actor=draft.author)
    report = workflow.submit(draft, actor=draft.author, entered_by=workflow.actor_of(editor))
    accept(house, report)
    assert "von der Redaktion nach Mitteilung des Partners erfasst" in page(client, house)


def test_a_report_reviewed_by_its_author_says_so(client, house, settings):
    settings.ONE_PERSON_REVIEW = True
    both = make_account(AccountRole.REPORTER, AccountRole.REVIEWER, partners=[house["part"].reporter])
    report = hand_in(house["part"], both)
    workflow.accept(report, actor=workflow.actor_of(both))
    assert "ohne Gegenprüfung" in page(client, house)


def test_the_overview_says_until_when_the_partners_were_asked(client, house):
    assert "Die Partner wurden zuletzt um Meldungen bis zum 31. März 2026 gebeten." in words(html(client, "/"))
