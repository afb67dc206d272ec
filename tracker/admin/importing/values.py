"""Single cells read as what they mean: days, words, numbers, lists."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from tracker import days
from tracker.admin.importing.columns import EMPTY, Column
from tracker.search import fold
from tracker.vocabulary import Precision

MONTHS = ["januar", "februar", "maerz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"]  # fmt: skip  # noqa: E501


class Unreadable(ValueError):
    """A cell that cannot be read; its text says what is expected."""


def day(text: str) -> tuple[date, Precision]:
    """The last day and the precision of a day that may be partial: ISO, German, month, quarter, half-year, year."""
    plain = fold(text).rstrip(".")
    try:
        if match := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", plain):
            return date(int(match[3]), int(match[2]), int(match[1])), Precision.DAY
        if match := re.fullmatch(r"(\d{1,2})[./](\d{4})", plain):
            return _whole(int(match[2]), int(match[1]), Precision.MONTH)
        if match := re.fullmatch(r"(?:(\d{1,2})\.\s?)?([a-z]+)\s+(\d{4})", plain):
            month = MONTHS.index(match[2]) + 1
            if match[1]:
                return date(int(match[3]), month, int(match[1])), Precision.DAY
            return _whole(int(match[3]), month, Precision.MONTH)
        if match := re.fullmatch(r"(?:q\s?([1-4])[\s/]*|([1-4])\.\s?quartal\s+)(\d{4})", plain):
            return _whole(int(match[3]), int(match[1] or match[2]) * 3, Precision.QUARTER)
        if match := re.fullmatch(r"([12])\.\s?halbjahr\s+(\d{4})", plain):
            return _whole(int(match[2]), int(match[1]) * 6, Precision.HALF_YEAR)
        return days.parse_partial(plain)
    except ValueError as error:
        raise Unreadable(
            _("This is no day. Write 31.12.2027, 2027-12-31, 12/2027, Juni 2027, 2. Quartal 2027 or 2027.")
        ) from error


def _whole(year: int, month: int, precision: Precision) -> tuple[date, Precision]:
    return days.last_day(date(year, month, 1), precision), precision


def word(column: Column, text: str) -> str:
    """The code a word of a column stands for."""
    known = {fold(label): code for label, code in column.words()} | {code: code for _label, code in column.words()}
    if fold(text) in known:
        return known[fold(text)]
    if text in known:
        return known[text]
    raise Unreadable(_("Unknown word. Known are: %s.") % ", ".join(label for label, _code in column.words()))


def flag(text: str) -> bool:
    """Yes or no."""
    plain = fold(text)
    if plain in ("ja", "j", "x", "1", "wahr", "true"):
        return True
    if plain in ("nein", "n", "0", "falsch", "false"):
        return False
    raise Unreadable(_("Write ja or nein."))


def number(text: str) -> int:
    """A whole number above zero."""
    if re.fullmatch(r"\d{1,6}", text) and int(text) > 0:
        return int(text)
    raise Unreadable(_("Write a whole number."))


def decimal(text: str) -> Decimal:
    """A number, with the signs of German or English: 1.234,5 or 1234.5."""
    plain = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    if "," in plain or re.fullmatch(r"-?\d{1,3}(\.\d{3})+", plain):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        value = Decimal(plain).quantize(Decimal("0.001"))
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
