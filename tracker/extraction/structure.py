"""From lines to a document: running heads, page numbers and hyphens go, paragraphs and sentences come together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.extraction import splitting
from tracker.extraction.document import BULLET, HEADING, TEXT, Chapter, Document, Line, Paragraph, Sentence

_PAGE_NUMBER = re.compile(r"[-–—|]?\s*(?:Seite\s*)?\d{1,4}(?:\s*(?:von|/|\|)\s*\d{1,4})?\s*[-–—|]?", re.IGNORECASE)
_LONE_NUMBER = re.compile(r"[-–—]?\s*\d{1,3}\s*[-–—]?|Seite\s+\d{1,4}(?:\s+von\s+\d{1,4})?")
_BULLET = re.compile(r"(?:[•●▪■◦‣○►▶✓✔➢➔→·∙□❑]|[–—*o-](?=\s)|\uf0b7|\uf0a7|\uf0d8)\s*")
_NUMBERED = re.compile(
    r"(?:(?:Maßnahme|Ziel|Punkt|Nr\.)\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,3}[.):]|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s)|\(?[a-z]\)|\(\d{1,2}\))\s+"
)
_CHAPTER_WORD = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*\.?\s+[A-ZÄÖÜ„]|[IVX]{1,5}\.\s+\S|[A-H]\.\s+[A-ZÄÖÜ]"
    r"|(?:Handlungsfeld|Kapitel|Abschnitt|Teil|Themenfeld|Artikel|Leitziel|Schwerpunkt|Aktionsfeld|Säule|Präambel)\b)"
)
_SUBCHAPTER = re.compile(r"\d{1,2}\.\d{1,2}")
_SENTENCE_END = re.compile(r"[.!?:;…][\"“”»'’)\]]*$")
_FULL_STOP = re.compile(r"[.!?…:][\"“”»'’)\]]*$")
_HYPHEN = re.compile(r"[^\W\d_][-\u00ad\u2010]$|\u00ad$")
_CAPITALS = re.compile(r"(?:^|[^\w])(?:[A-ZÄÖÜ]{2,}|[A-ZÄÖÜ]|\d+)-$")
_KEEPS_HYPHEN = re.compile(r"(?:und|oder|bzw\.?|sowie|als|noch|bis|wie|beziehungsweise|aber|statt|über)\b")
_SUPERSCRIPT = re.compile(r"[⁰¹²³⁴-⁹]+")
_NOT_SQUARE = re.compile(r"(?<=[A-Za-zäöüßÄÖÜ.,;:)“”])[⁰¹²³⁴-⁹]+|^[⁰¹²³⁴-⁹]+\s*")
_UNITS = re.compile(r"(?:k|c|d|m|\b)m[²³]|CO²")
_FOOTNOTE = re.compile(r"(\d{1,2}|[⁰¹²³⁴-⁹]{1,2})\s+\S")
_UNFINISHED = re.compile(
    r"\b(?:der|die|das|den|dem|des|und|oder|für|mit|in|von|zu|im|am|auf|sowie|wird|werden|will|wollen|soll|sollen)\b"
    r"(?=$|.*\b(?:wird|werden|will|wollen)\b)|\b(?:wird|werden|will|wollen)\b"
)
_DIGITS = re.compile(r"\d+")
_LABEL = re.compile(r"\s*[:(]")
_WRAPPED = 160
_HEADING_LENGTH = 160
_OF_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(slots=True)
class _Block:
    """A paragraph in the making: its pieces with the line each comes from."""

    kind: str
    pieces: list[tuple[str, Line]] = field(default_factory=list)
    styled: bool = False

    @property
    def last(self) -> str:
        return self.pieces[-1][0] if self.pieces else ""

    @property
    def length(self) -> int:
        return sum(len(text) for text, _line in self.pieces)


def structure(lines: Sequence[Line]) -> Document:
    """Return the text of these lines put in order, with chapters, paragraphs and sentences."""
    kept = list(_without_page_furniture(lines))
    blocks = _blocks(kept)
    _name_headings(blocks)
    return _document(blocks)


def _clean(text: str) -> str:
    text = text.replace("\u200b", "").replace("\ufeff", "").replace("\0", " ")
    # A soft hyphen inside a line is no hyphen; at its end it is one.
    text = text.rstrip()
    if "\u00ad" in text:
        text = text[:-1].replace("\u00ad", "") + text[-1]
    return " ".join(text.split())


def _without_page_furniture(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """Yield cleaned lines without running heads and page numbers."""
    pages: list[list[tuple[str, Line]]] = []
    for line in lines:
        if not pages or line.page != pages[-1][-1][1].page:
            pages.append([])
        pages[-1].append((_clean(line.text), line))
    heads = _running_heads(pages)
    several = len(pages) > 1
    for page in pages:
        filled = [place for place, (text, _line) in enumerate(page) if text]
        edge = set(filled[:2] + filled[-2:]) if several else set()
        for place, (text, line) in enumerate(page):
            if place in edge and (_shape(text) in heads or _PAGE_NUMBER.fullmatch(text)):
                continue
            lone = not (place and page[place - 1][0]) and not (place + 1 < len(page) and page[place + 1][0])
            if lone and text and _LONE_NUMBER.fullmatch(text):
                continue
            yield text, line


def _shape(text: str) -> str:
    return _DIGITS.sub("#", text)


def _running_heads(pages: Sequence[Sequence[tuple[str, Line]]]) -> set[str]:
    """What stands at the edge of at least three pages and of at least a third of them."""
    if len(pages) < 3:
        return set()
    seen: Counter[str] = Counter()
    for page in pages:
        filled = [text for text, _line in page if text]
        seen.update({_shape(text) for text in filled[:2] + filled[-2:] if len(text) < 150})
    return {shape for shape, times in seen.items() if times >= 3 and times * 3 >= len(pages)}


def _footnotes(kept: Sequence[tuple[str, Line]]) -> tuple[set[int], dict[int | None, set[str]]]:
    """Return places of lines that are footnotes, and per page their marks: only what has a mark in the text above."""
    notes: set[int] = set()
    marks: dict[int | None, set[str]] = {}
    by_page: dict[int | None, list[int]] = {}
    for place, (_text, line) in enumerate(kept):
        if line.page is not None:
            by_page.setdefault(line.page, []).append(place)
    for page, places in by_page.items():
        body = " ".join(kept[place][0] for place in places)
        begun = False
        for place in places[len(places) // 2 :]:
            match = _FOOTNOTE.match(kept[place][0])
            if match:
                mark = match.group(1).translate(_OF_SUPERSCRIPT)
                if re.search(rf"[a-zäöüß.,;)“”]{mark}(?=[\s.,;:)]|$)", body) or match.group(1) != mark:
                    begun = True
                    marks.setdefault(page, set()).add(mark)
            if begun and kept[place][0]:
                notes.add(place)
    return notes, marks


def _without_marks(text: str, marks: set[str] | None) -> str:
    if _SUPERSCRIPT.search(text) and not _UNITS.search(text):
        text = _NOT_SQUARE.sub("", text)
    for mark in marks or ():
        text = re.sub(rf"(?<=[a-zäöüß.,;)“”]){mark}(?=[\s.,;:)]|$)", "", text)
    return text


def _width(kept: Sequence[tuple[str, Line]]) -> int:
    lengths = sorted(len(text) for text, _line in kept if text)
    return lengths[len(lengths) * 85 // 100] if lengths else 0


def _blocks(kept: Sequence[tuple[str, Line]]) -> list[_Block]:
    """Gather lines to paragraphs, list items and headings."""
    width = _width(kept)
    wrapped = 0 < width <= _WRAPPED
    notes, marks = _footnotes(kept)
    blocks: list[_Block] = []
    later: list[_Block] = []
    current: _Block | None = None
    blank = False
    for place, (raw, line) in enumerate(kept):
        if not raw:
            blank = True
            continue
        if place in notes:
            if place - 1 in notes and later and not _FOOTNOTE.match(raw):
                later[-1].pieces.append((raw, line))
            else:
                later.append(_Block(TEXT, [(raw, line)]))
            continue
        text = _without_marks(raw, marks.get(line.page))
        if not text:
            continue
        bullet = _BULLET.match(text)
        item = bool(bullet) or line.style == "item"
        if bullet and bullet.end() < len(text):
            text = text[bullet.end() :]
        numbered = _NUMBERED.match(text) is not None
        begins = item or line.style == "heading" or current is None or _new(current, text, line, blank, wrapped, width)
        if numbered and current is not None and not begins:
            begins = blank or bool(_SENTENCE_END.search(current.last)) or _short(current.last, width)
        if begins:
            if current is not None:
                blocks.append(current)
                blocks += later
                later = []
            kind = BULLET if item else HEADING if line.style == "heading" else TEXT
            current = _Block(kind, styled=line.style == "heading")
        assert current is not None  # noqa: S101  (the first line begins a block)
        current.pieces.append((text, line))
        blank = False
    if current is not None:
        blocks.append(current)
    return blocks + later


def _short(text: str, width: int) -> bool:
    return len(text) < width * 0.75


def _new(current: _Block, text: str, line: Line, blank: bool, wrapped: bool, width: int) -> bool:
    """Whether a line begins a new paragraph after this one."""
    before, last = current.pieces[-1]
    turned = last.page != line.page
    if current.styled:
        return True
    continues = text[0].islower() or (_HYPHEN.search(before) is not None)
    heads = len(current.pieces) == 1 and _looks_like_heading(before) and not _UNFINISHED.search(before)
    if turned and not blank and not _FULL_STOP.search(before):
        return not continues and heads
    if blank or turned:
        if turned and not _FULL_STOP.search(before):
            return not continues and (heads or _CHAPTER_WORD.match(text) is not None)
        return not (continues and not before.endswith((".", "!", "?", ":", ";", ",")))
    if not wrapped:
        return not (continues and not _SENTENCE_END.search(before))
    if _SENTENCE_END.search(before) and _short(before, width):
        return True
    # A short line without a full stop, before one with a capital letter, was a heading.
    heading = len(current.pieces) == 1 and current.kind == TEXT and _short(before, width)
    return heading and _looks_like_heading(before) and text[0].isupper()


def _looks_like_heading(text: str) -> bool:
    return (
        len(text) <= _HEADING_LENGTH
        and not re.search(r"[.!;:,…-]$", text)
        and (text[0].isupper() or text[0].isdigit() or text[0] in "„\"'")
    )


_FINITE = re.compile(r"\b(?:wird|werden|wollen|will|ist|sind|soll|sollen|hat|haben)\b")


def _name_headings(blocks: list[_Block]) -> None:
    """Say of short paragraphs without a full stop that they are headings."""
    for place, block in enumerate(blocks):
        if block.kind != TEXT:
            continue
        whole = " ".join(text for text, _line in block.pieces)
        last = place + 1 == len(blocks)
        leads = not last and blocks[place + 1].kind == BULLET
        verb = _FINITE.search(whole) and not _CHAPTER_WORD.match(whole)
        if not last and _looks_like_heading(whole) and not (verb and (leads or len(whole) > 80)):
            block.kind = HEADING
        elif _NUMBERED.match(whole) and not _CHAPTER_WORD.fullmatch(whole) and place and _listed(blocks, place):
            block.kind = BULLET


def _listed(blocks: Sequence[_Block], place: int) -> bool:
    """Whether a numbered paragraph stands in a list: after a lead-in with a colon, or after another item of one."""
    before = blocks[place - 1]
    return before.last.endswith(":") or (before.kind == BULLET and before.last.endswith((",", ";", "und", "sowie")))


def _document(blocks: Sequence[_Block]) -> Document:
    parts: list[str] = []
    offset = 0
    origins: list[tuple[int, Line]] = []
    spans: list[tuple[int, int, str]] = []
    for block in blocks:
        start = offset
        for place, (text, line) in enumerate(block.pieces):
            if place:
                joint = _joint(parts[-1], text)
                if joint is None:
                    parts[-1] = parts[-1][:-1]
                    offset -= 1
                elif joint:
                    parts.append(joint)
                    offset += len(joint)
            origins.append((offset, line))
            parts.append(text)
            offset += len(text)
        spans.append((start, offset, block.kind))
        parts.append("\n")
        offset += 1
    whole = "".join(parts).rstrip("\n")
    return _numbered(whole, spans, origins)


def _joint(before: str, after: str) -> str | None:
    """What joins two lines: a space, nothing, or None where a hyphen goes."""
    if before.endswith("\u00ad"):
        return None
    if len(before) > 1 and _HYPHEN.search(before):
        if after[0].isupper() or after[0].isdigit() or _CAPITALS.search(before):
            return ""
        return " " if _KEEPS_HYPHEN.match(after) else None
    return " "


def _numbered(whole: str, spans: Sequence[tuple[int, int, str]], origins: Sequence[tuple[int, Line]]) -> Document:
    titles = [(start, whole[start:end]) for start, end, kind in spans if kind == HEADING]
    top = any(_CHAPTER_WORD.match(title) and not _SUBCHAPTER.match(title) for _start, title in titles)
    titles = [item for item in titles if not (top and _SUBCHAPTER.match(item[1]))]
    ends = [start for start, _title in titles[1:]] + [len(whole)]
    chapters = tuple(
        Chapter(number, title, start, end)
        for number, ((start, title), end) in enumerate(zip(titles, ends, strict=False), start=1)
    )
    starts = [chapter.start for chapter in chapters]
    places = [offset for offset, _line in origins]
    paragraphs: list[Paragraph] = []
    found: list[Sentence] = []
    for start, end, kind in spans:
        if start >= end:
            continue
        chapter = bisect_right(starts, start) - 1
        at = None if chapter < 0 else chapter
        paragraphs.append(Paragraph(len(paragraphs) + 1, at, start, end, kind))
        pieces = [(start, end)] if kind == HEADING else splitting.sentences(whole, start, end)
        for first, last in pieces:
            line = origins[bisect_right(places, first) - 1][1]
            final = origins[bisect_right(places, last - 1) - 1][1]
            place = len(paragraphs) - 1
            found.append(Sentence(whole[first:last], first, last, line.page, line.number, final.number, place, at))
    return Document(whole, chapters, tuple(paragraphs), tuple(found))
