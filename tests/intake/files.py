"""Documents as somebody may hand them in, good and bad, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
from pypdf import PdfReader, PdfWriter

Placed = tuple[float, float, str]
WORDS = "Die Kammern werden bis Ende 2028 in jeder Region eine Messe ausrichten und darüber berichten."


def pdf(pages: Sequence[Sequence[Placed]], *, password: str = "", owner: str = "", times: int = 1) -> bytes:
    """A PDF with words at places (points from the lower left), page by page, all of them so many times."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in list(range(len(pages))) * times)
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages) * times} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for number, placed in enumerate(pages):
        stream = b"BT /F1 10 Tf\n"
        for x, y, words in placed:
            plain = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
            stream += f"1 0 0 1 {x} {y} Tm (".encode() + plain + b") Tj\n"
        stream += b"ET"
        page = f"/Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R"
        objects.append(f"<< /Type /Page {page} /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return locked(out, password, owner) if password or owner else out


def locked(data: bytes, password: str, owner: str) -> bytes:
    """The PDF behind a password; with an owner's password alone it opens without one."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user_password=password, owner_password=owner or password, algorithm="RC4-128")
    memory = io.BytesIO()
    writer.write(memory)
    return memory.getvalue()


def column(x: float, words: Sequence[str], top: float = 780) -> list[Placed]:
    """Lines one below the other."""
    return [(x, top - 14 * number, line) for number, line in enumerate(words)]


def word_document(*paragraphs: tuple[str, str]) -> bytes:
    """A DOCX of (style, words)."""
    document = docx.Document()
    for style, words in paragraphs:
        document.add_paragraph(words, style=style)
    memory = io.BytesIO()
    document.save(memory)
    return memory.getvalue()


def packed(parts: dict[str, bytes], *, onto: bytes = b"") -> bytes:
    """A packed file with these parts, in addition to those of another."""
    memory = io.BytesIO(onto)
    with zipfile.ZipFile(memory, "a" if onto else "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return memory.getvalue()


def open_document(body: str) -> bytes:
    """An ODT with this body."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body>"
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        file.writestr("content.xml", f"{content}</office:document-content>")
    return memory.getvalue()
