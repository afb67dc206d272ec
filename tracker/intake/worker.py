"""Reads one document to lines. Runs as a process of its own, with bounds on memory and time; knows nothing of the site.

The document comes on standard input; on standard output goes one JSON object: `{"lines": [[page, text, style], ...]}`
or `{"error": word}`, where `reading.py` has a sentence for every word. A style is "heading", "item" or empty.
"""

from __future__ import annotations

import io
import json
import logging
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

Line = tuple[int | None, str, str]

MAX_PARTS = 2000
MAX_UNPACKED = 80 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024
OFFICE_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
WORDS_PER_PAGE = 5
MIN_ROWS = 5
MIN_SIDE = 12


class Unreadable(Exception):
    """The document cannot be read; the message is the word for why."""


def bounded(memory: int, seconds: int) -> None:
    """Let this process have no more memory and time than this, write no file and leave no image of itself behind."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def lines_of(kind: str, data: bytes, max_pages: int) -> Iterator[Line]:
    """The lines of a document of this kind."""
    if kind == "pdf":
        return pdf_lines(data, max_pages)
    if kind == "docx":
        return docx_lines(data)
    if kind == "odt":
        return odt_lines(data)
    return html_lines(data.decode("utf-8"))


# --- PDF -------------------------------------------------------------------------------------------------------------


def pdf_lines(data: bytes, max_pages: int) -> Iterator[Line]:
    """The lines of a PDF page by page, two columns one after the other."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data))
    # Many are locked against changes only and open with the empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("locked")
    tree: Any = reader.root_object["/Pages"]
    if tree["/Count"] > max_pages:  # says so before any page is looked at
        raise Unreadable("pages")
    count = len(reader.pages)
    if not count:
        raise Unreadable("damaged")
    if count > max_pages:
        raise Unreadable("pages")
    words = 0
    for number, page in enumerate(reader.pages, start=1):
        for text in page_lines(page):
            words += len(text.split())
            yield number, text, ""
    if words < WORDS_PER_PAGE * count:
        raise Unreadable("scanned")


def page_lines(page: Any) -> list[str]:
    """The lines of one page in reading order."""
    plain = [line.rstrip() for line in (page.extract_text() or "").split("\n")]
    if len(plain) < MIN_ROWS:
        return plain
    laid_out = page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False)
    return in_columns(plain, [row.rstrip() for row in laid_out.split("\n") if row.strip()]) or plain


def in_columns(plain: list[str], rows: list[str]) -> list[str] | None:
    """The lines of a page of two columns whose words are stored line by line across both; None for any other page.

    `rows` are the lines as they lie on the page, with blanks for the space between words.
    """
    gutter = _gutter(rows)
    if gutter is None:
        return None
    halves = [(row[:gutter], row[gutter:]) for row in rows if not _crosses(row, gutter)]
    both = [(left.split(), right.split()) for left, right in halves if left.strip() and right.strip()]
    sides = [sum(len(" ".join(pair[side])) for pair in both) / len(both) for side in (0, 1)]
    # A table has short cells; columns of prose are about as long as each other.
    if min(sides) < MIN_SIDE or min(sides) < 0.5 * max(sides):
        return None
    stored = {" ".join(line.split()) for line in plain}
    if sum(" ".join([*left, *right]) in stored for left, right in both) < len(both) / 2:
        return None
    found: list[str] = []
    columns: tuple[list[str], list[str]] = ([], [])
    for row in rows:
        if _crosses(row, gutter):  # over both columns: what stood above it is read first
            found += [*columns[0], *columns[1], " ".join(row.split())]
            columns = ([], [])
            continue
        for side, part in enumerate((row[:gutter], row[gutter:])):
            if part.strip():
                columns[side].append(" ".join(part.split()))
    return [*found, *columns[0], *columns[1]]


def _gutter(rows: list[str]) -> int | None:
    """Where the space between two columns is, counted in signs; None on a page with one."""
    width = max(map(len, rows), default=0)
    best, place = 0, None
    for at in range(width * 3 // 10, width * 7 // 10):
        apart = [row for row in rows if not _crosses(row, at)]
        both = sum(1 for row in apart if row[:at].strip() and row[at:].strip())
        worth = both - 3 * (len(rows) - len(apart))
        if both >= MIN_ROWS and worth > best:
            best, place = worth, at
    return place if best >= len(rows) / 3 else None


def _crosses(row: str, at: int) -> bool:
    """Whether words stand where the space between columns would be."""
    return row[max(at - 1, 0) : at + 1].strip() != ""


# --- Office documents ------------------------------------------------------------------------------------------------


def unpacked(data: bytes) -> zipfile.ZipFile:
    """The packed document, once it is clear that it unpacks within bounds and holds no macros."""
    packed = zipfile.ZipFile(io.BytesIO(data))
    parts = packed.infolist()
    total = sum(part.file_size for part in parts)
    bomb = any(p.file_size > RATIO_FROM and p.file_size > MAX_RATIO * max(p.compress_size, 1) for p in parts)
    if len(parts) > MAX_PARTS or total > MAX_UNPACKED or bomb:
        raise Unreadable("bomb")
    if any(part.flag_bits & 0x1 for part in parts):
        raise Unreadable("locked")
    names = {part.filename.casefold() for part in parts}
    if any("vbaproject" in name or name.startswith(("basic/", "scripts/", "word/activex")) for name in names):
        raise Unreadable("macros")
    return packed


def docx_lines(data: bytes) -> Iterator[Line]:
    """The paragraphs of a Word document, tables cell by cell, with the pages as they were last laid out."""
    import docx
    from docx.table import Table

    with unpacked(data) as packed:
        if b"macroEnabled" in packed.read("[Content_Types].xml"):
            raise Unreadable("macros")
    page = 1

    def walk(container: Any, depth: int = 0) -> Iterator[Line]:
        nonlocal page
        if depth > 5:
            return
        for item in container.iter_inner_content():
            if isinstance(item, Table):
                seen = set()
                for row in item.rows:
                    for cell in row.cells:
                        if cell._tc not in seen:
                            seen.add(cell._tc)
                            yield from walk(cell, depth + 1)
                continue
            style = (item.style.name or "") if item.style is not None else ""
            text = item.text.replace("\t", " ").strip()
            heads = re.match(r"Heading|Überschrift|Title", style) is not None
            properties = item._p.pPr
            listed = style.startswith("List") or (properties is not None and properties.numPr is not None)
            listed = listed and not heads
            page += len(item.rendered_page_breaks)
            for part in text.split("\n"):
                yield page, part, "heading" if heads and part else "item" if listed and part else ""
            if not listed:
                yield page, "", ""

    yield from walk(docx.Document(io.BytesIO(data)))


def odt_lines(data: bytes) -> Iterator[Line]:
    """The headings, paragraphs and items of a text in the format of OpenDocument."""
    from defusedxml.ElementTree import fromstring

    with unpacked(data) as packed:
        root = fromstring(packed.read("content.xml"))
    tag = f"{{{OFFICE_TEXT}}}"

    def words(node: Any) -> str:
        parts = [node.text or ""]
        for child in node:
            if child.tag == f"{tag}s" or child.tag == f"{tag}tab":
                parts.append(" ")
            elif child.tag == f"{tag}line-break":
                parts.append("\n")
            elif child.tag != f"{tag}note":
                parts.append(words(child))
            parts.append(child.tail or "")
        return "".join(parts)

    page = 1

    def walk(node: Any, listed: bool) -> Iterator[Line]:
        nonlocal page
        for child in node:
            if child.tag in (f"{tag}h", f"{tag}p"):
                page += sum(1 for part in child.iter() if part.tag == f"{tag}soft-page-break")
                style = "heading" if child.tag == f"{tag}h" else "item" if listed else ""
                for part in words(child).strip().split("\n"):
                    yield page, part, style if part else ""
                if not listed:
                    yield page, "", ""
            else:
                if child.tag == f"{tag}soft-page-break":
                    page += 1
                yield from walk(child, listed or child.tag == f"{tag}list-item")

    yield from walk(root, False)


# --- HTML ------------------------------------------------------------------------------------------------------------

BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "tr",
    "table",
    "ul",
    "ol",
    "br",
    "blockquote",
    "dd",
    "dt",
    "main",
    "td",
    "th",
}
LEFT_OUT = {"script", "style", "nav", "header", "footer", "noscript", "template", "head", "form", "aside", "svg"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class _Page(HTMLParser):
    """Gathers the lines of a page of the web, without what frames it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._words: list[str] = []
        self._style = ""
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if self._hidden:
            self._hidden += [tag] if tag in LEFT_OUT else []
            return
        if tag in LEFT_OUT:
            self._end()
            self._hidden.append(tag)
        elif tag in HEADINGS or tag in BLOCKS or tag == "li":
            self._end(blank=tag != "br")
            self._style = "heading" if tag in HEADINGS else "item" if tag == "li" else ""

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.pop()
        elif tag in HEADINGS or tag in BLOCKS or tag == "li":
            self._end(blank=True)
            self._style = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._words.append(data)

    def _end(self, blank: bool = True) -> None:
        text = " ".join("".join(self._words).split())
        self._words = []
        if text:
            self.lines.append((None, text, self._style))
            if blank:
                self.lines.append((None, "", ""))

    def close(self) -> None:
        super().close()
        self._end()


def html_lines(text: str) -> Iterator[Line]:
    """The lines of a page of the web: one for each heading, paragraph, item and cell."""
    page = _Page()
    page.feed(text)
    page.close()
    return iter(page.lines)


def main() -> None:
    """Read the document on standard input, answer on standard output."""
    kind, max_pages, memory, seconds = sys.argv[1], *map(int, sys.argv[2:5])
    data = sys.stdin.buffer.read()
    try:
        bounded(memory, seconds)
        answer: dict[str, Any] = {"lines": list(lines_of(kind, data, max_pages))}
    except Unreadable as error:
        answer = {"error": str(error)}
    except (MemoryError, ImportError, OSError):  # nothing is opened here but packages, which find no room
        answer = {"error": "memory"}
    except Exception:  # a parser raises whatever a hostile file makes it stumble over
        answer = {"error": "damaged"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
