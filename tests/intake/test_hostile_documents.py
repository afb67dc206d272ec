"""A document that is broken, locked, hostile or no agreement ends in one sentence, whatever it is called."""

from __future__ import annotations

import io
import subprocess
import zipfile

import pytest
from django.core.exceptions import ValidationError

from tests.intake.files import WORDS, column, open_document, packed, pdf, word_document
from tracker.intake import reading

ENGLISH = (
    "The partners of the alliance will improve the quality of training and they are going to report on it every year. "
    "It is the aim of this agreement that all young people have the chance to start with a vocational training."
)
BROKEN = (f"{WORDS} Förderung für Ältere. " * 5).encode().decode("cp1252")
LOST = "Die F\ufffdrderung f\ufffdr \ufffdltere wird gest\ufffdrkt. " * 3


def bomb() -> bytes:
    """Two hundred megabytes of nothing in a Word document of two hundred kilobytes."""
    memory = io.BytesIO(word_document(("Normal", WORDS)))
    with zipfile.ZipFile(memory, "a", zipfile.ZIP_DEFLATED) as file, file.open("word/media/a.bin", "w") as part:
        for _number in range(200):
            part.write(bytes(1024 * 1024))
    return memory.getvalue()


def many_pages() -> bytes:
    return pdf([column(70, [WORDS])], times=5000)


def entities() -> bytes:
    content = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        file.writestr("content.xml", content)
    return memory.getvalue()


HOSTILE = {
    "nothing": (lambda: b"", "Die Datei ist leer."),
    "blanks": (lambda: b" \n\t ", "Die Datei ist leer."),
    "scanned": (lambda: pdf([[], []]), "Bilder von Seiten"),
    "page numbers alone": (lambda: pdf([[(300, 40, "1")], [(300, 40, "2")]]), "Bilder von Seiten"),
    "encrypted": (lambda: pdf([column(70, [WORDS])], password="geheim"), "Passwort"),
    "broken": (lambda: pdf([column(70, [WORDS])])[:200], "beschädigt"),
    "a PDF by name only": (lambda: b"%PDF-1.7 und dann nichts", "beschädigt"),
    "5,000 pages": (many_pages, "mehr als 300 Seiten"),
    "macros": (lambda: packed({"word/vbaProject.bin": b"x"}, onto=word_document(("Normal", WORDS))), "Makros"),
    "macros of OpenOffice": (lambda: packed({"Basic/Standard/a.xml": b"x"}, onto=open_document("")), "Makros"),
    "a zip bomb": (bomb, "entpackt viel größer"),
    "entities": (entities, "beschädigt"),
    "a broken DOCX": (lambda: word_document(("Normal", WORDS))[:-300], "beschädigt"),
    "an old DOC": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "alte Word-Datei"),
    "RTF": (lambda: b"{\\rtf1 Hallo}", "Rich-Text-Format"),
    "a spreadsheet": (lambda: packed({"xl/workbook.xml": b"<x/>"}), "kein Textdokument"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "Bild"),
    "a program": (lambda: b"\x7fELF" + bytes(range(32)) * 20, "kein Text"),
    "broken umlauts": (lambda: BROKEN.encode(), "falschen Kodierung"),
    "letters lost": (lambda: LOST.encode(), "falschen Kodierung"),
    "no known letters": (lambda: b"\x81\x8d\x8f Text", "unbekannten Kodierung"),
    "English": (lambda: ENGLISH.encode(), "auf Englisch"),
    "no words": (lambda: b"1 2 3\n4 5 6", "keinen Text"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bad_document_ends_in_a_sentence(name):
    make, sentence = HOSTILE[name]
    with pytest.raises(ValidationError) as caught:
        reading.read(make(), "vereinbarung.pdf")
    [told] = caught.value.messages
    assert sentence in told and told.endswith(".")


def test_a_file_of_200_megabytes_is_refused_by_its_size_alone():
    with pytest.raises(ValidationError, match="größer als 10 MB"):
        reading.check_size(200 * 1024 * 1024)


def test_a_text_far_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_WORDS", 5)
    with pytest.raises(ValidationError, match="mehr als 5 Wörter"):
        reading.pasted(WORDS)


def test_reading_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(reading, "SECONDS", 0.001)
    with pytest.raises(ValidationError, match="zu lange"):
        reading.read(pdf([column(70, [WORDS])]))


def test_reading_that_wants_too_much_memory_is_stopped(monkeypatch):
    monkeypatch.setattr(reading, "MEMORY", 1024 * 1024)
    with pytest.raises(ValidationError, match="zu viel Speicher"):
        reading.read(pdf([column(70, [WORDS])]))


@pytest.mark.parametrize(("code", "sentence"), [(-9, "zu lange"), (-24, "zu lange"), (-11, "zu viel Speicher")])
def test_a_process_that_the_system_kills_is_told(monkeypatch, code, sentence):
    def killed(command, **options):
        return subprocess.CompletedProcess(command, code, stdout=b"", stderr=b"")

    monkeypatch.setattr(reading.subprocess, "run", killed)
    with pytest.raises(ValidationError, match=sentence):
        reading.read(pdf([column(70, [WORDS])]))


def test_the_process_knows_nothing_of_the_site():
    words = reading.WORKER.read_text()
    assert "import django" not in words and "from tracker" not in words and "from django" not in words
