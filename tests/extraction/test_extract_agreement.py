"""`manage.py extract_agreement` prints proposals as JSON, as a table or for reading, and needs no database."""

import csv
import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.intake.files import column, pdf

TEXT = "1. Beratung\n\nDer Bund wird gemeinsam mit den Ländern bis Ende 2028 fünf Zentren gründen.\nDas ist gut.\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "vereinbarung.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_json_has_every_field_of_the_interface(file):
    (row,) = json.loads(call_command("extract_agreement", str(file), "--format", "json"))
    assert row == {
        "quote": "Der Bund wird gemeinsam mit den Ländern bis Ende 2028 fünf Zentren gründen.",
        "chapter": "1. Beratung",
        "paragraph": 2,
        "page": None,
        "line": 3,
        "partners": ["bund"],
        "participants": ["laender"],
        "deadline": {"start": None, "end": "2028-12-31", "precision": "year", "wording": "bis Ende 2028"},
        "modality": "commitment",
        "quantities": ["fünf Zentren"],
        "instruments": [],
        "target_groups": [],
        "confidence": 0.93,
        "reasons": [
            "„Bund“ nennt, wer handelt.",
            "„wird“ sagt etwas fest zu.",
            "„gründen“ nennt die Handlung.",
            "„bis Ende 2028“ nennt eine Frist.",
        ],
    }


def test_a_form_feed_parts_pages(file):
    file.write_text("Vorwort.\n\fDie Länder prüfen die Zuschüsse.\n", encoding="utf-8")
    (row,) = json.loads(call_command("extract_agreement", str(file), "--format", "json"))
    assert (row["page"], row["deadline"]) == (2, None)


def test_spans_count_from_the_day_of_signing(file):
    file.write_text("Der Bund wird in den kommenden zwei Jahren Lotsen schulen.", encoding="utf-8")
    told = call_command("extract_agreement", str(file), "--format", "json", "--signed-on", "2026-11-30")
    assert json.loads(told)[0]["deadline"]["end"] == "2028-11-30"


def test_the_end_of_the_term_is_the_one_given(file):
    file.write_text("Der Bund wird bis zum Ende der Laufzeit Lotsen schulen.", encoding="utf-8")
    told = call_command("extract_agreement", str(file), "--format", "json", "--term-end", "2029-12-31")
    assert json.loads(told)[0]["deadline"]["end"] == "2029-12-31"


def test_a_table_has_one_row_for_each(file):
    (row,) = csv.DictReader(io.StringIO(call_command("extract_agreement", str(file), "--format", "csv")), delimiter=";")
    assert (row["partners"], row["deadline_end"]) == ("bund", "2028-12-31")


def test_the_text_for_reading_is_german_and_counts(file):
    told = call_command("extract_agreement", str(file))
    assert "bund; feste Zusage" in told
    assert told.endswith("1 Vorschläge; 2 von 3 Sätzen sind keine Zusagen.")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"\xff\xfe\xfa", "unbekannten Kodierung"), (b" \n", "Die Datei ist leer"), (b"%PDF-1.7", "beschädigt")],
)
def test_a_bad_file_is_named_with_a_sentence(file, content, complaint):
    file.write_bytes(content)
    with pytest.raises(CommandError, match=complaint):
        call_command("extract_agreement", str(file))


def test_a_missing_file_is_named_with_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="lässt sich nicht lesen"):
        call_command("extract_agreement", str(tmp_path / "nichts.txt"))


def test_a_pdf_is_read_as_a_text_is(tmp_path):
    path = tmp_path / "vereinbarung.pdf"
    path.write_bytes(pdf([column(70, ["Der Bund wird bis Ende 2028 in jeder Region eine Messe ausrichten."])]))
    [row] = json.loads(call_command("extract_agreement", str(path), format="json"))
    assert (row["partners"], row["deadline"]["end"], row["page"]) == (["bund"], "2028-12-31", 1)
