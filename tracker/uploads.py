"""Files that people hand in: looked at by their content before anything keeps or reads them, handed out as attachments.

The name a file comes with says nothing and is never used: not for deciding what it is, not on disk, not in a header.
"""

from __future__ import annotations

import contextlib
import email
import logging
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from email.message import Message
from enum import StrEnum
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.http import FileResponse
from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_ENTRIES = 400
MAX_UNPACKED = 60 * 1024 * 1024
MAX_TAGS = 1_000_000
PIECE = 1024 * 1024
MAX_PDF_OBJECTS = 100_000
ACTIONS_REFUSED = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/RichMediaExecute"}
KEYS_REFUSED = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia"}
KEYS_PASSED_BY = {"/Parent", "/P", "/Contents", "/Resources", "/StructTreeRoot", "/Metadata", "/Prev", "/Thumb", "/AP"}
PARTS_REFUSED = ("xl/vbaproject", "xl/macrosheets/", "xl/activex/", "xl/embeddings/", "xl/externallinks/")

# what the parser says about a broken file quotes the file; it has no place in a log
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class ProofKind(StrEnum):
    """What a mail kept as proof is, by its content; the value is the ending it is handed out with."""

    EML = "eml"
    MSG = "msg"
    PDF = "pdf"
    XLSX = "xlsx"


def check_pdf(file: File) -> None:
    """Raise ValidationError with a sentence unless the file is a PDF that can be read and does nothing by itself."""
    _check_size(file)
    head = _head(file, 1024)
    if not head.startswith(b"%PDF-"):
        raise ValidationError(_("This is no PDF file. Save the document as PDF and choose it again."))
    try:
        with _rewound(file) as content:
            _check_pdf_content(content)
    except ValidationError:
        raise
    except Exception as error:  # the parser raises whatever a hostile file makes it stumble over
        raise ValidationError(_("The PDF file is damaged and cannot be read. Save it anew as PDF.")) from error


def _check_pdf_content(content: IO[bytes]) -> None:
    reader = PdfReader(content)
    if reader.is_encrypted:
        raise ValidationError(_("The PDF file is protected by a password. Save it without protection."))
    if not len(reader.pages):
        raise ValidationError(_("The PDF file has no pages."))
    _walk(reader)


def _walk(reader: PdfReader) -> None:
    """Follow the catalogue of a PDF to its pages, names, fields and annotations, and refuse what acts by itself."""
    waiting: list[Any] = [reader.trailer["/Root"]]
    seen: set[int] = set()
    left = MAX_PDF_OBJECTS
    while waiting:
        left -= 1
        if left < 0:
            raise ValidationError(_("The PDF file is too complicated to be checked. Print it into a new PDF."))
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in seen:
                continue
            seen.add(item.idnum)
            item = item.get_object()
        if isinstance(item, DictionaryObject):
            # read by its key: that follows a reference, behind which the kind of an action may hide
            if ("/S" in item and item["/S"] in ACTIONS_REFUSED) or KEYS_REFUSED & item.keys():
                raise ValidationError(_active())
            waiting.extend(item.raw_get(key) for key in item if key not in KEYS_PASSED_BY)
        elif isinstance(item, ArrayObject):
            waiting.extend(list.__iter__(item))


def _active() -> str:
    return _("The PDF file contains scripts, forms that send, or further files. Print it into a new PDF.")


def check_xlsx(file: File) -> None:
    """Raise ValidationError with a sentence unless the file is an Excel table without macros, unpacked within bounds.

    The sizes are those of the directory, beyond which the reader of a part never goes. Every part is unpacked once,
    piece by piece and kept nowhere, to count its tags: reading them is what takes time, not their bytes.
    """
    _check_size(file)
    head = _head(file, 8)
    if head.startswith(OLD_OFFICE):
        raise ValidationError(
            _("This is an old Excel file (.xls) or a locked one. Save it as .xlsx without a password.")
        )
    if not head.startswith(b"PK\x03\x04"):
        raise ValidationError(_("This is no Excel table (.xlsx)."))
    try:
        with _rewound(file) as content, zipfile.ZipFile(content) as packed:
            parts = packed.infolist()
            _check_parts(parts)
            _check_tags(packed, parts)
    except ValidationError:
        raise
    except Exception as error:  # the unpacker raises whatever a hostile file makes it stumble over
        raise ValidationError(_("The table is damaged and cannot be read. Save it anew as .xlsx.")) from error


def _check_tags(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    left = MAX_TAGS
    for part in parts:
        with packed.open(part) as content:
            while piece := content.read(PIECE):
                left -= piece.count(b"<")
                if left < 0:
                    raise ValidationError(_("The table unpacks to far more than a table needs. It was not opened."))


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.casefold() for part in parts}
    if len(parts) > MAX_ENTRIES or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise ValidationError(_("The table unpacks to far more than a table needs. It was not opened."))
    if not {"[content_types].xml", "xl/workbook.xml"} <= names:
        raise ValidationError(_("This is no Excel table (.xlsx)."))
    if any(part.flag_bits & 0x1 for part in parts):
        raise ValidationError(_("The table is protected by a password. Save it without one."))
    if any(name.startswith(PARTS_REFUSED) for name in names):
        raise ValidationError(_("The table contains macros, embedded objects or links to other files. Remove them."))


def check_mail(file: File) -> ProofKind:
    """What the mail kept as proof is (mail, PDF or Excel table); raises ValidationError with a sentence if none."""
    _check_size(file)
    head = _head(file, 4096)
    if head.startswith(b"%PDF-"):
        check_pdf(file)
        return ProofKind.PDF
    if head.startswith(b"PK"):
        check_xlsx(file)
        return ProofKind.XLSX
    if head.startswith(OLD_OFFICE):
        with _rewound(file) as content:
            if "__properties_version1.0".encode("utf-16-le") in content.read():
                return ProofKind.MSG
    elif _is_mail(head):
        return ProofKind.EML
    raise ValidationError(_("This is no mail (.eml, .msg), no PDF file and no Excel table."))


def _is_mail(head: bytes) -> bool:
    """Whether a text begins with the head of a mail: a sender and a day or a way it came."""
    if b"\0" in head:
        return False
    mail: Message = email.message_from_bytes(head)
    return "From" in mail and ("Date" in mail or "Received" in mail)


def proof_kind(file: File) -> ProofKind:
    """What a proof is that was checked when it was kept."""
    head = _head(file, 8)
    if head.startswith(b"%PDF-"):
        return ProofKind.PDF
    if head.startswith(b"PK"):
        return ProofKind.XLSX
    return ProofKind.MSG if head.startswith(OLD_OFFICE) else ProofKind.EML


def download_name(words: Iterable[str], ending: str) -> str:
    """A file name of our own from some words: lower-case ASCII letters, figures and hyphens, never empty."""
    plain = "-".join(words).replace("ß", "ss")
    for umlaut, letters in zip("äöüÄÖÜ", ("ae", "oe", "ue", "ae", "oe", "ue"), strict=True):
        plain = plain.replace(umlaut, letters)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")
    return f"{stem or 'datei'}.{ending}"


def attachment(content: IO[bytes], name: str, kind: str, *, public: bool = False) -> FileResponse:
    """Hand a file out to be saved, never to be shown; `name` is one of our own, from `download_name`."""
    response = FileResponse(content, as_attachment=True, filename=name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, no-cache" if public else "no-store, private"
    return response


def _check_size(file: File) -> None:
    if not file.size:
        raise ValidationError(_("The file is empty."))
    limit = settings.UPLOAD_MAX_BYTES
    if file.size > limit:
        raise ValidationError(_("The file is larger than %d MB.") % (limit // (1024 * 1024)))


def _head(file: File, number: int) -> bytes:
    with _rewound(file) as content:
        return content.read(number)


@contextlib.contextmanager
def _rewound(file: File) -> Iterator[IO[bytes]]:
    """The content of a file from its beginning; afterwards it stands at the beginning again and stays open."""
    file.seek(0)
    try:
        yield file
    finally:
        file.seek(0)
