"""What somebody wrote in simple words stands before all else, is found, has its past and is told when it changes."""

from datetime import timedelta

import pytest

from tests.factories import make_agreement, make_commitment, record_change
from tests.public.records import html, section, words
from tracker import days, search
from tracker.models import ActionField
from tracker.vocabulary import Coverage

pytestmark = pytest.mark.django_db

SAID = "Jeder junge Mensch bekommt ein Angebot."


def say(item, text):
    with record_change() as change:
        item.simple_words = text
        item.save()
        change.touch(item.agreement if isinstance(item, ActionField) else item)


@pytest.fixture
def commitment():
    return make_commitment(simple_words=SAID, description="Die Partner sichern den Pfad.")


def test_they_stand_before_the_description(client, commitment):
    page = html(client, f"/massnahmen/{commitment.code}/")
    main = page[page.index("<h1") :]
    assert main.index("In einfachen Worten") < main.index(SAID) < main.index("Die Partner sichern den Pfad.")


def test_an_english_page_marks_them_as_german(client, commitment):
    page = html(client, f"/en/massnahmen/{commitment.code}/")
    assert "In simple words" in page and f'<p lang="de">{SAID}</p>' in page


def test_where_nobody_wrote_them_nothing_is_shown(client):
    assert "In einfachen Worten" not in html(client, f"/massnahmen/{make_commitment().code}/")


def test_they_are_found_by_the_search(commitment):
    assert commitment.pk in search.ranks("Mensch")


@pytest.mark.parametrize("coverage", [Coverage.FULL, Coverage.SELECTION])
def test_those_of_an_action_field_stand_on_the_page_of_its_agreement(client, coverage):
    agreement = make_agreement(fields=["Erstes Feld"], coverage=coverage, coverage_note="Auswahl.")
    say(agreement.action_fields.get(), SAID)
    assert f"In einfachen Worten {SAID}" in words(
        section(html(client, f"/vereinbarungen/{agreement.slug}/"), "handlungsfelder")
    )


def test_a_change_is_told_word_by_word(client, commitment):
    say(commitment, "Jeder Mensch bekommt ein Angebot.")
    newest = section(html(client, f"/massnahmen/{commitment.code}/"), "aenderungen").split("<li>")[1]
    assert "In einfachen Worten" in newest and "gestrichen: junge" in words(newest)
    assert "junge" in html(client, "/aenderungen/")


def test_a_version_of_a_past_day_says_what_was_said_then(client, monkeypatch):
    agreement = make_agreement(fields=["Erstes Feld"])
    commitment = make_commitment(agreement, simple_words=SAID)
    say(agreement.action_fields.get(), SAID)
    today = days.today()
    monkeypatch.setattr(days, "today", lambda: today + timedelta(days=1))
    for address in (f"/massnahmen/{commitment.code}/", f"/vereinbarungen/{agreement.slug}/"):
        assert SAID in html(client, f"{address}?fassung={today.isoformat()}")
    assert commitment.code in html(client, f"/massnahmen/?q=Mensch&fassung={today.isoformat()}")


def test_the_files_of_agreements_carry_those_of_their_action_fields(client):
    agreement = make_agreement(fields=["Erstes Feld", "Zweites Feld"])
    say(agreement.action_fields.get(number=2), SAID)
    told = client.get(f"/api/v1/agreements/{agreement.slug}/").json()
    assert [field.get("simple_words") for field in told["agreement"]["action_fields"]] == [None, SAID]
