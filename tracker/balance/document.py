"""A balance as plain data: sections, sentences, tables and charts. Page, PDF and DOCX are made from this alone.

It is frozen as JSON when a balance is built, so that no format says anything else than the others, and none of them
anything new later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from typing import Any, ClassVar

from tracker.pages.xmltext import legible

FORMAT = 1
"""Counted up when documents of an earlier release can no longer be read."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a sentence; `url` is the path they lead to, `hidden` words are for screen readers only."""

    text: str
    url: str = ""
    strong: bool = False
    hidden: bool = False


Rich = list[Run]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `look` is lead, note, small or plain."""

    KIND: ClassVar[str] = "paragraph"

    words: Rich
    look: str = "plain"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of sentences."""

    KIND: ClassVar[str] = "list"

    items: list[Rich]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; numbers stand to the right."""

    label: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names the rows; the last `feet` rows are sums."""

    KIND: ClassVar[str] = "table"

    caption: str
    heads: list[Head]
    rows: list[list[Rich]]
    feet: int = 0

    @property
    def body(self) -> list[list[tuple[Head, Rich]]]:
        """The rows without the sums, each cell with the head of its column."""
        return self._with_heads(self.rows[: len(self.rows) - self.feet])

    @property
    def foot(self) -> list[list[tuple[Head, Rich]]]:
        """The sums, in the same way."""
        return self._with_heads(self.rows[len(self.rows) - self.feet :])

    @property
    def has_numbers(self) -> bool:
        """Whether most of its columns hold numbers."""
        return sum(head.is_number for head in self.heads) * 2 > len(self.heads)

    def _with_heads(self, rows: list[list[Rich]]) -> list[list[tuple[Head, Rich]]]:
        return [list(zip(self.heads, row, strict=True)) for row in rows]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: its label and the counts by status code, in the order in which they stand."""

    label: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of measures by status; the table that follows it holds the same numbers. `full` fills the whole width."""

    KIND: ClassVar[str] = "chart"

    title: str
    alt: str
    bars: list[Bar]
    full: int
    labels: dict[str, str]

    @property
    def drawn(self) -> list[tuple[Bar, list[tuple[str, float, float, int]]]]:
        """Each bar with its parts as (status, x in percent, width in percent, count)."""
        found = []
        for bar in self.bars:
            x, parts = 0.0, []
            for status, count in bar.counts.items():
                width = 100 * count / max(self.full, 1)
                parts.append((status, x, width, count))
                x += width
            found.append((bar, parts))
        return found


Block = Paragraph | Listing | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part; `key` is its anchor, `level` that of its heading (2 to 4)."""

    key: str
    title: str
    level: int
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def walk(self) -> Iterator[Section]:
        """This section and all within it, as they stand in the document."""
        yield self
        for inner in self.sections:
            yield from inner.walk()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole balance.

    `standings` and `deadlines` hold the status and the due day of every code per agreement, for the next one to
    compare with.
    """

    title: str
    subtitle: str
    kind: str
    day: str
    revision: int
    made_on: str
    publisher: str
    site: str
    url: str
    licence: str
    licence_url: str
    draft_words: str
    opening: list[Block]
    sections: list[Section]
    standings: dict[str, dict[str, str | None]]
    deadlines: dict[str, dict[str, str | None]]
    language: str = "de"

    @property
    def is_draft(self) -> bool:
        """Whether it rests on reports that are not accepted yet."""
        return bool(self.draft_words)

    def walk(self) -> Iterator[Section]:
        """All sections as they stand in the document."""
        for section in self.sections:
            yield from section.walk()

    def as_data(self) -> dict[str, Any]:
        """The document as JSON holds it, in words that every format can hold."""
        data: dict[str, Any] = _legible(
            {
                **asdict(self),
                "opening": [_block_data(block) for block in self.opening],
                "sections": [_section_data(section) for section in self.sections],
                "format": FORMAT,
            }
        )
        return data


def from_data(data: dict[str, Any]) -> Document:
    """The document that `as_data` froze."""
    values = {name: value for name, value in data.items() if name != "format"}
    values["opening"] = [_block(item) for item in data["opening"]]
    values["sections"] = [_section(item) for item in data["sections"]]
    return Document(**values)


def _legible(value: Any) -> Any:
    """The same data with every text legible."""
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, list):
        return [_legible(item) for item in value]
    if isinstance(value, dict):
        return {key: _legible(item) for key, item in value.items()}
    return value


def _block_data(block: Block) -> dict[str, Any]:
    return {"type": block.KIND, **asdict(block)}


def _section_data(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "level": section.level,
        "blocks": [_block_data(block) for block in section.blocks],
        "sections": [_section_data(inner) for inner in section.sections],
    }


def _section(data: dict[str, Any]) -> Section:
    return Section(
        key=data["key"],
        title=data["title"],
        level=data["level"],
        blocks=[_block(item) for item in data["blocks"]],
        sections=[_section(item) for item in data["sections"]],
    )


def _block(data: dict[str, Any]) -> Block:
    match data["type"]:
        case "paragraph":
            return Paragraph(_rich(data["words"]), data["look"])
        case "list":
            return Listing([_rich(item) for item in data["items"]])
        case "table":
            heads = [Head(**head) for head in data["heads"]]
            rows = [[_rich(cell) for cell in row] for row in data["rows"]]
            return Table(data["caption"], heads, rows, data["feet"])
        case _:
            bars = [Bar(**bar) for bar in data["bars"]]
            return Chart(data["title"], data["alt"], bars, data["full"], data["labels"])


def _rich(data: list[dict[str, Any]]) -> Rich:
    return [Run(**run) for run in data]


def plain(words: Rich) -> str:
    """The words as one text, without those for screen readers."""
    return "".join(run.text for run in words if not run.hidden)


def rich(html: object, *, url: str = "") -> Rich:
    """A sentence of the pages (links, bold numbers, hidden words) as runs; plain text stays one run.

    Plain text is escaped by whoever calls, or is `str` without any tags.
    """
    text = str(html)
    if not hasattr(html, "__html__"):
        return [Run(text, url=url)] if text else []
    reader = _Reader(url)
    reader.feed(text)
    reader.close()
    return reader.runs


class _Reader(HTMLParser):
    """Reads the few tags that sentences are made of."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: Rich = []
        self._url, self._strong, self._hidden = url, 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self._url = values.get("href") or ""
        elif tag in ("b", "strong"):
            self._strong += 1
        elif tag == "span" and (self._hidden or values.get("class") == "kern-sr-only"):
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._url = ""
        elif tag in ("b", "strong"):
            self._strong -= 1
        elif tag == "span" and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if data:
            self.runs.append(Run(data, self._url, self._strong > 0, self._hidden > 0))
