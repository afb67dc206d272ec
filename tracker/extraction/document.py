"""What a text is made of for the reading of promises: lines go in, a document with offsets comes out."""

from __future__ import annotations

from dataclasses import dataclass

TEXT, BULLET, HEADING = "text", "bullet", "heading"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands in the file; `style` is "heading" or "item" where the file itself says so."""

    text: str
    page: int | None = None
    number: int = 0
    style: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter (action field): its running number, its heading with the printed number, and its place in the text."""

    number: int
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, an item of a list or a heading; `chapter` is the place of its chapter, None before the first."""

    number: int
    chapter: int | None
    start: int
    end: int
    kind: str = TEXT


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; `paragraph` and `chapter` are places in the document, `line` and `last_line` numbers of lines."""

    text: str
    start: int
    end: int
    page: int | None
    line: int
    last_line: int
    paragraph: int
    chapter: int | None


@dataclass(frozen=True, slots=True)
class Document:
    """A text put in order. All offsets point into `text`: `text[sentence.start:sentence.end] == sentence.text`."""

    text: str
    chapters: tuple[Chapter, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    sentences: tuple[Sentence, ...] = ()
