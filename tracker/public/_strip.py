"""The strip of a commitment: its status from day to day, as a picture and as the sentence that says the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tracker.models import StatusPeriod
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import Status

MANY_YEARS = 9  # from here on only every second year is written
NEAR = 37.0  # percent of the width that the word at a mark needs on a phone


@dataclass(frozen=True, slots=True)
class Stretch:
    """One status over a time; `x` and `width` in percent, as text for the drawing."""

    status: Status
    start: date
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a year; `odd` ones are not written on phones."""

    x: str
    label: str
    odd: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that matters: signing, end of the term. `css` says how its word stands to the line."""

    x: str
    word_x: str
    label: str
    css: str


@dataclass(frozen=True, slots=True)
class Strip:
    """All parts of the picture, and the sentence."""

    stretches: list[Stretch]
    ticks: list[Tick]
    marks: list[Mark]
    sentence: str


def strip(
    kind: str, periods: Iterable[StatusPeriod], *, signed_on: date, effective_end: date, today: date
) -> Strip | None:
    """The strip from the year of the signing to today; None where there is no status to draw (positions)."""
    runs = merged(periods)
    if not runs:
        return None
    first, last = date(signed_on.year, 1, 1), date(max(today.year, effective_end.year) + 1, 1, 1)
    length = (last - first).days

    def x(day: date) -> float:
        return 100 * (day - first).days / length

    ends = [start for _status, start in runs[1:]] + [max(today, runs[-1][1])]
    stretches = [
        Stretch(status, start, f"{x(start):.2f}", f"{max(x(end) - x(start), 0.4):.2f}")
        for (status, start), end in zip(runs, ends, strict=True)
    ]
    words = "; ".join(
        _("%(status)s from %(day)s") % {"status": status.label_for(kind), "day": day_text(start)}
        for status, start in runs
    )
    return Strip(
        stretches=stretches,
        ticks=_ticks(first.year, last.year, x),
        marks=_marks(x(signed_on), x(effective_end)),
        sentence=_("Status from day to day: %s.") % words,
    )


def merged(periods: Iterable[StatusPeriod]) -> list[tuple[Status, date]]:
    """Each status with the day from which it held; consecutive periods of the same status are one."""
    runs: list[tuple[Status, date]] = []
    for period in periods:
        if period.status and (not runs or runs[-1][0] != period.status):
            runs.append((Status(period.status), period.start))
    return runs


def _ticks(first: int, last: int, x: Callable[[date], float]) -> list[Tick]:
    step = 2 if last - first > MANY_YEARS else 1
    return [
        Tick(f"{x(date(year, 1, 1)):.2f}", str(year), bool(number % 2))
        for number, year in enumerate(range(first, last, step))
    ]


def _marks(signing: float, end: float) -> list[Mark]:
    """Signing and end of the term; a word that would leave the picture stands left of its line."""
    right = end > 70
    near = not right and end - signing < NEAR
    css = "word end" if right else "word odd" if near else "word"
    return [
        Mark(f"{signing:.2f}", f"{signing + 0.8:.2f}", _("Signing"), "word"),
        Mark(f"{end:.2f}", f"{end - 0.8 if right else end + 0.8:.2f}", _("End of the term"), css),
    ]
