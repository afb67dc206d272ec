"""Commitments of the catalogue with their contributions and facts as rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tracker import days
from tracker.catalogue.parties import instrument_key, ref, refs
from tracker.catalogue.reading import Record, records
from tracker.catalogue.rows import Catalogue, Ref, Row
from tracker.models import (
    ActionField,
    Agreement,
    Commitment,
    Contribution,
    Evidence,
    Instrument,
    Partner,
    StatusReport,
    TargetGroup,
)
from tracker.models.commitments import code_sort_key
from tracker.vocabulary import (
    Confidence,
    DeadlineBasis,
    FactBasis,
    Grade,
    Kind,
    Modality,
    PartnerKind,
    Precision,
    QuantityKind,
    Role,
    Status,
    Verifiability,
)


def read_commitments(content: Any, catalogue: Catalogue) -> None:
    """Take in the tracked statements with who contributes and what is known of them."""
    for record in records(content, file="commitments.json", key="code"):
        agreement = record.text("agreement")
        field = record.whole("action_field") if record.has("action_field") else None
        columns = {
            "code": record.text("code"),
            "agreement": Ref(Agreement, agreement, record, "agreement"),
            "action_field": None if field is None else Ref(ActionField, f"{agreement} {field}", record, "action_field"),
            "kind": record.choice("kind", Kind),
            "modality": record.choice("modality", Modality),
            "title": record.text("title"),
            "description": record.text("description"),
            "verifiable": record.choice("verifiable", Verifiability),
            "verifiable_reason": record.words("verifiable_reason"),
            "general_aim": record.flag("general_aim"),
            "involved": "\n".join(record.listed("involved")),
            "part_of": ref(record, "part_of", Commitment),
            "sort_key": code_sort_key(record.name),
            "editor_note": record.words("editor_note"),
            **passage(record),
            "passage_page": None,
            **quantity(record, with_kind=True),
            **_deadline(record),
        }
        links = {
            "target_groups": refs(record, "target_groups", TargetGroup),
            "instruments": [
                Ref(Instrument, instrument_key(name), record, "instruments") for name in record.listed("instruments")
            ],
            "continues": refs(record, "continues", Commitment),
        }
        catalogue.add(Row(Commitment, record.name, record, columns, links))
        me = Ref(Commitment, record.name)
        for position, item in enumerate(record.children("contributions")):
            _contribution(item, me, position, catalogue)
        for item in record.children("evidence"):
            _fact(item, me, str(columns["kind"]), catalogue)


def passage(record: Record) -> dict[str, Any]:
    """Where in the source text a statement stands."""
    item = record.child("passage")
    if item is None:
        return dict.fromkeys(["passage_paragraph", "passage_line_start", "passage_line_end"]) | {"passage_document": ""}
    columns = {
        "passage_document": item.text("document"),
        "passage_paragraph": item.whole("paragraph"),
        "passage_line_start": item.whole("line_start"),
        "passage_line_end": item.whole("line_end"),
    }
    item.finish()
    return columns


def quantity(record: Record, *, with_kind: bool = False) -> dict[str, Any]:
    """The quantity in the words of a statement."""
    item = record.child("quantity")
    columns = {
        "quantity_value": item.number("value") if item else None,
        "quantity_unit": item.words("unit") if item else "",
        "quantity_text": item.words("text") if item else "",
    }
    if with_kind:
        columns["quantity_kind"] = item.choice("kind", QuantityKind) if item else ""
    if item:
        item.finish()
    return columns


def _deadline(record: Record) -> dict[str, Any]:
    item = record.child("deadline")
    columns = {
        "due_on": item.exact_day("end") if item else None,
        "due_start": item.day("start") if item else None,
        "due_precision": item.choice("precision", Precision) if item else "",
        "due_wording": item.text("wording") if item else "",
        "due_basis": item.choice("basis", DeadlineBasis) if item else "",
    }
    if item:
        item.finish()
    return columns


def _contribution(item: Record, commitment: Ref, position: int, catalogue: Catalogue) -> None:
    partner = item.text("partner")
    columns = {
        "commitment": commitment,
        "partner": Ref(Partner, partner, item, "partner"),
        "role": item.choice("role", Role),
        "required": item.flag("required"),
        "position": position,
    }
    if columns["role"] == Role.LEAD and not columns["required"]:
        raise item.error("required", _("The contribution of a responsible partner is always required."))
    known = catalogue.rows[Partner].get(partner)
    is_group = known is not None and known.columns["kind"] == PartnerKind.GROUP
    # An organisation reports for itself; who reports for a group is for the editors to say.
    at_first = {"reporter": None if is_group else columns["partner"]}
    catalogue.add(Row(Contribution, f"{commitment.key} {partner}", item, columns, at_first=at_first))


def fact_day(item: Record) -> tuple[date, str]:
    """The as-of day of a fact: exact days may stand for a month or a year, which is stored as its last day."""
    as_of, precision = item.fuzzy_day("as_of")
    if item.has("as_of_precision"):
        precision = item.choice("as_of_precision", Precision)
    return days.last_day(as_of, precision), precision


def _fact(item: Record, commitment: Ref, kind: str, catalogue: Catalogue) -> None:
    as_of, precision = fact_day(item)
    status = item.choice("status", Status, "")
    partner = item.words("partner")
    seen_on = item.exact_day("seen_on")
    key = item.text("key")
    columns = {
        "key": key,
        "commitment": commitment,
        "contribution": Ref(Contribution, f"{commitment.key} {partner}", item, "partner") if partner else None,
        "as_of": as_of,
        "as_of_precision": precision,
        "summary": item.text("summary"),
        # A declaration without a commitment of its own has no status: its facts are a chronicle.
        "status": "" if kind == Kind.POSITION else status,
        "grade": item.choice("grade", Grade),
        "confidence": item.choice("confidence", Confidence),
        "basis": item.choice("basis", FactBasis),
        "seen_on": seen_on,
        "editor_note": item.words("editor_note"),
    }
    parts = {
        "evidence": [_evidence(source, position, seen_on) for position, source in enumerate(item.children("sources"))]
    }
    catalogue.add(Row(StatusReport, key, item, columns, parts=parts))


def _evidence(source: Record, position: int, seen_on: date) -> Row:
    published_on, precision = source.partial_day("published_on")
    columns = {
        "title": source.text("title"),
        "publisher": source.text("publisher"),
        "url": source.words("url"),
        "published_on": published_on,
        "published_precision": precision,
        "seen_on": seen_on,
        "position": position,
    }
    return Row(Evidence, "", source, columns)
