"""Agreements of the catalogue with their fields, targets, signatories, events and findings as rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tracker.catalogue.commitments import fact_day, passage, quantity
from tracker.catalogue.parties import ref, refs
from tracker.catalogue.reading import Record, records
from tracker.catalogue.rows import Catalogue, Ref, Row
from tracker.models import (
    ActionField,
    Agreement,
    AgreementDocument,
    AgreementTarget,
    Commitment,
    Event,
    Extension,
    Finding,
    FindingFact,
    FocusList,
    Indicator,
    Land,
    Partner,
    Reservation,
    Signatory,
    SigningDayAlternative,
)
from tracker.vocabulary import Confidence, Coverage, EventKind, FindingKind, Grade, Precision, SourceStatus, Status

FINDING_PREFIX = "BEF-"


def commitments_and_findings(record: Record, field: str = "commitments") -> tuple[list[Ref], list[Ref]]:
    """The commitments and the findings that one list names together."""
    keys = record.listed(field)
    return (
        [Ref(Commitment, key, record, field) for key in keys if not key.startswith(FINDING_PREFIX)],
        [Ref(Finding, key, record, field) for key in keys if key.startswith(FINDING_PREFIX)],
    )


def code_prefix(agreement: str, commitments: Any) -> str:
    """The beginning that the codes of an agreement's commitments share: AAW-2019-1.07 → AAW-2019."""
    codes = [item.get("code", "") for item in commitments if isinstance(item, dict)]
    owners = [item.get("agreement") for item in commitments if isinstance(item, dict)]
    found = {str(code).rpartition("-")[0] for code, owner in zip(codes, owners, strict=True) if owner == agreement}
    return min(found, default=agreement)


def read_agreements(content: Any, commitments: Any, signed: Iterable[Record], catalogue: Catalogue) -> None:
    """Take in the agreements but the placeholder, and the events of other bodies around them."""
    signatures = list(signed)
    for record in records(content, file="agreements.json", key="key", under="agreements"):
        if record.flag("placeholder", False):
            record.skip(*record.fields())
            continue
        _agreement(record, code_prefix(record.name, commitments), signatures, catalogue)
    for record in records(content, file="agreements.json", key="key", under="related_events"):
        _event(record, ref(record, "agreement", Agreement), catalogue)


def _agreement(record: Record, prefix: str, signed: list[Record], catalogue: Catalogue) -> None:
    me = Ref(Agreement, record.name)
    term_end = record.exact_day("term_end")
    extension = record.child("extension")
    extensions = [_extension(extension, catalogue)] if extension else []
    columns = {
        "slug": record.text("key"),
        "code_prefix": prefix,
        "title": record.text("title"),
        "short_title": record.text("short_title"),
        "signed_on": record.exact_day("signed_on"),
        "signed_at": record.words("signed_at"),
        "signed_on_note": record.words("signed_on_note"),
        "term_start": record.exact_day("term_start"),
        "term_end": term_end,
        "term_precision": record.choice("term_precision", Precision),
        "editor_term_note": record.words("editor_term_note"),
        "effective_end": max([term_end, *(row.columns["new_end"] for row in extensions)]),
        "gap_note": record.words("gap_note"),
        "predecessor": ref(record, "predecessor", Agreement),
        "predecessor_note": record.words("predecessor_note"),
        "lead_ministry": ref(record, "lead_ministry", Partner),
        "lead_note": record.words("lead_note"),
        "official_numbering": record.flag("official_numbering"),
        "action_fields_note": record.words("action_fields_note"),
        "coverage": record.choice("coverage", Coverage),
        "coverage_note": record.words("coverage_note"),
        "signatories_note": record.words("signatories_note"),
        "editor_note": record.words("editor_note"),
    }
    # Both follow from the days and from the agreement that names this one as its predecessor.
    record.skip("status", "successor")
    links = {
        "sources": catalogue.sources(record),
        "signed_on_sources": catalogue.sources(record, "signed_on_sources"),
        "parties": refs(record, "parties", Partner),
    }
    focus = record.child("focus_points")
    parts = {
        "extensions": extensions,
        "signing_day_alternatives": [_alternative(i, catalogue) for i in record.children("signed_on_alternatives")],
        "focus_lists": [_focus_list(focus, catalogue)] if focus else [],
        "signatories": [_signatory(item, record.name, signed, catalogue) for item in record.children("signatories")],
        "documents": [
            Row(AgreementDocument, "", item, {"title": item.text("title")}, {"sources": catalogue.sources(item)})
            for item in record.children("documents")
        ],
    }
    catalogue.add(Row(Agreement, record.name, record, columns, links, parts))
    field_prefix = prefix.rsplit("-", 1)[-1]
    for item in record.children("action_fields"):
        _action_field(item, me, field_prefix, catalogue)
    for item in record.children("targets"):
        _target(item, me, catalogue)
    for item in record.children("reservations"):
        _reservation(item, me, catalogue)
    for item in record.children("events"):
        _event(item, me, catalogue)


def _extension(item: Record, catalogue: Catalogue) -> Row:
    columns = {
        "new_end": item.exact_day("new_end"),
        "decided_on": item.day("decided_on"),
        "editor_note": item.words("editor_note"),
    }
    row = Row(Extension, "", item, columns, {"sources": catalogue.sources(item)})
    item.finish()
    return row


def _alternative(item: Record, catalogue: Catalogue) -> Row:
    columns = {"day": item.exact_day("date"), "editor_note": item.words("editor_note")}
    return Row(SigningDayAlternative, "", item, columns, {"sources": catalogue.sources(item)})


def _focus_list(item: Record, catalogue: Catalogue) -> Row:
    columns = {
        "title": item.text("title"),
        "adopted_on": item.day("adopted_on"),
        "editor_note": item.words("editor_note"),
    }
    links = {"commitments": refs(item, "commitments", Commitment), "sources": catalogue.sources(item)}
    item.finish()
    return Row(FocusList, "", item, columns, links)


def _signatory(item: Record, agreement: str, signed: list[Record], catalogue: Catalogue) -> Row:
    """A signature, with what the partner's own record says of it: further sources and notes."""
    partner = item.text("partner")
    status = item.choice("status", SourceStatus)
    notes = [item.words("editor_note")]
    sources = catalogue.sources(item)
    for other in signed:
        if (other.name, other.words("agreement")) == (partner, agreement):
            if other.choice("status", SourceStatus) != status:
                raise other.error("status", item.error("status", status).args[0])
            notes.append(other.words("editor_note"))
            sources += [source for source in catalogue.sources(other) if source not in sources]
    columns = {
        "partner": Ref(Partner, partner, item, "partner"),
        "status": status,
        "editor_note": "\n".join(dict.fromkeys(note for note in notes if note)),
    }
    return Row(Signatory, "", item, columns, {"sources": sources})


def _action_field(item: Record, agreement: Ref, prefix: str, catalogue: Catalogue) -> None:
    number = item.whole("number")
    columns = {
        "agreement": agreement,
        "key": f"{prefix}-{number}",
        "number": number,
        "title": item.text("title"),
        "official_heading": item.flag("official_heading"),
        "goal": item.words("goal"),
    }
    # Which commitments stand in a field, the commitments themselves say.
    item.skip("commitments")
    catalogue.add(Row(ActionField, f"{agreement.key} {number}", item, columns, {"sources": catalogue.sources(item)}))


def _target(item: Record, agreement: Ref, catalogue: Catalogue) -> None:
    due_on, due_precision = item.partial_day("due")
    columns = {
        "agreement": agreement,
        "key": item.text("key"),
        "text": item.text("text"),
        "value": item.number("value"),
        "unit": item.words("unit"),
        "due_on": due_on,
        "due_precision": due_precision,
        "indicator": ref(item, "indicator", Indicator),
        "partner": ref(item, "partner", Partner),
        "status": item.choice("status", SourceStatus),
        "editor_note": item.words("editor_note"),
    }
    links = {"commitments": refs(item, "commitments", Commitment, []), "sources": catalogue.sources(item)}
    catalogue.add(Row(AgreementTarget, f"{agreement.key} {columns['key']}", item, columns, links))


def _reservation(item: Record, agreement: Ref, catalogue: Catalogue) -> None:
    columns = {
        "agreement": agreement,
        "key": item.text("key"),
        "subject": item.text("subject"),
        "text": item.text("text"),
        "day": item.day("date"),
        "editor_note": item.words("editor_note"),
    }
    links = {"partners": refs(item, "partners", Partner), "sources": catalogue.sources(item)}
    catalogue.add(Row(Reservation, f"{agreement.key} {columns['key']}", item, columns, links))


def _event(item: Record, agreement: Ref | None, catalogue: Catalogue) -> None:
    day, day_precision = item.partial_day("date")
    day_end, end_precision = item.partial_day("date_end")
    item.skip("precision")
    commitments, findings = commitments_and_findings(item)
    columns = {
        "key": item.text("key"),
        "agreement": agreement,
        "kind": item.choice("kind", EventKind),
        "title": item.text("title"),
        "day": day,
        "day_precision": day_precision,
        "day_end": day_end,
        "day_end_precision": end_precision,
        "is_review": item.flag("review", False),
        "editor_note": item.words("editor_note"),
    }
    links = {
        "partners": refs(item, "partners", Partner),
        "commitments": commitments,
        "findings": findings,
        "lands": refs(item, "lands", Land, []),
        "sources": catalogue.sources(item),
    }
    catalogue.add(Row(Event, str(columns["key"]), item, columns, links))


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
    item.skip("partner", "basis")
    columns = {
        "finding": finding,
        "key": item.text("key"),
        "as_of": as_of,
        "as_of_precision": precision,
        "summary": item.text("summary"),
        "status": item.choice("status", Status, ""),
        "grade": item.choice("grade", Grade),
        "confidence": item.choice("confidence", Confidence),
        "seen_on": item.exact_day("seen_on"),
        "editor_note": item.words("editor_note"),
    }
    catalogue.add(Row(FindingFact, str(columns["key"]), item, columns, {"sources": catalogue.sources(item)}))
