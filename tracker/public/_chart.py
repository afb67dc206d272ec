"""The chart of statuses by quarter as plain coordinates: x in percent, y in pixels, so that a template can draw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.figures import AgreementFigures, Counts, QuarterFigures
from tracker.vocabulary import Status

TOP, HEIGHT = 24, 192
LEFT, RIGHT = 7.0, 100.0
FILL = 0.78  # of a bar's place, the rest is air
LABEL, TODAY = 14.0, 30.0  # percent that the label of a year, and that and "today", need on a phone


@dataclass(frozen=True, slots=True)
class Part:
    """One status in a bar."""

    status: Status
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One quarter, or today; `year` stands below the first quarter of a year where there is room."""

    x: str
    width: str
    parts: list[Part]
    year: str = ""
    is_late: bool = False
    year_only: bool = False
    middle: str = ""


@dataclass(slots=True)
class Chart:
    """All that is drawn: the lines with their numbers, the bars, the end of the term and today."""

    lines: list[tuple[int, str, str]] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    today: Bar | None = None
    end_x: str = ""
    end_label_x: str = ""
    end_label_left: bool = True
    has_late: bool = False
    has_year_only: bool = False
    top: int = TOP
    left: str = f"{LEFT:.0f}%"
    bottom: int = TOP + HEIGHT
    label_y: int = TOP + HEIGHT + 18
    star_y: int = TOP - 2
    height: int = HEIGHT


def chart(figures: AgreementFigures, quarters: Sequence[QuarterFigures]) -> Chart:
    """The chart of an agreement from its signing to today; quarters after the term are marked as late."""
    total = figures.measures.total
    drawn = Chart(lines=_lines(total))
    place = (RIGHT - LEFT) / (len(quarters) + 2)  # two more: air, and today
    width, x, last_label = place * FILL, LEFT + place * (1 - FILL) / 2, -LABEL
    for quarter in quarters:
        year = ""
        if (quarter.day.month == 3 or not drawn.bars) and last_label + LABEL <= x <= RIGHT - TODAY:
            year, last_label = str(quarter.day.year), x
        drawn.bars.append(
            Bar(
                _percent(x),
                _percent(width),
                _parts(quarter.counts, total),
                year=year,
                is_late=quarter.is_late,
                year_only=quarter.year_only > 0,
                middle=_percent(x + width / 2),
            )
        )
        x += place
    drawn.today = Bar(_percent(x + place), _percent(width), _parts(figures.measures, total))
    drawn.has_late = any(bar.is_late for bar in drawn.bars)
    drawn.has_year_only = any(bar.year_only for bar in drawn.bars)
    if figures.has_ended:
        in_term = sum(not quarter.is_late for quarter in quarters)
        end = LEFT + place * in_term
        drawn.end_x = _percent(end)
        drawn.end_label_left = end > 45
        drawn.end_label_x = _percent(end + (-0.8 if drawn.end_label_left else 0.8))
    return drawn


def _parts(counts: Counts, total: int) -> list[Part]:
    """The parts of one bar from below."""
    parts: list[Part] = []
    below = float(TOP + HEIGHT)
    for status, count in counts.items():
        height = HEIGHT * count / max(total, 1)
        below -= height
        parts.append(Part(status, f"{below:.1f}", f"{height:.1f}"))
    return parts


def _lines(total: int) -> list[tuple[int, str, str]]:
    """Level lines as (number, y of the line, y of its text), at quarters or halves of the total that are whole."""
    steps = next(steps for steps in (4, 2, 1) if total % steps == 0)
    numbers = [total * step // steps for step in range(steps + 1)] if total else [0]
    places = [(number, TOP + HEIGHT - HEIGHT * number / max(total, 1)) for number in numbers]
    return [(number, f"{y:.1f}", f"{y + 4:.1f}") for number, y in places]


def _percent(value: float) -> str:
    return f"{value:.2f}%"
