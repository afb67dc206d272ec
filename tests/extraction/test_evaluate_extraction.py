"""`manage.py evaluate_extraction` counts what was found, read rightly, and put forward wrongly."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tracker.extraction.evaluation import evaluate, items

BUND = {"quote": "Der Bund wird Lotsen schulen.", "partners": ["bund"], "deadline": None}
LAENDER = {"quote": "Die Länder wollen Zuschüsse erhöhen.", "partners": ["laender"], "deadline": {"end": "2028-12-31"}}
OTHER = {"quote": "Die Zahl der Plätze sinkt seit Jahren.", "partners": [], "deadline": None}


def scores(given, wanted):
    found = evaluate(items(given), items(wanted))
    return [(score.right, score.given, score.wanted) for score in (found.sentences, found.partners, found.deadlines)]


def test_what_is_alike_is_right():
    assert scores([BUND, LAENDER], [BUND, LAENDER]) == [(2, 2, 2), (2, 2, 2), (1, 1, 1)]


def test_what_is_missed_or_too_much_costs():
    assert scores([BUND, OTHER], [BUND, LAENDER]) == [(1, 2, 2), (1, 1, 1), (0, 0, 1)]


def test_a_wrong_partner_and_a_wrong_day_cost():
    wrong = LAENDER | {"partners": ["bund"], "deadline": {"end": "2027-12-31"}}
    assert scores([wrong], [LAENDER]) == [(1, 1, 1), (0, 1, 1), (0, 1, 1)]


def test_a_day_alone_is_a_deadline_too():
    assert scores([LAENDER], [LAENDER | {"deadline": "2028-12-31"}])[2] == (1, 1, 1)


def test_partners_the_sentence_does_not_name_are_not_judged():
    assert scores([BUND], [BUND | {"named": False}])[1] == (0, 0, 0)


def test_one_proposal_counts_for_one_mark():
    assert scores([BUND], [BUND, BUND])[0] == (1, 1, 2)


def test_a_quote_may_be_longer_than_the_mark():
    assert scores([BUND | {"quote": "1. Der Bund wird Lotsen schulen (BMAS)."}], [BUND])[0] == (1, 1, 1)


def test_the_command_prints_three_rows(tmp_path):
    given, wanted = tmp_path / "given.json", tmp_path / "wanted.json"
    given.write_text(json.dumps([BUND, OTHER]), encoding="utf-8")
    wanted.write_text(json.dumps([BUND]), encoding="utf-8")
    told = call_command("evaluate_extraction", str(given), str(wanted)).splitlines()
    assert told[2].split() == ["Sätze", "0.500", "1.000", "0.667", "1", "2", "1"]
    assert [row.split()[0] for row in told[2:]] == ["Sätze", "Partner,", "Fristen"]


def test_a_text_is_read_first(tmp_path):
    text, wanted = tmp_path / "text.txt", tmp_path / "wanted.json"
    text.write_text("Der Bund wird in den nächsten zwei Jahren Lotsen schulen.", encoding="utf-8")
    marks = [{"quote": text.read_text(encoding="utf-8"), "partners": ["bund"], "deadline": "2028-11-30"}]
    wanted.write_text(json.dumps({"signed_on": "2026-11-30", "promises": marks}), encoding="utf-8")
    assert "Fristen                            1.000" in call_command("evaluate_extraction", str(text), str(wanted))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("{", "kein JSON"), ("{}", "Erwartet wird eine Liste"), ('[{"partners": []}]', "kein Feld „quote“")],
)
def test_a_bad_file_of_marks_is_named(tmp_path, content, complaint):
    given, wanted = tmp_path / "given.json", tmp_path / "wanted.json"
    given.write_text("[]", encoding="utf-8")
    wanted.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=complaint):
        call_command("evaluate_extraction", str(given), str(wanted))


def test_files_come_in_pairs(tmp_path):
    with pytest.raises(CommandError, match="gehört eine mit Markierungen"):
        call_command("evaluate_extraction", str(tmp_path / "one.json"))
