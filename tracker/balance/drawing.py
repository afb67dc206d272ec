"""Charts for paper: one self-contained SVG with its words, hatched so that it can be read without colour."""

from __future__ import annotations

import textwrap

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from tracker.balance.document import Bar, Chart
from tracker.pages.xmltext import legible

WIDTH, LABEL, ROW, BAR = 720, 250, 18, 13
LETTERS, LINE = 36, 13
"""So many letters of a label fit beside a bar; where the next line of it stands."""
LEGEND = 20
PER_LINE = 3

# The status palette of static/site.css in its light form; paper has no dark one.
INK: dict[str, tuple[str, str, str]] = {
    "completed": ("#24508f", "", ""),
    "ongoing": ("#a9d7d9", "#14707c", "M0 8L8 0"),
    "in_progress": ("#d9e8f8", "#4a82bf", "M0 0L8 8"),
    "preparing": ("#e9e6f6", "#6258a3", "M3 3h1.6v1.6h-1.6z"),
    "not_started": ("#ffffff", "#6b728e", "M4 0V8"),
    "missed": ("#f3dfea", "#93437a", "M0 0L8 8M8 0L0 8"),
    "dropped": ("#f3e8cf", "#85672a", "M0 4H8"),
    "unknown": ("#eceef3", "", ""),
}
EDGE = "#3d3d3d"


def svg(chart: Chart, key: str) -> SafeString:
    """The chart as SVG; `key` tells its patterns from those of the others in the document."""
    top = -(-len(chart.labels) // PER_LINE) * LEGEND + 8.0
    bars = []
    for bar in chart.bars:
        drawn, top = _bar(bar, chart.full, top, key)
        bars.append(drawn)
    height = int(top) + 4
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{0}" height="{1}" viewBox="0 0 {0} {1}">'
        "<title>{2}</title><defs>{3}</defs>{4}{5}</svg>",
        WIDTH,
        height,
        chart.alt,
        format_html_join("", "{}", ((pattern(status, key),) for status in chart.labels)),
        _legend(chart, key),
        format_html_join("", "{}", ((bar,) for bar in bars)),
    )


def pattern(status: str, key: str) -> SafeString:
    """The pattern that fills the fields of a status."""
    ground, line, path = INK[status]
    drawn = format_html('<path d="{}" stroke="{}" stroke-width="1.4" fill="none"/>', path, line) if path else ""
    return format_html(
        '<pattern id="{}-{}" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<rect width="8" height="8" fill="{}"/>{}</pattern>',
        key,
        status,
        ground,
        drawn,
    )


def field(x: float, y: float, width: float, height: float, status: str, key: str) -> SafeString:
    """A field in the pattern of a status."""
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="url(#{}-{})" stroke="{}" stroke-width="0.8"/>',
        *(f"{value:.1f}" for value in (x, y, width, height)),
        key,
        status,
        EDGE,
    )


def text(x: float, y: float, words: object, size: int = 11, anchor: str = "start") -> SafeString:
    """Words at a place."""
    return format_html(
        '<text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="#1a1a1a">{}</text>',
        f"{x:.1f}",
        f"{y:.1f}",
        size,
        anchor,
        legible(words),
    )


def _legend(chart: Chart, key: str) -> SafeString:
    parts: list[SafeString] = []
    for place, (status, label) in enumerate(chart.labels.items()):
        x, y = (place % PER_LINE) * WIDTH / PER_LINE, (place // PER_LINE) * LEGEND
        parts += [field(x + 1, y + 2, 18, 12, status, key), text(x + 25, y + 12, label)]
    return mark_safe("".join(parts))


def _bar(bar: Bar, full: int, y: float, key: str) -> tuple[SafeString, float]:
    """A bar with its whole label, on as many lines as that needs, and where the next one stands."""
    room = WIDTH - LABEL - 40
    lines = textwrap.wrap(bar.label, LETTERS) or [""]
    parts = [text(0, y + BAR - 3 + place * LINE, line) for place, line in enumerate(lines)]
    x = float(LABEL)
    for status, count in bar.counts.items():
        width = room * count / max(full, 1)
        parts.append(field(x, y, width, BAR, status, key))
        x += width
    parts.append(text(x + 6, y + BAR - 3, sum(bar.counts.values())))
    return mark_safe("".join(parts)), y + ROW + (len(lines) - 1) * LINE
