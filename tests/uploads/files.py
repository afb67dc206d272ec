"""Files as people hand them in, good and bad, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a form receives it."""
    return SimpleUploadedFile(name, content)


def pdf(*, password: str = "", script: str = "", action: str = "", attached: bytes = b"") -> bytes:
    """A PDF of one empty page, with a password, a script, an action on opening, or a file inside if asked for."""
    writer = PdfWriter()
    writer.add_blank_page(width=72, height=72)
    if script:
        named = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        )
        names = ArrayObject([TextStringObject("a"), writer._add_object(named)])
        tree = DictionaryObject({NameObject("/Names"): names})
        writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): tree})
    if action:
        opening = DictionaryObject({NameObject("/S"): NameObject(action), NameObject("/F"): TextStringObject("x.exe")})
        writer.root_object[NameObject("/OpenAction")] = opening
    if attached:
        writer.add_attachment("anhang.bin", attached)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    memory = io.BytesIO()
    writer.write(memory)
    return memory.getvalue()


def xlsx(rows: list[list[object]] | None = None, *, more: Mapping[str, bytes] | None = None) -> bytes:
    """An Excel table with these rows; `more` are further parts of the packed file."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    sheet = book.add_worksheet("Daten")
    for number, cells in enumerate(rows or [["a"]]):
        sheet.write_row(number, 0, cells)
    book.close()
    if more:
        with zipfile.ZipFile(memory, "a", zipfile.ZIP_DEFLATED) as packed:
            for name, content in more.items():
                packed.writestr(name, content)
    return memory.getvalue()


MAIL = (
    b"From: Erika Muster <erika@example.org>\r\nTo: redaktion@example.org\r\n"
    b"Date: Mon, 2 Nov 2026 09:00:00 +0100\r\nSubject: Meldung\r\n\r\nWir haben begonnen.\r\n"
)
