"""The fields of the filter form: they take what stands in an address and name every value they cannot use.

Each error carries the value and, where they can be listed, the allowed values, so that a page can show them at the
field and a file can answer with them (`Problem`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django import forms
from django.core.exceptions import TooManyFieldsSent, ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

MAX_LENGTH = 200
MAX_QUERY = 4000
UNREADABLE = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one parameter of an address, and what it may be instead."""

    parameter: str
    value: str
    message: str
    allowed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The problem as files and interfaces tell it."""
        return {
            "parameter": self.parameter,
            "value": self.value,
            "message": self.message,
            "allowed": list(self.allowed),
        }


def read_query(request: HttpRequest) -> tuple[QueryDict, Problem | None]:
    """The query of an address; an empty one, and what is wrong, if it is too long to be meant."""
    raw = request.META.get("QUERY_STRING", "")
    try:
        if len(raw) <= MAX_QUERY:
            return request.GET, None
    except TooManyFieldsSent:
        pass
    return QueryDict(), too_long(raw)


def too_long(raw: str) -> Problem:
    """What is wrong with an address behind whose question mark more stands than anybody means."""
    message = _("The address is too long: no more than %d characters may follow the question mark.")
    return Problem(parameter="", value=shorten(raw), message=message % MAX_QUERY)


def wrong(message: str, value: str, allowed: Iterable[str] = ()) -> ValidationError:
    """The error that names a value and the allowed ones."""
    # Django fills params into the message by its percent signs; those that a visitor typed are plain text.
    plain = message.replace("%", "%%")
    return ValidationError(plain, code="wrong", params={"value": shorten(value), "allowed": tuple(allowed)})


def shorten(value: str, length: int = 80) -> str:
    """A value as it can be shown: readable characters only, and no more than fit a line."""
    shown = "".join(char if readable(char) else UNREADABLE for char in value[:length])
    return shown if len(value) <= length else f"{shown}…"


def readable(char: str) -> bool:
    """Whether a character may stand in a value: no control character, nothing that could not be decoded."""
    return char != UNREADABLE and unicodedata.category(char) not in ("Cc", "Cs")


def check_text(value: str) -> None:
    """Raise if a value is too long or holds characters that nobody can have meant."""
    if len(value) > MAX_LENGTH:
        raise wrong(_("The value is longer than %d characters.") % MAX_LENGTH, value)
    if not all(readable(char) for char in value):
        raise wrong(_("The value contains characters that cannot be read."), value)


class AllValues(forms.Widget):
    """Reads every value that an address gives a parameter."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """All values, in order."""
        return data.getlist(name) if isinstance(data, MultiValueDict) else [data[name]] if name in data else []


class OfOneAddress(forms.Field):
    """A field that is made for one address, so the form that reads it need not copy it."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


class ValuesField(OfOneAddress, forms.MultipleChoiceField):
    """Any number of values from a list; "or" among them."""

    widget = AllValues

    def to_python(self, value: Any) -> list[str]:
        """The values without empty ones and repetitions, in the order of the address."""
        return list(dict.fromkeys(item for item in value or [] if item))

    def validate(self, value: list[str]) -> None:
        """Raise with one error for each value that is not in the list."""
        pairs: Iterable[tuple[str, str]] = self.choices  # type: ignore[assignment]
        allowed = [str(key) for key, _label in pairs]
        errors = [
            wrong(_("“%s” is not one of the allowed values.") % shorten(item), item, allowed)
            for item in value
            if item not in allowed
        ]
        if errors:
            raise ValidationError(errors)


class OneValueField(OfOneAddress):
    """A parameter that can be given once; `clean_one` makes a value of the text."""

    widget = AllValues

    def clean_one(self, text: str) -> Any:
        """The value a text stands for."""
        return text

    def clean(self, value: Any) -> Any:
        """The value, None where none is given."""
        texts = list(dict.fromkeys(text.strip(" ") for text in value or [] if text.strip(" ")))
        if not texts:
            return None
        if len(texts) > 1:
            raise wrong(_("This can be given once only."), ", ".join(texts))
        check_text(texts[0])
        return self.clean_one(texts[0])


class ChoiceField(OneValueField):
    """One value from a list."""

    def __init__(self, *, choices: Iterable[tuple[str, str | Promise]] = (), **options: Any) -> None:
        super().__init__(**options)
        self.choices = list(choices)

    def clean_one(self, text: str) -> str:
        """The value, if it is in the list."""
        allowed = [str(key) for key, _label in self.choices]
        if text not in allowed:
            raise wrong(_("“%s” is not one of the allowed values.") % shorten(text), text, allowed)
        return text


class DayField(OneValueField):
    """A day, written as in 2026-12-31; `check` may refuse days outside a range."""

    def __init__(self, *, check: Callable[[date], None] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.check = check

    def clean_one(self, text: str) -> date:
        """The day."""
        try:
            if len(text) != 10:
                raise ValueError
            day = date.fromisoformat(text)
        except ValueError:
            raise wrong(
                _("“%s” is not a day of the calendar written as in 2026-12-31.") % shorten(text), text
            ) from None
        if self.check is not None:
            self.check(day)
        return day


class NumberField(OneValueField):
    """A whole number from 1 on."""

    def clean_one(self, text: str) -> int:
        """The number."""
        if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) > 0):
            raise wrong(_("“%s” is not a whole number from 1 on.") % shorten(text), text)
        return int(text)
