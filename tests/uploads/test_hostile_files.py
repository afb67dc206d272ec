"""Files made to keep the server busy, to break it, or to carry something in."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from tests.uploads.files import xlsx
from tracker import sheets, uploads

ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
)


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A table of which one part is another one."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return memory.getvalue()


def written(writer: PdfWriter) -> ContentFile:
    """The PDF as a file."""
    memory = io.BytesIO()
    writer.write(memory)
    return ContentFile(memory.getvalue())


def one_page() -> PdfWriter:
    """A PDF of one page."""
    writer = PdfWriter()
    writer.add_blank_page(width=72, height=72)
    return writer


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_table_of_more_tags_than_anybody_fills_in_is_not_read(part):
    content = changed(part, lambda old: old + b"<si/>" * (uploads.MAX_TAGS + 1))
    assert len(content) < 100_000
    with pytest.raises(ValidationError):
        uploads.check_xlsx(ContentFile(content))


def test_a_table_whose_parts_do_not_unpack_is_damaged():
    content = bytearray(xlsx())
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        part = packed.getinfo("xl/worksheets/sheet1.xml")
    begin = part.header_offset + 30 + len(part.filename)
    content[begin + 2 : begin + 12] = b"\xff" * 10
    with pytest.raises(ValidationError):
        uploads.check_xlsx(ContentFile(bytes(content)))
    assert sheets.read_table(io.BytesIO(bytes(content))).problems


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_entities_of_a_table_are_never_followed(part):
    content = changed(part, lambda old: ENTITIES + old.split(b"?>", 1)[1].replace(b">a<", b">&x;&b;<"))
    table = sheets.read_table(ContentFile(content))
    assert table.problems
    assert "root:" not in str(table)


def test_an_action_that_hides_its_kind_behind_a_reference_is_refused():
    writer = one_page()
    kind = writer._add_object(NameObject("/Launch"))
    action = DictionaryObject({NameObject("/S"): kind, NameObject("/F"): TextStringObject("x.exe")})
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)
    with pytest.raises(ValidationError):
        uploads.check_pdf(written(writer))


def test_a_file_that_hangs_on_a_note_of_a_page_is_refused():
    writer = one_page()
    inside = StreamObject()
    inside.set_data(b"MZ")
    held = DictionaryObject({NameObject("/F"): writer._add_object(inside)})
    spec = DictionaryObject({NameObject("/Type"): NameObject("/Filespec"), NameObject("/EF"): held})
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/FileAttachment"), NameObject("/FS"): spec})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    with pytest.raises(ValidationError):
        uploads.check_pdf(written(writer))


def test_a_page_behind_the_pdf_head_is_handed_out_to_be_saved_only():
    answer = uploads.attachment(io.BytesIO(b"%PDF-1.4 <script>"), "beleg.pdf", "application/pdf", public=True)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
