"""The page of a contribution says what the mails about it announce: what was withdrawn, what became of a wish."""

from datetime import date

import pytest

from tests.factories_of_accounts import make_account
from tests.portal.world import form_of, make_accepted, make_submitted, open_form, text_of
from tracker import workflow
from tracker.models import Wish
from tracker.vocabulary import AccountRole, WishKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(contribution):
    return f"/portal/{contribution.pk}/"


@pytest.fixture
def reviewer():
    return workflow.actor_of(make_account(AccountRole.REVIEWER))


@pytest.fixture
def withdrawn(contribution, reporter, reviewer):
    make_accepted(contribution, reporter, summary="Alter Stand.", as_of=date(2025, 3, 31))
    second = make_accepted(contribution, reporter, summary="Neuer Stand.", as_of=date(2025, 9, 30))
    return workflow.revoke_report(second, actor=reviewer, reason="Die Zahl war falsch.")


def test_after_a_withdrawal_the_page_says_why_and_what_the_form_begins_with(partner, withdrawn, address):
    html = text_of(partner.get(address))
    assert "Die Zahl war falsch." in html
    assert "Ausgefüllt mit Ihrer zurückgezogenen Meldung" in html
    assert "Ausgefüllt mit Ihrer zuletzt angenommenen Meldung" not in html
    assert form_of(html)["summary"] == ["Neuer Stand."]


def test_after_a_withdrawal_nothing_is_offered_to_be_confirmed_as_unchanged(partner, withdrawn, address):
    assert "/unveraendert/" not in text_of(partner.get(address))


def test_a_withdrawal_is_told_as_long_as_the_report_that_corrects_it_is_written(partner, withdrawn, address):
    partner.post(address, open_form(partner, withdrawn.contribution, summary="Berichtigt.", action="save"))
    assert "Die Zahl war falsch." in text_of(partner.get(address))


def test_a_withdrawal_is_over_when_a_later_report_is_accepted(partner, contribution, reporter, withdrawn, address):
    make_accepted(contribution, reporter, summary="Berichtigt.", as_of=date(2025, 10, 31))
    assert "Die Zahl war falsch." not in text_of(partner.get(address))


@pytest.fixture
def declined(contribution, reporter, reviewer):
    said = {"wished_deadline": date(2030, 6, 30), "deadline_wish": "Die Länder brauchen mehr Zeit."}
    report = make_submitted(contribution, reporter, **said)
    workflow.decline_wish(report.wishes.get(), answer="Der Beschluss steht.", actor=reviewer)
    return report


def test_a_decision_on_a_wish_stands_on_the_page_after_the_report_was_accepted(partner, declined, reviewer, address):
    workflow.accept(declined, actor=reviewer)
    html = text_of(partner.get(address))
    assert "Der Beschluss steht." in html
    assert "Abgelehnt" in html


def test_a_decided_wish_is_shown_and_not_asked_for_again_in_a_returned_report(partner, declined, reviewer, address):
    workflow.return_report(declined, {"summary": "Bitte genauer."}, actor=reviewer)
    html = text_of(partner.get(address))
    assert "Der Beschluss steht." in html
    assert 'name="deadline_wish"' not in html
    assert 'name="wording_wish"' in html


def test_a_returned_report_keeps_its_decided_wish_and_may_add_one_of_the_other_kind(
    partner, contribution, declined, reviewer, address
):
    workflow.return_report(declined, {"summary": "Bitte genauer."}, actor=reviewer)
    form = open_form(partner, contribution, summary="Genauer.", wording_wish="Es heißt anders.", action="submit")
    partner.post(address, form)
    kept = Wish.objects.get(kind=WishKind.DEADLINE)
    assert (kept.due_on, kept.text, kept.answer) == (
        date(2030, 6, 30),
        "Die Länder brauchen mehr Zeit.",
        "Der Beschluss steht.",
    )
    assert Wish.objects.get(kind=WishKind.WORDING).text == "Es heißt anders."
