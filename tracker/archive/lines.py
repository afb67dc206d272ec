"""One line per published commitment of a past day: the few values that filters, counts and orders look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.models.commitments import code_sort_key
from tracker.vocabulary import Reporting

Payload = dict[str, Any]
_NOT_ASKED = Reporting.NOT_ASKED.value


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment as published, in short. `id` is that of its version; `contributors` are keys with their roles."""

    id: int
    code: str
    title: str
    sort_key: str
    kind: str
    agreement: str
    action_field: str | None
    modality: str
    verifiable: str
    general_aim: bool
    part_of: str | None
    status: str | None
    unknown_reason: str | None
    evidence_grade: str
    before_signing: bool
    status_at_term_end: str | None
    newest_fact_on: date | None
    newest_fact_precision: str | None
    due_on: date | None
    due_basis: str
    began_on: date | None
    effective_end: date
    reports: tuple[tuple[Reporting, date | None], ...]
    asked_due_on: date | None
    changed_on: date
    contributors: tuple[tuple[str, str], ...]
    lands: tuple[str, ...]
    target_groups: tuple[str, ...]
    instruments: tuple[str, ...]
    continues: tuple[str, ...]
    targets: tuple[str, ...]


def parsed(day: str | None) -> date | None:
    """A day of a payload."""
    return date.fromisoformat(day) if day else None


def line_of(payload: Payload, *, id: int, changed_on: date, instruments: dict[str, str]) -> Line:
    """The line of a payload; `instruments` gives the keys of instruments by their names."""
    standing = payload["standing"]
    named = payload["contributions"]
    return Line(
        id=id,
        code=payload["code"],
        title=payload["title"],
        sort_key=code_sort_key(payload["code"]),
        kind=payload["kind"],
        agreement=payload["agreement"],
        action_field=payload["action_field"],
        modality=payload["modality"],
        verifiable=payload["verifiable"],
        general_aim=payload["general_aim"],
        part_of=payload["part_of"],
        status=standing["status"],
        unknown_reason=standing["unknown_reason"],
        evidence_grade=standing["evidence_grade"],
        before_signing=standing["before_signing"],
        status_at_term_end=payload.get("status_at_term_end"),
        newest_fact_on=parsed(standing["newest_fact_on"]),
        newest_fact_precision=standing["newest_fact_precision"],
        due_on=parsed(payload["due_on"]),
        due_basis=payload["due_basis"] or "",
        began_on=parsed(standing["began_on"]),
        effective_end=date.fromisoformat(payload["term_end"]),
        reports=tuple(
            (Reporting(part["reporting_base"]), parsed(part["asked_due_on"]))
            for part in named
            if part["required"] and part["reporting_base"] != _NOT_ASKED
        ),
        asked_due_on=max((day for part in named if (day := parsed(part["asked_due_on"]))), default=None),
        changed_on=changed_on,
        contributors=tuple((part["partner"], part["role"]) for part in named),
        lands=tuple(payload["laender"]),
        target_groups=tuple(payload["target_groups"]),
        instruments=tuple(instrument_keys(payload, instruments)),
        continues=tuple(payload["continues"]),
        targets=tuple(payload.get("agreement_targets", ())),
    )


def instrument_keys(payload: Payload, by_name: dict[str, str]) -> list[str]:
    """The keys of the instruments named; versions from before keys were published name them by their names."""
    keys = payload.get("instrument_keys")
    return keys if keys is not None else [by_name.get(name, name) for name in payload["instruments"]]
