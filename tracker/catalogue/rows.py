"""What the catalogue wants to stand in the database, as plain rows, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from tracker.catalogue.reading import Record
from tracker.models import (
    ActionField,
    Agreement,
    AgreementTarget,
    Commitment,
    Contribution,
    Event,
    Finding,
    FindingFact,
    Indicator,
    IndicatorValue,
    Instrument,
    Land,
    LandAlliance,
    Network,
    Partner,
    Reservation,
    Source,
    StatusReport,
    TargetGroup,
)


@dataclass(frozen=True, slots=True)
class Ref:
    """Points to a record of the catalogue by its model and key; `record` and `at` say where the file does so."""

    model: type[Model]
    key: str
    record: Record | None = field(default=None, compare=False, repr=False)
    at: str = field(default="", compare=False, repr=False)


@dataclass(slots=True)
class Row:
    """One object as the catalogue wants it.

    `columns` may hold a `Ref` for a foreign key, `links` hold those of many-to-many fields. `parts` are rows without a
    key of their own, which come and go with this one. `at_first` is written on creation and left alone from then on.
    """

    model: type[Model]
    key: str
    record: Record
    columns: dict[str, Any]
    links: dict[str, list[Ref]] = field(default_factory=dict)
    parts: dict[str, list[Row]] = field(default_factory=dict)
    at_first: dict[str, Any] = field(default_factory=dict)

    def refs(self) -> Iterator[Ref]:
        """Everything it and its parts point to."""
        for row in [self, *(part for parts in self.parts.values() for part in parts)]:
            yield from (value for value in row.columns.values() if isinstance(value, Ref))
            yield from (ref for links in row.links.values() for ref in links)

    def plain(self) -> dict[str, Any]:
        """All that the catalogue says of the object, as plain data that can be compared."""
        return {
            "columns": {name: plain(value) for name, value in self.columns.items()},
            "links": {name: sorted(ref.key for ref in refs) for name, refs in self.links.items()},
            "parts": {name: ordered(row.plain() for row in rows) for name, rows in self.parts.items()},
        }


def plain(value: Any) -> Any:
    """A value as it is compared: keys for references, ISO text for days, numbers without trailing zeros."""
    if isinstance(value, Ref):
        return value.key
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


def ordered(rows: Any) -> list[Any]:
    """Parts in an order that does not depend on the database."""
    return sorted(rows, key=repr)


def source_key(title: str, publisher: str, url: str, published_on: date | None, precision: str) -> str:
    """The five fields by which a source is one and the same, as one word."""
    day = published_on.isoformat() if published_on else ""
    return "\n".join([title, publisher, url, day, precision])


# The order in which records are written: what others point to comes first.
KEYS: dict[type[Model], Callable[[Any], str]] = {
    Source: lambda item: source_key(item.title, item.publisher, item.url, item.published_on, item.published_precision),
    TargetGroup: lambda item: item.key,
    Instrument: lambda item: item.key,
    Partner: lambda item: item.key,
    Land: lambda item: item.code,
    Agreement: lambda item: item.slug,
    ActionField: lambda item: f"{item.agreement.slug} {item.number}",
    Finding: lambda item: item.key,
    FindingFact: lambda item: item.key,
    Commitment: lambda item: item.code,
    Contribution: lambda item: f"{item.commitment.code} {item.partner.key}",
    Indicator: lambda item: item.key,
    IndicatorValue: lambda item: value_key(
        item.indicator.key, item.land.code if item.land else "", item.as_of, item.as_of_precision
    ),
    AgreementTarget: lambda item: f"{item.agreement.slug} {item.key}",
    Reservation: lambda item: f"{item.agreement.slug} {item.key}",
    Event: lambda item: item.key,
    LandAlliance: lambda item: item.key,
    Network: lambda item: item.key,
    StatusReport: lambda item: item.key,
}
# What a key reads from other tables.
JOINS: dict[type[Model], list[str]] = {
    ActionField: ["agreement"],
    Contribution: ["commitment", "partner"],
    IndicatorValue: ["indicator", "land"],
    AgreementTarget: ["agreement"],
    Reservation: ["agreement"],
}


def value_key(indicator: str, land: str, as_of: date, precision: str) -> str:
    """The key of one value of an indicator: series, Land (or DE), day and precision."""
    return f"{indicator} {land or 'DE'} {as_of.isoformat()} {precision}"


class Catalogue:
    """All rows of all files, with the sources they share; knows which keys there are."""

    def __init__(self) -> None:
        self.rows: dict[type[Model], dict[str, Row]] = {model: {} for model in KEYS}
        self.compiled_on = ""

    def add(self, row: Row) -> Row:
        """Take a row in; a key that is already there is an error."""
        if row.key in self.rows[row.model]:
            raise row.record.error("", _("“%s” stands here twice") % row.key)
        self.rows[row.model][row.key] = row
        return row

    def sources(self, record: Record, name: str = "sources") -> list[Ref]:
        """The sources a record names; each is taken in once, by its five fields."""
        refs: dict[str, Ref] = {}
        for item in record.children(name, []):
            published_on, precision = item.partial_day("published_on")
            title, publisher, url = item.text("title"), item.text("publisher"), item.words("url")
            key = source_key(title, publisher, url, published_on, precision)
            columns = {
                "title": title,
                "publisher": publisher,
                "url": url,
                "published_on": published_on,
                "published_precision": precision,
            }
            self.rows[Source].setdefault(key, Row(Source, key, item, columns))
            refs[key] = Ref(Source, key)
        return list(refs.values())

    def check_references(self) -> None:
        """Raise for the first reference to a record that is in no file."""
        for rows in self.rows.values():
            for row in rows.values():
                for ref in row.refs():
                    if ref.key not in self.rows[ref.model]:
                        problem = _("there is no “%s” in the catalogue") % ref.key
                        raise (ref.record or row.record).error(ref.at, problem)
