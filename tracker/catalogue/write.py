"""Writing rows of the catalogue into the database, many at a time, inside one public change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from tracker import days
from tracker.catalogue.rows import JOINS, KEYS, Ref, Row
from tracker.models import Agreement, Commitment, Contribution, Evidence, StatusReport
from tracker.vocabulary import Verb
from tracker.workflow import (
    Change,
    EvidenceData,
    FactData,
    add_fact,
    build_evidence,
    build_fact,
    check_fact,
    correct_wording,
    revoke_fact,
)

BATCH = 500
Progress = Callable[[list[Any]], Iterable[Any]]


class Writer:
    """Turns rows into objects; knows the primary key of every record that is already there."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.ids = {model: {key: item.pk for key, item in existing(model).items()} for model in KEYS}
        self._late: dict[tuple[type[Model], str], list[tuple[Model, Ref]]] = defaultdict(list)
        self._links: dict[tuple[type[Model], str], list[tuple[Model, Ref]]] = defaultdict(list)

    def create(self, rows: Iterable[Row], progress: Progress) -> None:
        """Create the objects of these rows; what points to a later record is filled in by `finish`."""
        by_model: dict[type[Model], list[Row]] = defaultdict(list)
        for row in rows:
            by_model[row.model].append(row)
        for model in progress(list(KEYS)):
            if model is StatusReport:
                self._create_facts(by_model[model])
            elif by_model[model]:
                self._create_of(model, by_model[model])

    def _create_of(self, model: type[Model], rows: list[Row]) -> None:
        objects = [self._build(row) for row in rows]
        model._default_manager.bulk_create(objects, batch_size=BATCH)
        for row, item in zip(rows, objects, strict=True):
            self.ids[model][row.key] = item.pk
        self._create_parts(rows, objects)

    def _create_parts(self, rows: list[Row], objects: list[Model]) -> None:
        by_model: dict[type[Model], list[Model]] = defaultdict(list)
        for row, item in zip(rows, objects, strict=True):
            for name, parts in row.parts.items():
                for part in parts:
                    child = self._build(part)
                    setattr(child, row.model._meta.get_field(name).field.attname, item.pk)  # type: ignore[union-attr]
                    by_model[part.model].append(child)
        for model, children in by_model.items():
            model._default_manager.bulk_create(children, batch_size=BATCH)

    def _build(self, row: Row) -> Model:
        """The object of a row, not yet saved; raises the error of the file if a value does not fit its column."""
        item = row.model()
        self._fill(item, {**row.columns, **row.at_first})
        for name, refs in row.links.items():
            self._links[row.model, name] += [(item, ref) for ref in refs]
        if isinstance(item, Agreement | Commitment):
            item.published_at = self.change.at
        check_columns(item, row)
        return item

    def _fill(self, item: Model, columns: dict[str, Any]) -> None:
        for name, value in columns.items():
            if not isinstance(value, Ref):
                setattr(item, name, value)
            elif value.key in self.ids[value.model]:
                setattr(item, f"{name}_id", self.ids[value.model][value.key])
            else:
                self._late[type(item), name].append((item, value))

    def _create_facts(self, rows: list[Row]) -> None:
        """Create facts of the catalogue: accepted and published at once, as research of the catalogue's actor."""
        commitments = Commitment.objects.select_related("agreement").in_bulk(
            [self.ids[Commitment][row.columns["commitment"].key] for row in rows]
        )
        built = []
        for row in rows:
            commitment = commitments[self.ids[Commitment][row.columns["commitment"].key]]
            fact = fact_data(row)
            contribution = self.contribution_of(row)
            try:
                check_fact(commitment, fact, contribution, on=days.berlin_day(self.change.at))
            except ValidationError as fault:
                raise row.record.error(*_first_fault(fault)) from None
            report = build_fact(
                commitment, fact, actor=self.change.actor, at=self.change.at, contribution=contribution, key=row.key
            )
            check_columns(report, row)
            built.append((report, fact))
        StatusReport.objects.bulk_create([report for report, _fact in built], batch_size=BATCH)
        evidence = [item for report, fact in built for item in build_evidence(report, fact)]
        Evidence.objects.bulk_create(evidence, batch_size=BATCH)

    def contribution_of(self, row: Row) -> Contribution | None:
        """The contribution a fact speaks of, None for the whole."""
        ref = row.columns["contribution"]
        return Contribution.objects.get(pk=self.ids[Contribution][ref.key]) if ref else None

    def update(self, row: Row, item: Model, *, reason: str) -> None:
        """Bring an object that the catalogue wrote up to date; facts and texts are corrected in public."""
        if isinstance(item, StatusReport):
            self._correct_fact(row, item, reason)
            return
        if isinstance(item, Commitment):
            texts = {name: row.columns[name] for name in ("title", "description")}
            if any(getattr(item, name) != text for name, text in texts.items()):
                correct_wording(item, texts=texts, reason=reason, actor=self.change.actor)
                item.refresh_from_db()
        self._fill(item, row.columns)
        check_columns(item, row)
        item.save()
        for name, refs in row.links.items():
            getattr(item, name).set([self.ids[ref.model][ref.key] for ref in refs])
        for name in row.parts:
            getattr(item, name).all().delete()
        self._create_parts([row], [item])

    def _correct_fact(self, row: Row, old: StatusReport, reason: str) -> None:
        """Replace a fact of the catalogue by its newer form; the old one is withdrawn and hands its key on."""
        actor, role = self.change.actor, self.change.role
        commitment = Commitment.objects.select_related("agreement").get(pk=old.commitment_id)
        old = revoke_fact(old, reason=reason, actor=actor, role=role)
        old.key = None
        old.save()
        try:
            new = add_fact(
                commitment,
                fact_data(row),
                actor=actor,
                role=role,
                contribution=self.contribution_of(row),
                corrects=old,
                key=row.key,
            )
        except ValidationError as fault:
            raise row.record.error(*_first_fault(fault)) from None
        self.change.log(Verb.FACT_CORRECTED, commitment, reason=reason, fact=new.pk, corrects=old.pk)

    def finish(self) -> None:
        """Fill in what pointed to records that came later, and the links between records."""
        for (model, name), pairs in self._late.items():
            for item, ref in pairs:
                setattr(item, f"{name}_id", self.ids[ref.model][ref.key])
            model._default_manager.bulk_update([item for item, _ref in pairs], [name], batch_size=BATCH)
        for (model, name), pairs in self._links.items():
            field = model._meta.get_field(name)
            through = field.remote_field.through  # type: ignore[union-attr]
            own, other = field.m2m_field_name(), field.m2m_reverse_field_name()  # type: ignore[union-attr]
            links = [
                through(**{f"{own}_id": item.pk, f"{other}_id": self.ids[ref.model][ref.key]}) for item, ref in pairs
            ]
            through._default_manager.bulk_create(links, batch_size=BATCH)
        self._late.clear()
        self._links.clear()


def existing(model: type[Model]) -> dict[str, Model]:
    """The records of a model that are there, by key; facts that came from elsewhere have none."""
    rows = model._default_manager.select_related(*JOINS.get(model, []))
    if model is StatusReport:
        rows = rows.filter(key__isnull=False)
    return {KEYS[model](item): item for item in rows}


def check_columns(item: Model, row: Row) -> None:
    """Raise the error of the file if a value is too long, no web address or none of the words of its column."""
    skipped = {field.name for field in item._meta.fields if field.is_relation}
    try:
        item.clean_fields(exclude=skipped)
    except ValidationError as fault:
        raise row.record.error(*_first_fault(fault)) from None


def _first_fault(fault: ValidationError) -> tuple[str, str]:
    name, messages = next(iter(fault.message_dict.items()))
    return name, messages[0]


def fact_data(row: Row) -> FactData:
    """A row of a fact as the workflow takes it."""
    names = ["as_of", "as_of_precision", "summary", "seen_on", "status", "grade", "confidence", "basis", "editor_note"]
    evidence = [
        EvidenceData(**{name: value for name, value in part.columns.items() if name != "position"})
        for part in row.parts["evidence"]
    ]
    return FactData(**{name: row.columns[name] for name in names}, evidence=evidence)
