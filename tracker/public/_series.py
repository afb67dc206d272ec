"""Indicator series: their values as rows and as a small picture that never crosses a break."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tracker.days import parse_partial
from tracker.models import Indicator, IndicatorValue
from tracker.templatetags.tracker_tags import day_text, number
from tracker.vocabulary import FactBasis, TargetOperator

LEFT, RIGHT = 5.0, 96.0  # percent of the width
TOP, BOTTOM = 20.0, 136.0  # pixels, where the template draws the ends of the scale
NEXT = 550  # days up to which two values are neighbours; a longer gap is left open
MANY = 7

Place = Callable[[IndicatorValue], float]


@dataclass(frozen=True, slots=True)
class Dot:
    """One value in the picture; `derived` ones are drawn hollow."""

    x: str
    y: str
    label: str
    odd: bool
    derived: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The way from one value to the next."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing of a series: dots, lines between neighbours, breaks as upright lines, the scale."""

    dots: list[Dot]
    lines: list[Line]
    breaks: list[str]
    top: str
    bottom: str
    from_zero: bool

    @property
    def has_hollow(self) -> bool:
        """Whether some values do not come straight from a source."""
        return any(dot.derived for dot in self.dots)


@dataclass(frozen=True, slots=True)
class Row:
    """One value as a row of the table."""

    value: IndicatorValue
    when: str
    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator with its values, oldest first, for one area."""

    indicator: Indicator
    rows: list[Row]
    picture: Picture | None
    target: str
    is_national: bool

    @property
    def newest(self) -> Row | None:
        """The latest value."""
        return self.rows[-1] if self.rows else None

    @property
    def baseline_when(self) -> str:
        """The time of the starting value in words; what is no day, month or year stands as it was written."""
        period = self.indicator.baseline_period
        try:
            return day_text(*parse_partial(period))
        except ValueError:
            return period


def series(indicator: Indicator, values: Sequence[IndicatorValue], *, with_target: bool = False) -> Series:
    """The series of one indicator from the values of one area; `with_target` where its target belongs to the page."""
    ordered = sorted(values, key=lambda value: value.as_of)
    drawn = len(ordered) > 1 and not indicator.never_draw
    return Series(
        indicator=indicator,
        rows=[_row(value) for value in ordered],
        picture=_picture(ordered) if drawn else None,
        target=_target(indicator) if with_target else "",
        is_national=all(value.land_id is None for value in ordered),
    )


def _row(value: IndicatorValue) -> Row:
    text = number(value.value)
    origin = "" if value.basis == FactBasis.SOURCE else str(FactBasis(value.basis).label)
    return Row(
        value=value,
        when=day_text(value.as_of, value.as_of_precision),
        text=_("around %s") % text if value.rounded else text,
        origin=origin,
    )


def _target(indicator: Indicator) -> str:
    """The target of an indicator in words: "mindestens 10.000 Personen, bis 2016"; empty without one."""
    if not indicator.target_operator:
        return ""
    words = [str(TargetOperator(indicator.target_operator).label)]
    if indicator.target_value is not None:
        words = [f"{words[0]} {number(indicator.target_value)} {indicator.unit}"]
    if indicator.target_level:
        words.append(indicator.target_level)
    if indicator.target_due_on:
        words.append(pgettext("time", "until %s") % day_text(indicator.target_due_on, indicator.target_due_precision))
    return ", ".join(words)


def _picture(values: Sequence[IndicatorValue]) -> Picture:
    numbers = [value.value for value in values]
    low, high = scale(min(numbers), max(numbers))
    first, days = values[0].as_of, max((values[-1].as_of - values[0].as_of).days, 1)

    def x(value: IndicatorValue) -> float:
        return LEFT + (RIGHT - LEFT) * (value.as_of - first).days / days

    def y(value: IndicatorValue) -> float:
        return BOTTOM - (BOTTOM - TOP) * float((value.value - low) / (high - low))

    lines, breaks = [], []
    for before, after in itertools.pairwise(values):
        if after.break_before:
            breaks.append(f"{(x(before) + x(after)) / 2:.2f}")
        elif (after.as_of - before.as_of).days <= NEXT:
            lines.append(Line(f"{x(before):.2f}", f"{y(before):.1f}", f"{x(after):.2f}", f"{y(after):.1f}"))
    return Picture(
        dots=_dots(values, x, y), lines=lines, breaks=breaks, top=number(high), bottom=number(low), from_zero=low == 0
    )


def _dots(values: Sequence[IndicatorValue], x: Place, y: Place) -> list[Dot]:
    """One dot per value; of many years only every second is written, and of those every second on phones."""
    step = 2 if len(values) > MANY else 1
    dots, written, last_x = [], 0, -100.0
    for index, value in enumerate(values):
        place = x(value)
        label = ""
        if index % step == 0 and place - last_x > 8:
            label, last_x = str(value.as_of.year), place
            written += 1
        dots.append(
            Dot(
                x=f"{place:.2f}",
                y=f"{y(value):.1f}",
                label=label,
                odd=bool(label) and written % 2 == 0,
                derived=value.basis != FactBasis.SOURCE,
            )
        )
    return dots


def scale(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """Round ends of the scale: from zero, unless the values lie so close together that one would see a flat line."""
    spread = high - low
    if low <= 0 or spread > high / 2:
        base = Decimal(0) if low >= 0 else _step(low, low.copy_abs(), down=True)
        return base, _step(high, high) if high > 0 else Decimal(1)
    room = spread or high
    # below the lowest value stays room for the number at the end of the scale
    bottom, top = _step(low - room / 3, room, down=True), _step(high, room)
    return (bottom, top) if bottom < top else (Decimal(0), top)


def _step(value: Decimal, room: Decimal, *, down: bool = False) -> Decimal:
    """The value rounded outwards to a full step of about a fifth of the room."""
    power = Decimal(10) ** math.floor(math.log10(room / 4))
    times = value / power
    whole = Decimal(math.floor(times) if down else math.ceil(times))
    return whole * power
