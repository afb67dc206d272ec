"""What stands in the cells of a row, and the report that a row says, filled in from what was there."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import translation
from django.utils.translation import gettext as _

from tracker import days, workflow
from tracker.sheets import cells
from tracker.sheets.columns import BY_FIELD, ENTERED, LANGUAGE, Column, Shape
from tracker.sheets.items import Item
from tracker.vocabulary import Grade, Precision, Status

MAX_CELL = 32_000
"""Longer texts do not fit into a cell; what is cut off stays as it is."""
TEXTS = ("summary", "next_steps", "problem", "deadline_wish", "wording_wish")
LINK = ("link_title", "link_publisher", "link_url", "link_published", "grade")


class BadCells(ValueError):
    """Cells of a row that cannot be read or do not go together: the field and a sentence for each."""

    def __init__(self, found: list[tuple[str, str, str]]) -> None:
        super().__init__()
        self.found = found


def prefilled(item: Item) -> dict[str, str]:
    """The texts a row begins with, by field; fields that stand empty are left out.

    A day is carried on only from a draft, or where something is completed: every other report needs a new one.
    """
    data = item.data()
    if data is None:
        return {}
    values = {name: _cut(getattr(data, name)) for name in TEXTS}
    values["status"] = _word("status", data.status)
    if _keeps_day(item, data):
        values["as_of"] = cells.day_as_text(data.as_of, data.as_of_precision)
        values["precision"] = _word("precision", data.as_of_precision)
    values["wished_deadline"] = cells.day_as_text(data.wished_deadline)
    return {name: text for name, text in values.items() if text}


def _keeps_day(item: Item, data: workflow.ReportData) -> bool:
    return item.open is not None or data.status == Status.COMPLETED


def _word(field: str, code: str) -> str:
    return next((label for label, known in BY_FIELD[field].words() if known == code), "")


def evidence_words(item: Item) -> str:
    """The evidence a report carries already, line by line, files included."""
    if item.start is None:
        return ""
    with translation.override(LANGUAGE):
        return "\n".join(
            "{} ({})".format(given.title, _("PDF file") if given.file else given.url or given.publisher)
            for given in item.start.evidence.all()
        )


def _cut(text: str) -> str:
    return tidy(text)[:MAX_CELL].rstrip()


def tidy(text: str) -> str:
    """A text with one kind of line ends, without signs that no cell can hold, without blanks at its ends."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char for char in plain if char == "\n" or char.isprintable() or unicodedata.category(char) != "Cc"
    ).strip()


def report_of(row: dict[str, str], item: Item, *, on: date) -> workflow.ReportData:
    """What a row says as a whole report: its cells over what was there; raises `BadCells`."""
    read, problems = _read(row)
    before = item.data() or workflow.ReportData(as_of=on)
    texts = {name: read.get(name, "") for name in TEXTS}
    for name, text in texts.items():
        whole = tidy(getattr(before, name))
        if text == _cut(whole):
            texts[name] = whole
    as_of, precision = _day(read, on, problems)
    link = _link(read, on, problems)
    if problems:
        raise BadCells(problems)
    return replace(
        before,
        status=read.get("status", ""),
        as_of=as_of,
        as_of_precision=precision,
        links=(*before.links, *link),
        wished_deadline=read["wished_deadline"][0] if "wished_deadline" in read else None,
        **texts,
    )


def _read(row: dict[str, str]) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    read: dict[str, Any] = {}
    problems: list[tuple[str, str, str]] = []
    for column in ENTERED:
        text = row.get(column.field, "")
        if not text:
            continue
        try:
            read[column.field] = _value(column, text)
        except cells.Unreadable as error:
            problems.append((column.field, text, str(error)))
    return read, problems


def _value(column: Column, text: str) -> Any:
    match column.shape:
        case Shape.DAY:
            return cells.day(text)
        case Shape.FLAG:
            return cells.flag(text)
        case Shape.WORD:
            return cells.word(column.words(), text)
    if len(text) > max(column.limit, MAX_CELL if column.field in TEXTS else 0):
        raise cells.Unreadable(_("Longer than %d characters.") % column.limit)
    return text


def spelled(column: Column, text: str) -> str:
    """A filled cell in one spelling, however the day or word in it was written; as it is, if it cannot be read."""
    try:
        value = _value(column, text)
    except cells.Unreadable:
        return text
    if column.shape is Shape.DAY:
        return cells.day_as_text(*value)
    return str(value)


def _day(read: dict[str, Any], on: date, problems: list[tuple[str, str, str]]) -> tuple[date, str]:
    """The day of the report: as written, as exact as the next cell says, today where both are empty."""
    if "as_of" not in read:
        if read.get("status") == Status.COMPLETED:
            problems.append(("as_of", "", _("Say on which day it was completed.")))
        return on, Precision.DAY
    written, precision = read["as_of"]
    wanted = Precision(read.get("precision", precision))
    if precision is not Precision.DAY and wanted is not precision:
        text = _("The day is written less or more exactly than the next cell says. Change one of them.")
        problems.append(("precision", str(wanted.label), text))
    return days.last_day(written, wanted), wanted


def _link(read: dict[str, Any], on: date, problems: list[tuple[str, str, str]]) -> list[workflow.LinkData]:
    given = [name for name in LINK if read.get(name)]
    if not given:
        return []
    for name in ("link_title", "link_publisher", "link_url"):
        if name not in read:
            problems.append((name, "", _("Missing: new evidence needs it.")))
    if "link_url" in read:
        try:
            URLValidator(schemes=["http", "https"])(read["link_url"])
        except ValidationError:
            text = _("This is no address. It begins with https://.")
            problems.append(("link_url", read["link_url"], text))
    published, precision = read.get("link_published", (None, Precision.DAY))
    if published and days.first_day(published, precision) > on:
        problems.append(("link_published", cells.day_as_text(published, precision), _("The day lies in the future.")))
    link = workflow.EvidenceData(
        title=read.get("link_title", ""),
        publisher=read.get("link_publisher", ""),
        url=read.get("link_url", ""),
        published_on=published,
        published_precision=precision,
        seen_on=on,
    )
    return [workflow.LinkData(link, read.get("grade", Grade.DOCUMENT))]
