"""Indicators of the catalogue with their values as rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.catalogue.agreements import commitments_and_findings
from tracker.catalogue.parties import ref, refs
from tracker.catalogue.reading import Record, records
from tracker.catalogue.rows import Catalogue, Ref, Row, value_key
from tracker.models import Commitment, Indicator, IndicatorValue, Land
from tracker.vocabulary import Direction, FactBasis, Precision, TargetOperator


def read_indicators(content: Any, catalogue: Catalogue) -> None:
    """Take in the measured series."""
    for record in records(content, file="indicators.json", key="key", under="indicators"):
        commitments, findings = commitments_and_findings(record)
        columns = {
            "key": record.text("key"),
            "name": record.text("name"),
            "topic": record.text("group"),
            "unit": record.text("unit"),
            "definition": record.text("definition"),
            "direction": record.choice("direction", Direction),
            "reference_date": record.words("reference_date"),
            "source_organisation": record.text("source_organisation"),
            "data_gap": record.flag("data_gap"),
            "never_draw": record.flag("never_draw", False),
            "editor_note": record.words("editor_note"),
            **_baseline(record.child("baseline")),
        }
        target, target_commitments = _target(record.child("target"))
        columns.update(target)
        links = {"commitments": commitments, "findings": findings, "target_commitments": target_commitments}
        catalogue.add(Row(Indicator, record.name, record, columns, links))
        for item in record.children("values"):
            _value(item, record.name, catalogue)


def _baseline(item: Record | None) -> dict[str, Any]:
    columns = {
        "baseline_period": item.text("period") if item else "",
        "baseline_value": item.number("value") if item else None,
        "baseline_reason": item.words("reason") if item else "",
    }
    if item:
        item.finish()
    return columns


def _target(item: Record | None) -> tuple[dict[str, Any], list[Ref]]:
    due_on, due_precision = item.partial_day("due") if item else (None, Precision.DAY.value)
    columns = {
        "target_operator": item.choice("operator", TargetOperator) if item else "",
        "target_value": item.number("value") if item else None,
        "target_level": item.words("level") if item else "",
        "target_due_on": due_on,
        "target_due_precision": due_precision,
        "editor_target_note": item.words("editor_note") if item else "",
    }
    commitments = refs(item, "commitments", Commitment) if item else []
    if item:
        item.finish()
    return columns, commitments


def _value(item: Record, indicator: str, catalogue: Catalogue) -> None:
    as_of: date
    if item.has("year"):
        as_of, precision = date(item.whole("year"), 12, 31), Precision.YEAR.value
    else:
        as_of, precision = item.fuzzy_day("date")
    land = item.words("land")
    columns = {
        "indicator": Ref(Indicator, indicator),
        "land": ref(item, "land", Land),
        "as_of": as_of,
        "as_of_precision": precision,
        "value": item.number("value"),
        "rounded": item.flag("rounded"),
        "basis": item.choice("basis", FactBasis),
        "formula": item.words("formula"),
        "reference": item.words("reference"),
        "break_before": item.flag("break_before", False),
        "break_note": item.words("break_note"),
        "editor_note": item.words("editor_note"),
    }
    key = value_key(indicator, land, as_of, precision)
    catalogue.add(Row(IndicatorValue, key, item, columns, {"sources": catalogue.sources(item)}))
