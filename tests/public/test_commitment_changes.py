"""The page of a commitment tells every public change: when, by which role, why, and what became different."""

from datetime import date

import pytest

from tests.factories import make_commitment, make_fact, make_partner
from tests.public.records import html, section, words
from tracker import workflow
from tracker.vocabulary import Precision, Status

pytestmark = pytest.mark.django_db


def changes(client, commitment):
    return [
        words(item)
        for item in section(html(client, f"/massnahmen/{commitment.code}/"), "aenderungen").split("<li>")[1:]
    ]


def test_the_newest_change_stands_first(client):
    commitment = make_commitment()
    make_fact(commitment, Status.IN_PROGRESS)
    newest, first = changes(client, commitment)
    assert "Neue Angabe" in newest
    assert "Angabe hinzugefügt, Stand: 30. Juni 2024." in newest
    assert "Status: vorher: Status nicht bekannt jetzt: in Umsetzung" in newest
    assert "Erfasst mit 0 Angaben." in first


def test_a_withdrawn_fact_leaves_the_timeline_and_its_reason_stays(client):
    commitment = make_commitment()
    report = make_fact(commitment, Status.IN_PROGRESS, summary="Das war falsch.")
    workflow.revoke_fact(report, reason="Die Quelle meint ein anderes Programm.", actor=workflow.system_actor())
    source = html(client, f"/massnahmen/{commitment.code}/")
    assert "Das war falsch." not in source
    newest = changes(client, commitment)[0]
    assert "Angabe zurückgezogen, Stand: 30. Juni 2024." in newest
    assert newest.count("Die Quelle meint ein anderes Programm.") == 1


def test_a_moved_deadline_shows_before_and_after_and_the_reason_once(client):
    commitment = make_commitment(due_on=date(2024, 12, 31))
    workflow.move_deadline(
        commitment,
        due_on=date(2027, 6, 30),
        wording="bis Mitte 2027",
        precision=Precision.DAY,
        reason="Die Mittel kamen später.",
        actor=workflow.system_actor(),
    )
    newest = changes(client, commitment)[0]
    assert "vorher: 31. Dezember 2024, „bis zu diesem Tag“ jetzt: 30. Juni 2027, „bis Mitte 2027“" in newest
    assert newest.count("Die Mittel kamen später.") == 1


def test_a_corrected_text_shows_both_texts(client):
    commitment = make_commitment(title="Alter Titel")
    workflow.correct_wording(
        commitment, texts={"title": "Neuer Titel"}, reason="Tippfehler.", actor=workflow.system_actor()
    )
    source = section(html(client, f"/massnahmen/{commitment.code}/"), "aenderungen")
    assert "Titel: gestrichen: Alter , eingefügt: Neuer , Titel" in words(source)
    assert source.count("<del>") == source.count("<ins>") == 1
    assert "Tippfehler." in source


def test_a_named_reporter_is_told(client):
    group, reporter = make_partner(kind="group", name="Wirtschaft"), make_partner(name="Dachverband")
    commitment = make_commitment(leads=[group])
    workflow.name_reporter(commitment.contributions.all(), reporter, actor=workflow.system_actor())
    assert "Es meldet für Wirtschaft: Dachverband." in changes(client, commitment)[0]


def test_no_name_of_a_person_who_acted_is_shown(client, django_user_model):
    user = django_user_model.objects.create_user("erika", first_name="Erika", last_name="Beispiel", is_staff=True)
    commitment = make_commitment()
    fact = make_fact(commitment, Status.IN_PROGRESS)
    workflow.revoke_fact(fact, reason="Doppelt.", actor=workflow.actor_of(user))
    source = html(client, f"/massnahmen/{commitment.code}/")
    assert "Beispiel" not in source
    assert "erika" not in source.lower()
