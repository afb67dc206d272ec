"""Comparing what the catalogue wants with what stands in the database: what to create, to update, to leave alone.

The catalogue remembers the fingerprint of every record it wrote. A record that still has it is the catalogue's own and
may be brought up to date; one that has another was changed by the editors and is left alone and named. Nothing is ever
deleted: what a newer catalogue no longer holds is named, and what the editors removed does not come back.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from tracker.catalogue.rows import KEYS, Catalogue, Row, ordered, plain
from tracker.catalogue.write import existing
from tracker.models import CatalogueEntry, Source, StatusReport
from tracker.vocabulary import ReportState


@dataclass
class Plan:
    """What a load is going to do, and what it leaves alone and why."""

    create: list[Row] = field(default_factory=list)
    update: list[tuple[Row, Model]] = field(default_factory=list)
    adopt: list[Row] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        """Whether anything of the record would change."""
        return bool(self.create or self.update)

    @property
    def written(self) -> Iterator[Row]:
        """The rows that will stand in the database as the catalogue has them."""
        yield from self.create
        yield from (row for row, _item in self.update)
        yield from self.adopt


def fingerprint(content: dict[str, Any]) -> str:
    """One word for all that the catalogue says of a record."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def compare(catalogue: Catalogue) -> Plan:
    """What has to be done so that the database says what the catalogue says."""
    plan = Plan()
    entries = {(entry.kind, entry.key): entry.fingerprint for entry in CatalogueEntry.objects.all()}
    there = {model: existing(model) for model in KEYS}
    keys = {model: {item.pk: key for key, item in items.items()} for model, items in there.items()}
    for model, rows in catalogue.rows.items():
        if model is Source:
            continue
        found = present(rows, there[model], keys)
        for row in rows.values():
            _judge(row, there[model].get(row.key), found.get(row.key), entries.get(entry_key(row)), plan)
        wanted = set(rows)
        gone = [key for kind, key in entries if kind == model._meta.model_name and key not in wanted]
        plan.missing += [named(model, key) for key in sorted(gone)]
    _leave_what_hangs_in_the_air(plan, {model: set(items) for model, items in there.items()})
    _add_sources(plan, catalogue, set(there[Source]))
    return plan


def entry_key(row: Row) -> tuple[str, str]:
    """Under which kind and key the catalogue remembers a row."""
    return str(row.model._meta.model_name), row.key


def named(model: type[Model], key: str) -> str:
    """A record in words: what it is and its key."""
    return f"{model._meta.verbose_name} {key}"


def _judge(row: Row, item: Model | None, content: Any, remembered: str | None, plan: Plan) -> None:
    wanted = fingerprint(row.plain())
    name = named(row.model, row.key)
    if item is None:
        if remembered is None:
            plan.create.append(row)
        else:
            plan.left.append(_("%s was removed by the editors") % name)
    elif isinstance(item, StatusReport) and item.state == ReportState.REVOKED:
        plan.left.append(_("%s was withdrawn") % name)
    elif isinstance(item, StatusReport) and item.changed_by_staff:
        plan.left.append(_("%s was changed by the editors") % name)
    elif (now := fingerprint(content)) == wanted:
        if remembered != wanted:
            plan.adopt.append(row)
    elif now == remembered:
        plan.update.append((row, item))
    else:
        plan.left.append(_("%s was changed by the editors") % name)


def _leave_what_hangs_in_the_air(plan: Plan, there: dict[type[Model], set[str]]) -> None:
    """Leave rows that point to a record which is neither there nor about to be created."""
    for row in plan.create:
        there[row.model].add(row.key)
    while True:
        loose = {id(row): ref for row in plan.written for ref in row.refs() if ref.key not in there[ref.model]}
        loose = {key: ref for key, ref in loose.items() if ref.model is not Source}
        if not loose:
            return
        for row in plan.written:
            if id(row) in loose:
                there[row.model].discard(row.key)
                ref = loose[id(row)]
                what = {"record": named(row.model, row.key), "other": named(ref.model, ref.key)}
                plan.left.append(_("%(record)s cannot be loaded without %(other)s") % what)
        plan.create = [row for row in plan.create if id(row) not in loose]
        plan.update = [(row, item) for row, item in plan.update if id(row) not in loose]
        plan.adopt = [row for row in plan.adopt if id(row) not in loose]


def _add_sources(plan: Plan, catalogue: Catalogue, there: set[str]) -> None:
    """Create the sources that new and changed records name and that are not there yet."""
    named_ones = {ref.key for row in plan.written for ref in row.refs() if ref.model is Source}
    plan.create[:0] = [catalogue.rows[Source][key] for key in sorted(named_ones - there)]


def present(
    rows: dict[str, Row], there: dict[str, Model], keys: dict[type[Model], dict[Any, str]]
) -> dict[str, dict[str, Any]]:
    """What stands in the database of the records that these rows speak of, in the shape of `Row.plain()`."""
    wanted = {key: there[key] for key in rows if key in there}
    if not wanted:
        return {}
    shape = next(iter(rows.values()))
    part_shapes: dict[str, Row] = {}
    for row in rows.values():
        for name, parts in row.parts.items():
            if parts:
                part_shapes.setdefault(name, parts[0])
    contents = _plain_objects(shape, list(wanted.values()), keys)
    found = dict(zip(wanted, contents, strict=True))
    by_pk = {item.pk: found[key] for key, item in wanted.items()}
    for name in shape.parts:
        for content in contents:
            content["parts"][name] = []
        relation = shape.model._meta.get_field(name)
        own = relation.field.name  # type: ignore[union-attr]
        children = list(relation.related_model._default_manager.filter(**{f"{own}__in": list(by_pk)}))  # type: ignore[union-attr]
        empty = Row(relation.related_model, "", shape.record, {})  # type: ignore[arg-type]
        shapes = _plain_objects(part_shapes.get(name, empty), children, keys)
        for child, content in zip(children, shapes, strict=True):
            by_pk[getattr(child, f"{own}_id")]["parts"][name].append(content)
    for content in contents:
        content["parts"] = {name: ordered(parts) for name, parts in content["parts"].items()}
    return found


def _plain_objects(shape: Row, items: list[Model], keys: dict[type[Model], dict[Any, str]]) -> list[dict[str, Any]]:
    links = {name: _links(shape.model, name, items, keys) for name in shape.links}
    return [
        {
            "columns": {name: _column(item, name, keys) for name in shape.columns},
            "links": {name: sorted(found[item.pk]) for name, found in links.items()},
            "parts": {},
        }
        for item in items
    ]


def _column(item: Model, name: str, keys: dict[type[Model], dict[Any, str]]) -> Any:
    column = item._meta.get_field(name)
    if not column.is_relation:
        return plain(getattr(item, name))
    value = getattr(item, f"{name}_id")
    return None if value is None else keys[column.related_model].get(value, f"#{value}")  # type: ignore[index]


def _links(
    model: type[Model], name: str, items: list[Model], keys: dict[type[Model], dict[Any, str]]
) -> dict[Any, list[str]]:
    column = model._meta.get_field(name)
    own, other = column.m2m_field_name(), column.m2m_reverse_field_name()  # type: ignore[union-attr]
    through = column.remote_field.through  # type: ignore[union-attr]
    pairs = through._default_manager.filter(**{f"{own}__in": [item.pk for item in items]})
    found: dict[Any, list[str]] = defaultdict(list)
    for one, linked in pairs.values_list(f"{own}_id", f"{other}_id"):
        found[one].append(keys[column.related_model].get(linked, f"#{linked}"))  # type: ignore[index]
    return found


def remember(rows: Iterator[Row]) -> None:
    """Keep the fingerprints of these rows as the catalogue wrote them."""
    CatalogueEntry.objects.bulk_create(
        [
            CatalogueEntry(kind=entry_key(row)[0], key=row.key, fingerprint=fingerprint(row.plain()))
            for row in rows
            if row.model is not Source
        ],
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["fingerprint"],
        batch_size=500,
    )
