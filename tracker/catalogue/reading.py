"""Reading the files of the catalogue: every value is asked for by name and kind, every error names its place.

A field that nobody asked for is an error too, so that nothing of a file is lost in silence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from tracker import days
from tracker.vocabulary import Precision

FILES = ["agreements", "commitments", "partners", "laender", "indicators", "findings", "vocabulary"]
MISSING = object()


class CatalogueError(Exception):
    """A file of the catalogue cannot be used; says file, record and field and what is wrong there."""

    def __init__(self, problem: str, *, file: str, record: str = "", field: str = "") -> None:
        place = [_("File %s") % file]
        if record:
            place.append(_("record %s") % record)
        if field:
            place.append(_("field %s") % field)
        super().__init__(f"{', '.join(place)}: {problem}")


class Record:
    """One object of a file, whose values are read by name and kind."""

    def __init__(self, values: Any, *, file: str, name: str = "", path: str = "") -> None:
        self.file, self.name, self.path = file, name, path
        if not isinstance(values, dict):
            raise self.error("", _("an object is expected here"))
        self._values: dict[str, Any] = values
        self._read: set[str] = set()

    def error(self, field: str, problem: str) -> CatalogueError:
        """The error to raise about a field of this record."""
        place = f"{self.path}.{field}" if self.path and field else self.path or field
        return CatalogueError(problem, file=self.file, record=self.name, field=place)

    def finish(self) -> None:
        """Raise if the record holds a field that nobody asked for."""
        for field in self._values:
            if field not in self._read:
                raise self.error(field, _("this field is not known"))

    def skip(self, *fields: str) -> None:
        """Note that these fields are known and hold nothing of their own."""
        self._read.update(fields)

    def _get(self, field: str, default: Any = MISSING) -> Any:
        self._read.add(field)
        value = self._values.get(field, default)
        if value is MISSING:
            raise self.error(field, _("this field is missing"))
        return value

    def fields(self) -> list[str]:
        """The names of all its fields."""
        return list(self._values)

    def has(self, field: str) -> bool:
        """Whether the record has the field and it is not null."""
        self._read.add(field)
        return self._values.get(field) is not None

    def text(self, field: str) -> str:
        """A text that must be there."""
        value = self._get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.error(field, _("a text is expected here"))
        return value

    def words(self, field: str) -> str:
        """A text that may be missing, null or empty."""
        value = self._get(field, None)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.error(field, _("a text is expected here"))
        return value

    def flag(self, field: str, default: Any = MISSING) -> bool:
        """True or false; null counts as false."""
        value = self._get(field, default)
        if value is not None and not isinstance(value, bool):
            raise self.error(field, _("true or false is expected here"))
        return bool(value)

    def whole(self, field: str) -> int:
        """A whole number that must be there."""
        value = self._get(field)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error(field, _("a whole number is expected here"))
        return value

    def number(self, field: str) -> Decimal | None:
        """A number, or null."""
        value = self._get(field, None)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.error(field, _("a number is expected here"))
        return Decimal(str(value))

    def choice(self, field: str, words: type[TextChoices], default: str | None = None) -> str:
        """One of the words of a vocabulary; missing or null is the default, where there is one."""
        value = self._get(field, MISSING if default is None else default)
        if value is None and default is not None:
            return default
        if value not in words.values:
            allowed = ", ".join(words.values)
            raise self.error(field, _("“%(word)s” is not one of: %(allowed)s") % {"word": value, "allowed": allowed})
        return str(value)

    def day(self, field: str) -> date | None:
        """An exact day, or null."""
        found, precision = self.partial_day(field)
        if found is not None and precision != Precision.DAY:
            raise self.error(field, _("a day is expected here, such as 2019-06-30"))
        return found

    def exact_day(self, field: str) -> date:
        """An exact day that must be there."""
        found = self.day(field)
        if found is None:
            raise self.error(field, _("a day is expected here, such as 2019-06-30"))
        return found

    def partial_day(self, field: str) -> tuple[date | None, str]:
        """The last day and the precision of a date that may be partial; null gives None."""
        value = self._get(field, None)
        if value is None:
            return None, Precision.DAY
        try:
            found, precision = days.parse_partial(str(value))
        except ValueError:
            problem = _("“%s” is not a date like 2019, 2019-06 or 2019-06-30") % value
            raise self.error(field, problem) from None
        return found, precision.value

    def fuzzy_day(self, field: str) -> tuple[date, str]:
        """The last day and the precision of a date that must be there."""
        found, precision = self.partial_day(field)
        if found is None:
            raise self.error(field, _("a date is expected here"))
        return found, precision

    def listed(self, field: str, default: Any = MISSING) -> list[str]:
        """A list of words."""
        values = self._get(field, default)
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.error(field, _("a list of texts is expected here"))
        doubled = sorted({value for value in values if values.count(value) > 1})
        if doubled:
            raise self.error(field, _("“%s” stands here twice") % doubled[0])
        return values

    def child(self, field: str) -> Record | None:
        """The object under a field, or None for null."""
        value = self._get(field, None)
        return None if value is None else Record(value, file=self.file, name=self.name, path=self._below(field))

    def children(self, field: str, default: Any = MISSING) -> Iterator[Record]:
        """The objects of a list, each finished after the caller has read it."""
        for item in self.objects(field, default):
            yield item
            item.finish()

    def objects(self, field: str, default: Any = MISSING) -> list[Record]:
        """The objects of a list, for a caller that finishes them itself."""
        values = self._get(field, default)
        if not isinstance(values, list):
            raise self.error(field, _("a list is expected here"))
        return [
            Record(value, file=self.file, name=self.name, path=f"{self._below(field)}[{position}]")
            for position, value in enumerate(values)
        ]

    def _below(self, field: str) -> str:
        return f"{self.path}.{field}" if self.path else field


def read_file(folder: Path, name: str) -> Any:
    """What a file of the catalogue holds."""
    file = f"{name}.json"
    try:
        text = (folder / file).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CatalogueError(_("this file is missing"), file=file) from None
    except UnicodeDecodeError:
        raise CatalogueError(_("the text is not UTF-8"), file=file) from None
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        problem = _("no valid JSON in line %(line)d, column %(column)d")
        raise CatalogueError(problem % {"line": fault.lineno, "column": fault.colno}, file=file) from None


def records(content: Any, *, file: str, key: str, under: str | None = None) -> Iterator[Record]:
    """The records of a file in their order, each finished after the caller has read it.

    `key` is the field that names a record, `under` the list they stand in where the file is an object.
    """
    if under is not None:
        if not isinstance(content, dict) or under not in content:
            raise CatalogueError(_("this field is missing"), file=file, field=under)
        content = content[under]
    if not isinstance(content, list):
        raise CatalogueError(_("a list is expected here"), file=file, field=under or "")
    seen: set[str] = set()
    for position, values in enumerate(content):
        nameless = Record(values, file=file, name=f"{under or ''}[{position}]")
        name = nameless.text(key)
        if name in seen:
            raise CatalogueError(_("this key stands in the file twice"), file=file, record=name, field=key)
        seen.add(name)
        record = Record(values, file=file, name=name)
        yield record
        record.finish()
