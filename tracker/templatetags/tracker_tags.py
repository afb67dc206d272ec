"""The small parts of a page, each in one place: badge, icon, swatch, key, bar, days, numbers.

The includes in templates/includes/ call these tags; long tables may call the functions straight from Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from inspect import signature

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.utils import formats
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext
from django_tables2 import Table
from django_tables2.columns import BoundColumn
from django_tables2.rows import BoundRow

from tracker.vocabulary import Precision, Status

register = template.Library()

Segment = tuple[str, float, float, int]


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of includes/status_defs.html by its name (a status code or "remove"); it never stands without a word."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><use href="#i-{}"/></svg>', _code(name)
    )


@register.simple_tag
def swatch(status: str) -> SafeString:
    """A small field in the pattern of a status, for legends and tables."""
    return format_html(
        '<svg class="swatch st-{0}" aria-hidden="true"><rect width="100%" height="100%" fill="url(#p-{0})"/></svg>',
        _code(status),
    )


@register.simple_tag
def badge(status: str | None, kind: str | None = None, words: object = "") -> SafeString:
    """The badge of a status as it is said of this kind, then words on the fact behind it; nothing without status."""
    if not status:
        return SafeString("")
    plain = _badge(_code(status), str(kind or ""), get_language() or "")
    return format_html('{}<span class="sub">{}</span>', plain, words) if words else plain


@register.simple_tag
def key(status: str, kind: str | None = None, with_swatch: bool = True) -> SafeString:
    """A status in a legend or a row header: swatch, icon, label."""
    code = _code(status)
    return format_html(
        '<span class="key st-{}">{}{}<span>{}</span></span>',
        code,
        swatch(code) if with_swatch else "",
        icon(code),
        Status(code).label_for(kind),
    )


@register.simple_tag
def bar(segments: Iterable[Segment], small: bool = False) -> SafeString:
    """A stacked bar of (status, x in percent, width in percent, count); its numbers must stand beside it as text.

    The large bar prints the counts above its parts, but leaves one out rather than let two run into each other.
    """
    parts = [(_code(status), float(x), float(width), count) for status, x, width, count in segments if width]
    top, height = (1, 16) if small else (28, 44)
    rects = format_html_join(
        "",
        '<rect x="{1}%" y="{3}" width="{2}%" height="{4}" fill="url(#p-{0})" class="st-{0}"/>',
        ((code, f"{x:.3f}", f"{width:.3f}", top, height) for code, x, width, _count in parts),
    )
    labels = [] if small else _labels_that_fit(parts)
    texts = format_html_join("", '<text x="{}%" y="18">{}</text>', ((f"{x:.3f}", text) for x, text in labels))
    return format_html(
        '<svg class="bar{}" aria-hidden="true">{}{}</svg>', SafeString(" bar--small" if small else ""), texts, rects
    )


@register.simple_tag(name="day")
def day_tag(value: date | None, precision: str = Precision.DAY) -> str:
    """The same as `day_text`, for templates."""
    return day_text(value, precision)


def day_text(value: date | None, precision: str = Precision.DAY) -> str:
    """A day in full words, no more exact than it is known: "31. Dezember 2021", "Juli 2021", "2021"; empty for None."""
    return "" if value is None else _day_text(value, precision or Precision.DAY, get_language())


@lru_cache(maxsize=2048)
def _day_text(value: date, precision: str, language: str | None) -> str:
    match Precision(precision):
        case Precision.MONTH:
            return formats.date_format(value, "F Y")
        case Precision.QUARTER:
            return gettext("quarter %(number)d of %(year)d") % {"number": (value.month + 2) // 3, "year": value.year}
        case Precision.HALF_YEAR:
            return gettext("half %(number)d of %(year)d") % {"number": (value.month + 5) // 6, "year": value.year}
        case Precision.YEAR:
            return str(value.year)
        case _:
            return formats.date_format(value, pgettext("date format", "j F Y"))


@register.simple_tag
def as_of(value: date | None, precision: str = Precision.DAY) -> str:
    """The day of a fact as it is said beside a status: "Angabe vom Juli 2021", "Angabe von 2020"; empty for None."""
    if value is None:
        return ""
    words = (
        pgettext("a year", "as of %(day)s")
        if precision == Precision.YEAR
        else pgettext("a day or month", "as of %(day)s")
    )
    return words % {"day": day_text(value, precision)}


@register.simple_tag
def number(value: int | float | Decimal | None, places: int | None = None) -> str:
    """A number with the signs of the language, thousands grouped; empty for None."""
    if value is None:
        return ""
    return _number(value, places, get_language()) if type(value) is int else _formatted(value, places)


@lru_cache(maxsize=2048)
def _number(value: int, places: int | None, language: str | None) -> str:
    return _formatted(value, places)


def _formatted(value: int | float | Decimal, places: int | None) -> str:
    if isinstance(value, Decimal) and places is None:
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return str(formats.number_format(value, decimal_pos=places, force_grouping=True))


@register.simple_tag
def page_numbers(page: Page) -> list[int | str]:
    """The numbers to link from this page, with an ellipsis for those left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.filter
def sortable_columns(table: Table) -> list[BoundColumn]:
    """The columns of a table by which a visitor can sort."""
    return [column for column in table.columns if column.orderable]


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """The rows of a table, written here because node by node they took a third of the time of a page.

    What stands around a cell is that of its column; only the cells differ from row to row.
    """
    frames = [(_cell(table, column), *_around(table, column, place)) for place, column in enumerate(table.columns)]
    lines = []
    for row in table.paginated_rows:
        cells = "\n    ".join(f"{before}{conditional_escape(cell(row))}{after}" for cell, before, after in frames)
        lines.append(f'<tr role="row">\n    {cells}</tr>')
    return SafeString("\n  ".join(lines))


def _cell(table: Table, column: BoundColumn) -> Callable[[BoundRow], str]:
    """What writes the cells of a column: its table at once where the record is all that it needs, else the library,
    which looks for each cell anew at what is needed.
    """
    render = getattr(table, f"render_{column.name}", None)
    if render is not None and list(signature(render).parameters) == ["record"]:
        return lambda row: render(row.record)
    return lambda row: row.get_cell(column.name)


def _around(table: Table, column: BoundColumn, place: int) -> tuple[str, str]:
    """What stands before and after each cell of a column; the name of the column is shown on cards only."""
    attrs = column.attrs["td"]
    if column.name == getattr(table, "row_header", None) or (not hasattr(table, "row_header") and place == 0):
        return f'<th role="rowheader" scope="row" {attrs.as_html()}>', "</th>"
    wide = "wide" in (attrs.get("class") or "")
    label = "" if wide else f'<span class="lbl" aria-hidden="true">{conditional_escape(column.header)}</span>'
    return f'<td role="cell" {attrs.as_html()}>{label}<span>', "</span></td>"


def record_lang() -> SafeString:
    """The attribute ` lang="de"` for texts of the record on pages in another language, nothing on German ones."""
    if (get_language() or settings.LANGUAGE_CODE) == settings.LANGUAGE_CODE:
        return SafeString("")
    return format_html(' lang="{}"', settings.LANGUAGE_CODE)


@register.filter
def lang_attr(text: object) -> SafeString:
    """The lang attribute of a text: none if it comes in the language of the page, ` lang="de"` if it is fixed."""
    return SafeString("") if isinstance(text, Promise) or not text else record_lang()


@lru_cache(maxsize=256)
def _badge(code: str, kind: str, language: str) -> SafeString:
    """One badge; the language is part of the key because the label is translated."""
    return format_html(
        '<span class="kern-badge kern-badge--small badge st-{}">{}<span class="kern-label">{}</span></span>',
        code,
        icon(code),
        Status(code).label_for(kind),
    )


def _code(name: str) -> str:
    """The plain code of an enum member or string."""
    return str(getattr(name, "value", name))


def _labels_that_fit(parts: list[tuple[str, float, float, int]]) -> list[tuple[float, str]]:
    """The counts above a bar with their places, without those that would touch the one before on a phone."""
    per_digit, gap = 4.0, 1.5  # percent of the bar at 320 px
    labels: list[tuple[float, str]] = []
    for _status, x, width, count in parts:
        text, centre = str(count), x + width / 2
        if labels and centre - labels[-1][0] < gap + per_digit * (len(text) + len(labels[-1][1])) / 2:
            continue
        labels.append((centre, text))
    return labels
