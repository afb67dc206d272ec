"""Commitments as rows of the table that can be read in again: changed in a spreadsheet, compared, confirmed."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from tracker.admin.importing.columns import COLUMNS, FACT_FIELDS, SEEN, Column
from tracker.admin.importing.template import template_file
from tracker.models import Commitment
from tracker.sheets.cells import day_as_text
from tracker.vocabulary import Role


def commitments_file(chosen: QuerySet[Commitment]) -> bytes:
    """These commitments as an Excel table; the same few queries for any number."""
    found = chosen.select_related("agreement", "action_field", "part_of").prefetch_related(
        "target_groups", "instruments", "lands", "continues", "contributions__partner"
    )
    return template_file([{**cells_of(item), SEEN.name: seen_word(item)} for item in found])


def cells_of(item: Commitment) -> dict[str, str]:
    """The filled cells of a commitment by the names of the columns, as the table is read in."""
    cells = {column.name: _cell(column, item) for column in COLUMNS if column.field not in FACT_FIELDS}
    return {name: text for name, text in cells.items() if text}


def seen_word(item: Commitment) -> str:
    """A word that changes whenever a value of the commitment that the table holds changes."""
    told = json.dumps(cells_of(item), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _cell(column: Column, item: Commitment) -> str:
    value = _value(column.field, item)
    if value in (None, ""):
        return ""
    if column.choices is not None:
        return str(column.choices(value).label)
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, date):
        return day_as_text(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if isinstance(value, list):
        return "|".join(value)
    return str(value)


def _value(name: str, item: Commitment) -> Any:
    match name:
        case "agreement":
            return item.agreement.slug
        case "action_field":
            return item.action_field.key if item.action_field else ""
        case "part_of":
            return item.part_of.code if item.part_of else ""
        case "continues":
            return sorted(earlier.code for earlier in item.continues.all())
        case "leads" | "supporting":
            role = Role.LEAD if name == "leads" else Role.SUPPORTING
            return [part.partner.key for part in item.contributions.all() if part.role == role]
        case "target_groups" | "instruments" | "lands":
            return sorted(other.name for other in getattr(item, name).all())
        case "involved":
            return [line.strip() for line in item.involved.splitlines() if line.strip()]
    return getattr(item, name)
