"""Agreements of the catalogue with their fields, targets, signatories, events and findings as rows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

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
    FocusList,
    Indicator,
    Land,
    Partner,
    Reservation,
    Signatory,
    SigningDayAlternative,
)
from tracker.vocabulary import (
    Coverage,
    EventKind,
    Precision,
    SourceStatus,
)

FINDING_PREFIX = "BEF-"
# An agreement and the partner that signed it.
Signature = tuple[str, str]


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


def read_agreements(content: Any, commitments: Any, signed: dict[Signature, Record], catalogue: Catalogue) -> None:
    """Take in the agreements but the placeholder, and the events of other bodies around them.

    `signed` is what the partners' own records say of their signatures; both sides must name the same.
    """
    for record in records(content, file="agreements.json", key="key", under="agreements"):
        if record.flag("placeholder", False):
            record.skip(*record.fields())
            continue
        _agreement(record, code_prefix(record.name, commitments), signed, catalogue)
    for record in records(content, file="agreements.json", key="key", under="related_events"):
        _event(record, ref(record, "agreement", Agreement), catalogue)
    named = {
        (agreement.key, part.columns["partner"].key)
        for agreement in catalogue.rows[Agreement].values()
        for part in agreement.parts["signatories"]
    }
    for signature, record in signed.items():
        if signature not in named:
            raise record.error("agreement", _("agreements.json does not name this signature"))


def _agreement(record: Record, prefix: str, signed: dict[Signature, Record], catalogue: Catalogue) -> None:
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


def _signatory(item: Record, agreement: str, signed: dict[Signature, Record], catalogue: Catalogue) -> Row:
    """A signature, with what the partner's own record says of it: further sources and notes."""
    partner = item.text("partner")
    status = item.choice("status", SourceStatus)
    own = signed.get((agreement, partner))
    if own is None or own.choice("status", SourceStatus) != status:
        raise item.error("status", _("partners.json does not say the same of this signature"))
    sources = catalogue.sources(item)
    sources += [source for source in catalogue.sources(own) if source not in sources]
    notes = [item.words("editor_note"), own.words("editor_note")]
    own.finish()
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
