"""Single cells of a table: read as what they mean, and written so that no spreadsheet takes a text for a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from tracker import days
from tracker.search import fold
from tracker.vocabulary import Precision

MONTHS = ["januar", "februar", "maerz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"]  # fmt: skip  # noqa: E501
EMPTY = {"–", "—"}
"""What clears a value where an empty cell leaves it as it is."""
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r]")


class Unreadable(ValueError):
    """A cell that cannot be read; its text says what is expected."""


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula; `original` gives the text back."""
    return f"'{text}" if _FORMULA.match(text) else text


def original(text: str) -> str:
    """The text behind a cell that `defused` wrote; other texts are what they are."""
    return text[1:] if _DEFUSED.match(text) else text


def plain(cell: Any) -> str:
    """A cell as text: days in ISO, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    # formulas that stand for several cells come as objects of their own
    return str(getattr(cell, "text", cell)).strip() if not hasattr(cell, "ref") else f"={cell.ref}"


def day(text: str) -> tuple[date, Precision]:
    """The last day and the precision of a day that may be partial: ISO, German, month, quarter, half-year, year."""
    written = fold(text).rstrip(".")
    try:
        if match := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", written):
            return date(int(match[3]), int(match[2]), int(match[1])), Precision.DAY
        if match := re.fullmatch(r"(\d{1,2})[./](\d{4})", written):
            return _whole(int(match[2]), int(match[1]), Precision.MONTH)
        if match := re.fullmatch(r"(?:q\s?([1-4])[\s/]*|([1-4])\.\s?quartal\s+)(\d{4})", written):
            return _whole(int(match[3]), int(match[1] or match[2]) * 3, Precision.QUARTER)
        if match := re.fullmatch(r"([12])\.\s?halbjahr\s+(\d{4})", written):
            return _whole(int(match[2]), int(match[1]) * 6, Precision.HALF_YEAR)
        if match := re.fullmatch(r"(?:(\d{1,2})\.\s?)?([a-z]+)\s+(\d{4})", written):
            month = MONTHS.index(match[2]) + 1
            if match[1]:
                return date(int(match[3]), month, int(match[1])), Precision.DAY
            return _whole(int(match[3]), month, Precision.MONTH)
        return days.parse_partial(written)
    except ValueError as error:
        raise Unreadable(
            _("This is no day. Write 31.12.2027, 2027-12-31, 12/2027, Juni 2027, 2. Quartal 2027 or 2027.")
        ) from error


def _whole(year: int, month: int, precision: Precision) -> tuple[date, Precision]:
    return days.last_day(date(year, month, 1), precision), precision


def day_as_text(value: date | None, precision: str = Precision.DAY) -> str:
    """A day as people write it into a cell, no more exact than it is known; `day` reads it back."""
    if value is None:
        return ""
    match Precision(precision):
        case Precision.MONTH:
            return f"{value.month:02}/{value.year:04}"
        case Precision.QUARTER:
            return f"{(value.month + 2) // 3}. Quartal {value.year:04}"
        case Precision.HALF_YEAR:
            return f"{(value.month + 5) // 6}. Halbjahr {value.year:04}"
        case Precision.YEAR:
            return f"{value.year:04}"
        case _:
            return f"{value.day:02}.{value.month:02}.{value.year:04}"


def word(words: Iterable[tuple[str, str]], text: str) -> str:
    """The code a word stands for, of pairs of label and code; the code itself is taken too."""
    pairs = list(words)
    known = {fold(label): code for label, code in pairs} | {code: code for _label, code in pairs}
    if fold(text) in known:
        return known[fold(text)]
    if text in known:
        return known[text]
    raise Unreadable(_("Unknown word. Known are: %s.") % ", ".join(label for label, _code in pairs))


def flag(text: str) -> bool:
    """Yes or no."""
    written = fold(text)
    if written in ("ja", "j", "x", "1", "wahr", "true"):
        return True
    if written in ("nein", "n", "0", "falsch", "false"):
        return False
    raise Unreadable(_("Write ja or nein."))


def number(text: str) -> int:
    """A whole number above zero."""
    if re.fullmatch(r"\d{1,6}", text) and int(text) > 0:
        return int(text)
    raise Unreadable(_("Write a whole number."))


def decimal(text: str) -> Decimal:
    """A number, with the signs of German or English: 1.234,5 or 1234.5."""
    written = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    if "," in written or re.fullmatch(r"-?\d{1,3}(\.\d{3})+", written):
        written = written.replace(".", "").replace(",", ".")
    try:
        value = Decimal(written).quantize(Decimal("0.001"))
    except InvalidOperation as error:
        raise Unreadable(_("Write a number, for example 1.234,5.")) from error
    if not value.is_finite() or abs(value) >= Decimal(10) ** 15:
        raise Unreadable(_("Write a number, for example 1.234,5."))
    return value


def items(text: str) -> list[str]:
    """The parts of a list, parted by | or line by line, each once; the sign for "nothing" gives an empty list."""
    if text in EMPTY:
        return []
    return list(dict.fromkeys(part.strip() for part in re.split(r"[|\n]", text) if part.strip()))
