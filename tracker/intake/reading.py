"""From a file or pasted words to lines: looked at by its content, parsed in a process that may be stopped.

Whatever is wrong with a file ends in a `ValidationError` with one sentence; nothing is stored here.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.extraction import Line

MAX_PAGES = 300
MAX_WORDS = 200_000
MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 40
SECONDS = 60
MIN_WORDS = 20
MEGABYTE = 1024 * 1024
WORKER = Path(__file__).with_name("worker.py")

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GERMAN_WORDS = (
    "der die das und den dem des ein eine einer wird werden ist sind im zu zur zum für mit auf von bei nicht sich "
    "auch als bis oder durch an wir sie"
)
ENGLISH_WORDS = "the of and to in for with that is are will be by on as this which their from at it we have has not our"
GERMAN, ENGLISH = frozenset(GERMAN_WORDS.split()), frozenset(ENGLISH_WORDS.split())

SENTENCES: dict[str, Promise] = {
    "locked": gettext_lazy("The file is protected by a password. Save it without protection."),
    "damaged": gettext_lazy("The file is damaged and cannot be read. Save it anew and choose it again."),
    "scanned": gettext_lazy(
        "This PDF holds pictures of pages, but no text. Let a program recognise the text first, or paste the text."
    ),
    "pages": gettext_lazy(
        "The file has more than %(pages)d pages. An agreement is shorter; choose the agreement alone."
    ),
    "macros": gettext_lazy("The document contains macros. Save it without macros, as .docx or PDF."),
    "bomb": gettext_lazy("The file unpacks to far more than a text needs. It was not opened."),
    "memory": gettext_lazy(
        "Reading the file took too much memory and was stopped. Save the text alone, without pictures."
    ),
    "time": gettext_lazy("Reading the file took too long and was stopped. Save the text alone, without pictures."),
}


def read(data: bytes, name: str = "") -> list[Line]:
    """The lines of a file by its content; raises ValidationError with a sentence if it cannot be read.

    Its name decides nothing but whether a text without any head of its own is a page of the web.
    """
    if not data.strip():
        raise ValidationError(_("The file is empty."))
    check_size(len(data))
    kind = kind_of(data)
    if kind != "text":
        return checked(apart(kind, data))
    text = decoded(data)
    head = text[:2000].lstrip().lower()
    if head.startswith(("<!doctype html", "<html")) or (
        name.lower().endswith((".html", ".htm", ".xhtml")) and head.startswith("<")
    ):
        return checked(apart("html", text.encode()))
    return pasted(text)


def check_size(size: int) -> None:
    """Raise ValidationError with a sentence for a file that is too large, before it is read."""
    limit = settings.UPLOAD_MAX_BYTES
    if size > limit:
        raise ValidationError(_("The file is larger than %d MB.") % (limit // MEGABYTE))


def pasted(text: str) -> list[Line]:
    """The lines of a text that is here already; a form feed begins a new page."""
    if not text.strip():
        raise ValidationError(_("The text is empty."))
    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    rows: list[tuple[int | None, str, str]] = [
        (number if len(pages) > 1 else None, line.rstrip(), "")
        for number, page in enumerate(pages, start=1)
        for line in page.split("\n")
    ]
    return checked(rows)


def kind_of(data: bytes) -> str:
    """What a file is by its first bytes: pdf, docx, odt or text; raises ValidationError for what is none of them."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(OLD_OFFICE):
        raise ValidationError(
            _("This is an old Word file (.doc) or a locked document. Save it as .docx without a password.")
        )
    if data.startswith(b"{\\rtf"):
        raise ValidationError(_("This is a file in Rich Text Format (.rtf). Save it as .docx or PDF."))
    if data.startswith(b"PK\x03\x04"):
        if b"application/vnd.oasis.opendocument.text" in data[:200]:
            return "odt"
        if b"word/" in data:
            return "docx"
        raise ValidationError(_("This is a packed file, but no text document. Choose a PDF, DOCX, ODT, HTML or text."))
    if data[:8] == b"\x89PNG\r\n\x1a\n" or data[:3] == b"\xff\xd8\xff" or data[:4] in (b"II*\0", b"MM\0*"):
        raise ValidationError(_("This is a picture. Let a program recognise the text first, or paste the text."))
    return "text"


def decoded(data: bytes) -> str:
    """The words of a text file, whichever of the usual encodings it has."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    if data[1:200:2].count(0) > 80 or data[0:200:2].count(0) > 80:
        return _decoded(data, "utf-16-le" if data[1] == 0 else "utf-16-be")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(data, "cp1252")
    if "\0" in text or sum(char < " " and char not in "\t\n\r\f" for char in text[:5000]) > 5:
        raise ValidationError(_("This is no text. Choose a PDF, DOCX, ODT, HTML or text file."))
    return text


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("The letters of the file are stored in a way that is not known. Save it as text in UTF-8.")
        ) from error


def apart(kind: str, data: bytes) -> list[tuple[int | None, str, str]]:
    """The lines of a document, read by a process of its own that is stopped when it takes too long or too much."""
    bounds = [str(MAX_PAGES), str(MEMORY), str(CPU_SECONDS)]
    command = [sys.executable, "-I", str(WORKER), kind, *bounds]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise ValidationError(_sentence("time")) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        # Killed by the system: its time was up, or it wanted more memory than there is.
        raise ValidationError(_sentence("time" if done.returncode in (-9, -24) else "memory")) from error
    if "error" in answer:
        raise ValidationError(_sentence(answer["error"]))
    return [(page, text, style) for page, text, style in answer["lines"]]


def _sentence(word: str) -> str:
    return str(SENTENCES[word]) % {"pages": MAX_PAGES}


def checked(rows: list[tuple[int | None, str, str]]) -> list[Line]:
    """The lines, once they are a German text that can be read; empty ones part paragraphs and stay.

    Their numbers run through the whole text, so that a passage can be cited by them.
    """
    words = [word for _page, text, _style in rows for word in re.findall(r"[^\W\d_]+", text)]
    if not words:
        raise ValidationError(_("There is no text in the file."))
    if len(words) > MAX_WORDS:
        raise ValidationError(_("The text has more than %d words. Choose the agreement alone.") % MAX_WORDS)
    whole = "\n".join(text for _page, text, _style in rows)
    broken = whole.count("\N{REPLACEMENT CHARACTER}") + len(re.findall("Ã[¤¶¼Ÿ„–œ\u009f\u0084\u0096\u009c]|â€", whole))
    if broken > max(2, len(words) // 200):
        raise ValidationError(
            _("Umlauts in the text are broken: it was saved in the wrong encoding. Save it anew as UTF-8, or paste it.")
        )
    if len(words) >= MIN_WORDS:
        lower = [word.lower() for word in words]
        german, english = sum(word in GERMAN for word in lower), sum(word in ENGLISH for word in lower)
        if english > 2 * german:
            raise ValidationError(_("The text is in English. Choose the German text of the agreement."))
    return [
        Line(text=text, page=page, number=number, style=style) for number, (page, text, style) in enumerate(rows, 1)
    ]
