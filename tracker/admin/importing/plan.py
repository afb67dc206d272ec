"""What a table would change: one entry per commitment, every change with its value before and after."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tracker import workflow
from tracker.admin.importing.columns import COLUMNS, DEADLINE_FIELDS, FACT_FIELDS, Column
from tracker.admin.importing.reading import Problem
from tracker.models import Commitment, Contribution
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import Role
from tracker.workflow.commitments import CORRECTABLE

RELATIONS = {"target_groups", "instruments", "lands", "continues", "leads", "supporting"}


@dataclass
class Step:
    """One change of one value: its column, before and after in words."""

    column: str
    before: str
    after: str


@dataclass
class Entry:
    """What one row does to one commitment."""

    row: int
    code: str
    item: Commitment
    new: bool
    values: dict[str, Any] = field(default_factory=dict)
    fact: workflow.FactData | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def needs_reason(self) -> bool:
        """Whether it changes in public what is published: texts or the deadline."""
        public = not self.new and self.item.published_at is not None
        return public and bool({*CORRECTABLE, *DEADLINE_FIELDS} & {*self.values})


@dataclass
class Plan:
    """What a whole table does, or why it does nothing."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unchanged: int = 0
    stale: list[Entry] = field(default_factory=list)
    """Rows that somebody was quicker with since they were downloaded: shown with both values, not read in."""

    @property
    def created(self) -> int:
        """How many commitments are new."""
        return sum(1 for entry in self.entries if entry.new)

    @property
    def changed(self) -> int:
        """How many commitments are there already and change."""
        return len(self.entries) - self.created

    @property
    def needs_reason(self) -> bool:
        """Whether a public reason has to be given."""
        return any(entry.needs_reason for entry in self.entries)

    def digest(self) -> str:
        """A word that is the same only for the same changes of the same values."""
        told = [[entry.code, entry.new, [[s.column, s.before, s.after] for s in entry.steps]] for entry in self.entries]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def wanted_contributions(entry: Entry) -> dict[Any, str] | None:
    """The partners a commitment shall have, with their roles; None if the table says nothing about them."""
    if not {"leads", "supporting"} & {*entry.values}:
        return None
    stored: list[Contribution] = [] if entry.new else list(entry.item.contributions.all())
    wanted: dict[Any, str] = {}
    for name, role in (("leads", Role.LEAD), ("supporting", Role.SUPPORTING)):
        partners = entry.values.get(name)
        if partners is None:
            partners = [part.partner for part in stored if part.role == role]
        for partner in partners:
            wanted.setdefault(partner, role)
    return wanted


def compare(entry: Entry, read: dict[str, Any]) -> None:
    """Note in an entry every value read that is different from the stored one."""
    if "due_on" in read:
        if read["due_on"] is None:
            cleared = {"due_precision": "", "due_basis": "", "due_wording": "", "due_start": None}
            read.update({name: value for name, value in cleared.items() if name not in read})
        else:
            read.setdefault("due_precision", read["due_on_read_precision"].value)
    for column in COLUMNS:
        name = column.field
        if name not in read or name in FACT_FIELDS or name == "code":
            continue
        before, after = _stored(entry, name), read[name]
        if _key(before) != _key(after):
            entry.values[name] = after
            entry.steps.append(Step(column.name, _shown(column, before), _shown(column, after)))


def _stored(entry: Entry, name: str) -> Any:
    item = entry.item
    if entry.new:
        if name in RELATIONS:
            return []
        if name in ("agreement", "action_field", "part_of"):
            return None
        return getattr(item, name)
    if name in ("leads", "supporting"):
        role = Role.LEAD if name == "leads" else Role.SUPPORTING
        return [part.partner for part in item.contributions.all() if part.role == role]
    if name == "continues":
        return [earlier.code for earlier in item.continues.all()]
    if name in RELATIONS:
        return list(getattr(item, name).all())
    if name == "part_of":
        return item.part_of.code if item.part_of else None
    return getattr(item, name)


def _key(value: Any) -> Any:
    """A value to compare: records by key, lists without order, numbers by amount."""
    if isinstance(value, list):
        return sorted(str(getattr(item, "pk", item)) for item in value)
    if isinstance(value, Decimal):
        return value.normalize()
    return getattr(value, "pk", value) if value not in (None, "") else ""


def _shown(column: Column, value: Any) -> str:
    """A value in words."""
    if value in (None, ""):
        return ""
    if column.choices is not None:
        return str(column.choices(value).label)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(sorted(str(item) for item in value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
