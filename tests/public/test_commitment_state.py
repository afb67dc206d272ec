"""The frame of a commitment says status, status at the end of the term and deadline, each with what it rests on."""

from datetime import date

import pytest

from tests.factories import make_agreement, make_commitment, make_fact
from tests.public.records import TODAY, html, on_that_day, words  # noqa: F401
from tracker import workflow
from tracker.vocabulary import Kind, Precision, Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


def state(client, code, path="/massnahmen"):
    source = html(client, f"{path}/{code}/")
    return words(source[source.index('<dl class="state') : source.index("</dl>")])


def test_status_comes_with_day_evidence_and_basis(client, catalogue):
    said = state(client, "AAW-2019-1.12")
    assert "Daueraufgabe Angabe vom 30. Oktober 2023, nach Laufzeitende, Dokument." in said
    assert "Als Ganzes eingeschätzt, keine Angaben einzelner Partner." in said


def test_an_ended_term_says_what_was_known_at_its_end(client, catalogue):
    assert "Am Ende der Laufzeit, 31. Dezember 2022 in Umsetzung" in state(client, "AAW-2019-1.12")


def test_a_running_term_says_until_when(client, catalogue):
    said = state(client, "AAW-2023-10")
    assert "läuft bis 31. Dezember 2026" in said
    assert "Am Ende der Laufzeit" not in said


def test_without_deadline_none_is_made_up(client, catalogue):
    assert "Der Text nennt keine Frist. Aus der Laufzeit wird keine abgeleitet." in state(client, "AAW-2019-1.12")


def test_a_derived_deadline_says_so_and_is_never_called_overdue(client, catalogue):
    said = state(client, "AAW-2019-2.27")
    assert "26. August 2024 Zeitraum vorbei, nicht als abgeschlossen belegt" in said
    assert "„in den kommenden fünf Jahren“, aus dem Text abgeleitet." in said
    assert "Keine Verschiebung erfasst." in said


def test_a_stated_deadline_that_has_passed_says_since_when(client):
    commitment = make_commitment(due_on=date(2024, 12, 31))
    assert "31. Dezember 2024 Frist abgelaufen, vor 1 Jahr und 10 Monaten" in state(client, commitment.code)


def test_a_moved_deadline_shows_the_agreed_one_the_count_and_the_reason(client):
    commitment = make_commitment(due_on=date(2024, 12, 31))
    workflow.move_deadline(
        commitment,
        due_on=date(2027, 6, 30),
        wording="bis Mitte 2027",
        precision=Precision.DAY,
        reason="Die Mittel kamen später.",
        actor=workflow.system_actor(),
    )
    said = state(client, commitment.code)
    assert "30. Juni 2027 Frist läuft noch" in said
    assert "Zuerst vereinbart: 31. Dezember 2024; 1-mal verschoben." in said
    assert "Die Mittel kamen später." in said


def test_a_target_is_reached_not_completed(client):
    target = make_commitment(kind=Kind.TARGET)
    make_fact(target, Status.COMPLETED)
    assert "erreicht" in state(client, target.code)
    assert "abgeschlossen" not in state(client, target.code)


def test_a_reason_stands_beside_an_unknown_status(client):
    commitment = make_commitment()
    assert "Status nicht bekannt Keine Quelle gefunden." in state(client, commitment.code)


def test_a_position_has_a_sentence_and_no_frame(client):
    position = make_commitment(make_agreement(), kind=Kind.POSITION)
    make_fact(position)
    source = html(client, f"/massnahmen/{position.code}/")
    assert '<dl class="state' not in source
    assert '<svg class="strip"' not in source
    assert "hat keinen Status und wird nicht gezählt" in words(source)
    assert "Was dazu bekannt ist" in words(source)
    assert "ohne Statusangabe" not in words(source)


def test_a_time_that_a_declaration_names_is_told_and_no_deadline(client, catalogue):
    source = words(html(client, "/massnahmen/AAW-2019-1.49/"))
    assert "Im Text genannte Zeit: „in den Jahren 2020 bis 2022“." in source
    assert "Frist" not in source.partition("Kennung AAW-2019-1.49")[2].partition("Abonnieren")[0]
