"""Reads one document to lines. Runs as a process of its own, with bounds on memory and time; knows nothing of the site.

The document comes on standard input; on standard output goes one JSON object: `{"lines": [[page, text, style], ...]}`
or `{"error": word}`, where `reading.py` has a sentence for every word. A style is "heading", "item" or empty.
"""

from __future__ import annotations

import io
import itertools
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
GAP = 24.0
"""So many points lie between a line of the left column and one of the right, at least."""


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
    pieces: list[tuple[float, float, str]] = []

    def note(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            pieces.append((x, y, text))

    plain = page.extract_text(visitor_text=note) or ""
    width = float(page.mediabox.width)
    ordered = in_columns(pieces, width)
    return ordered if ordered is not None else [line.rstrip() for line in plain.split("\n")]


def in_columns(pieces: list[tuple[float, float, str]], width: float) -> list[str] | None:
    """The lines of a page set in two columns but stored line by line across both; None for any other page."""
    rows: dict[int, list[tuple[float, str]]] = {}
    for x, y, text in pieces:
        rows.setdefault(round(y), []).append((x, text))
    middle = width / 2
    right_starts = sorted(x for row in rows.values() for x, _text in row if x > middle - GAP)
    both = [row for row in rows.values() if len(row) > 1]
    if len(both) < 5 or len(both) < len(rows) / 2 or not right_starts:
        return None
    edge = right_starts[0] if right_starts[-1] - right_starts[0] < GAP else right_starts[len(right_starts) // 2]
    # Stored in reading order already: the left column is over when the right one begins.
    sides = [x >= edge - GAP / 2 for x, _y, _text in pieces]
    turns = sum(now != before for before, now in itertools.pairwise(sides))
    if turns <= 4 or sum(sides) < 5:
        return None
    found: list[str] = []
    left: list[str] = []
    right: list[str] = []
    for y in sorted(rows, reverse=True):
        row = sorted(rows[y])
        west = "".join(text for x, text in row if x < edge - GAP / 2).strip("\n")
        east = "".join(text for x, text in row if x >= edge - GAP / 2).strip("\n")
        whole = not east and len(west) * 4.5 > middle
        if whole:  # a heading across both columns: what stood above it is read first
            found += [*left, *right, west]
            left, right = [], []
            continue
        if west:
            left.append(west)
        if east:
            right.append(east)
    return [*found, *left, *right]


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
    except MemoryError:
        answer = {"error": "memory"}
    except Exception:  # a parser raises whatever a hostile file makes it stumble over
        answer = {"error": "damaged"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
