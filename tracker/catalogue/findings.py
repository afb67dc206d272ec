"""Interim results and lessons of the catalogue as rows: shown, never counted."""

from __future__ import annotations

from typing import Any

from tracker.catalogue.commitments import fact_day, passage, quantity
from tracker.catalogue.parties import ref, refs
from tracker.catalogue.reading import Record, records
from tracker.catalogue.rows import Catalogue, Ref, Row
from tracker.models import Agreement, Finding, FindingFact, Partner
from tracker.vocabulary import Confidence, FactBasis, FindingKind, Grade, Status


def read_findings(content: Any, catalogue: Catalogue) -> None:
    """Take in interim results and lessons with the facts behind them."""
    for record in records(content, file="findings.json", key="key"):
        columns = {
            "key": record.text("key"),
            "kind": record.choice("kind", FindingKind),
            "agreement": ref(record, "agreement", Agreement),
            "title": record.text("title"),
            "description": record.text("description"),
            **quantity(record),
            **passage(record),
            "editor_note": record.words("editor_note"),
        }
        links = {"partners": refs(record, "partners", Partner)}
        catalogue.add(Row(Finding, record.name, record, columns, links))
        for item in record.children("evidence"):
            _finding_fact(item, Ref(Finding, record.name), catalogue)


def _finding_fact(item: Record, finding: Ref, catalogue: Catalogue) -> None:
    as_of, precision = fact_day(item)
    # A finding is not a promise: no contribution stands behind it.
    item.skip("partner")
    columns = {
        "finding": finding,
        "key": item.text("key"),
        "as_of": as_of,
        "as_of_precision": precision,
        "summary": item.text("summary"),
        "status": item.choice("status", Status, ""),
        "grade": item.choice("grade", Grade),
        "confidence": item.choice("confidence", Confidence),
        "basis": item.choice("basis", FactBasis),
        "seen_on": item.exact_day("seen_on"),
        "editor_note": item.words("editor_note"),
    }
    catalogue.add(Row(FindingFact, str(columns["key"]), item, columns, {"sources": catalogue.sources(item)}))
