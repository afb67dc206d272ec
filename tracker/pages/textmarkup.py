"""The small markup of texts that an operator writes: paragraphs, headings, lists, links; everything else is escaped.

An empty line begins a new paragraph, ## a heading, ### a smaller one, - an item of a list; a single line break stays
one, because an address is written in lines. An address that begins with http:// or https:// becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_LINK = re.compile(r"""https?://[^\s<>"'„“”‚‘’«»]+""", re.IGNORECASE)
_HEADING = re.compile(r"(##|###)\s+(\S.*)")
_ITEM = re.compile(r"[-•]\s+(\S.*)")
_ENDS = ".,;:!?"


def markup(text: str) -> SafeString:
    """Return a text as safe HTML."""
    blocks: list[SafeString] = []
    lines: list[str] = []
    items: list[str] = []

    def flush() -> None:
        if lines:
            blocks.append(format_html("<p>{}</p>", _joined(lines)))
        if items:
            blocks.append(
                format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((inline(i),) for i in items)))
            )
        lines.clear()
        items.clear()

    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = raw.strip()
        if not line:
            flush()
        elif heading := _HEADING.fullmatch(line):
            flush()
            level = SafeString("h2" if heading[1] == "##" else "h3")
            blocks.append(format_html("<{0}>{1}</{0}>", level, inline(heading[2])))
        elif item := _ITEM.fullmatch(line):
            if lines:
                flush()
            items.append(item[1])
        elif items and raw[:1].isspace():
            items[-1] += f" {line}"  # an indented line goes on with the item above it
        else:
            if items:
                flush()
            lines.append(line)
    flush()
    return SafeString("\n".join(blocks))


def inline(text: str) -> SafeString:
    """Return one line as safe HTML with its addresses as links."""
    parts: list[SafeString | str] = []
    end = 0
    for match in _LINK.finditer(text):
        url = _without_ends(match[0])
        parts += [text[end : match.start()], format_html('<a href="{0}">{0}</a>', url)]
        end = match.start() + len(url)
    return format_html_join("", "{}", ((part,) for part in [*parts, text[end:]]))


def _joined(lines: Iterable[str]) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((inline(line),) for line in lines))


def _without_ends(url: str) -> str:
    """The address without the signs of the sentence around it; a bracket stays if it was opened within."""
    while url:
        last = url[-1]
        unopened = last == ")" and url.count(")") > url.count("(")
        if last not in _ENDS and not unopened:
            break
        url = url[:-1]
    return url
