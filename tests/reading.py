"""What a page says to a machine that reads it: headings, languages, forms, links, ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

LABELLED = {"input", "select", "textarea"}
NEED_NO_LABEL = {"hidden", "submit", "button", "reset"}


@dataclass
class Page(HTMLParser):
    """One page, read through once."""

    html: str
    lang: str = ""
    title: str = ""
    h1: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    controls: list[dict[str, str]] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    methods: list[str] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag begins."""
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "html":
            self.lang = values.get("lang", "")
        elif tag in LABELLED and values.get("type", "text") not in NEED_NO_LABEL:
            self.controls.append(values)
        elif tag == "label":
            self.labels.add(values.get("for", ""))
        elif tag == "form":
            self.methods.append(values.get("method", "get").lower())
        elif tag == "img":
            self.images.append(values)
        if tag in ("h1", "a", "title"):
            self._open.append((tag, values, []))

    def handle_data(self, data: str) -> None:
        """Collect the words of everything that is open."""
        for _tag, _values, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Note what a tag ended."""
        if not self._open or self._open[-1][0] != tag:
            return
        _tag, values, words = self._open.pop()
        text = " ".join("".join(words).split())
        if tag == "h1":
            self.h1.append(text)
        elif tag == "title":
            # an SVG may have titles too; the page's own comes first
            self.title = self.title or text
        else:
            self.links.append((values.get("href", ""), text or values.get("aria-label", "")))

    @property
    def unlabelled(self) -> list[str]:
        """The names of controls that no label belongs to."""
        return [
            values.get("name", "?")
            for values in self.controls
            if values.get("id") not in self.labels
            and not values.get("aria-label")
            and not values.get("aria-labelledby")
        ]
