"""A table is measured before it is unpacked, and refused where it carries more than cells."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from tests.uploads.files import pdf, upload, xlsx
from tracker.uploads import check_xlsx


def refusal(content: bytes, name: str = "tabelle.xlsx") -> str:
    with pytest.raises(ValidationError) as refused:
        check_xlsx(upload(name, content))
    return refused.value.messages[0]


def test_a_table_passes_and_stands_at_its_beginning_again():
    file = upload("tabelle.xlsx", xlsx())
    check_xlsx(file)
    assert file.read(2) == b"PK"


@pytest.mark.parametrize("content", [pdf(), b"<table></table>", b"code;status", b"PK\x03\x04 nothing packed"])
def test_another_type_behind_the_name_of_a_table_is_refused(content):
    assert refusal(content) in {
        "Das ist keine Excel-Tabelle (.xlsx).",
        "Die Tabelle ist beschädigt und lässt sich nicht lesen. Speichern Sie sie neu als .xlsx.",
    }


def test_a_packed_file_that_is_no_table_is_refused():
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    assert refusal(memory.getvalue()) == "Das ist keine Excel-Tabelle (.xlsx)."


def test_an_old_excel_file_is_named_as_such():
    assert ".xls" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def test_a_bomb_is_refused_without_being_unpacked():
    bomb = xlsx(more={"xl/worksheets/sheet9.xml": b"0" * (61 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert "wurde nicht geöffnet" in refusal(bomb)


def test_a_bomb_of_many_small_parts_is_refused():
    assert "wurde nicht geöffnet" in refusal(xlsx(more={f"xl/media/{number}.bin": b"0" for number in range(500)}))


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin"]
)
def test_macros_links_and_embedded_objects_are_refused(part):
    assert "Makros" in refusal(xlsx(more={part: b"x"}))


def test_an_empty_table_file_and_one_of_fifty_megabytes_are_refused():
    assert refusal(b"") == "Die Datei ist leer."
    assert refusal(b"PK\x03\x04" + b"\0" * (50 * 1024 * 1024)) == "Die Datei ist größer als 10 MB."
