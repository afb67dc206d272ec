"""What is public of a commitment, an agreement or a partner, as plain data: the payload of a `PublicVersion`.

Codes, not labels; ISO days. Nothing personal and no note for the editors is in here. The schedule is not: it is
computed for the day on which somebody reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from tracker.models import (
    ActionField,
    Agreement,
    Commitment,
    Contribution,
    Evidence,
    Membership,
    Partner,
    PartnerName,
    PublicVersion,
    StandingColumns,
    StatusReport,
)
from tracker.models.commitments import CommitmentQuerySet
from tracker.vocabulary import Reporting

STANDING_FIELDS = [
    field.attname
    for field in StandingColumns._meta.get_fields()
    if field.name != "deciding_fact" and hasattr(field, "attname")
]


def iso(value: Any) -> Any:
    """A value as JSON holds it: days and moments as ISO text, numbers and words as they are."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "normalize") and hasattr(value, "quantize"):
        return float(value) if value != value.to_integral_value() else int(value)
    return value


def number(value: Any) -> int | float | None:
    """A decimal as a JSON number, whole where it is whole; None stays None."""
    return None if value is None else iso(value)


def with_everything(commitments: CommitmentQuerySet) -> CommitmentQuerySet:
    """The commitments with all that a snapshot reads, in a fixed number of queries."""
    reports = (
        StatusReport.objects.published()
        .in_order()
        .prefetch_related(Prefetch("evidence", queryset=Evidence.objects.order_by("position", "pk")))
    )
    contributions = Contribution.objects.select_related("partner", "reporter").order_by("position", "pk")
    return commitments.select_related("agreement", "action_field", "part_of").prefetch_related(
        Prefetch("contributions", queryset=contributions),
        Prefetch("reports", queryset=reports, to_attr="published_reports"),
        "target_groups",
        "instruments",
        "lands",
        "continues",
        "moves",
        "corrections",
        "agreement_targets",
    )


def standing_data(columns: StandingColumns) -> dict[str, Any]:
    """The standing columns as plain data."""
    return {name: iso(getattr(columns, name)) for name in STANDING_FIELDS}


def commitment_data(commitment: Commitment) -> dict[str, Any]:
    """All that is public of a commitment loaded by `with_everything`."""
    keys = {contribution.pk: contribution.partner.key for contribution in commitment.contributions.all()}
    return {
        "code": commitment.code,
        "agreement": commitment.agreement.slug,
        "action_field": commitment.action_field.key if commitment.action_field else None,
        "kind": commitment.kind,
        "modality": commitment.modality,
        "title": commitment.title,
        **_simple(commitment),
        "description": commitment.description,
        "wording": commitment.wording,
        "verifiable": commitment.verifiable,
        "verifiable_reason": commitment.verifiable_reason,
        "general_aim": commitment.general_aim,
        "passage": {
            "document": commitment.passage_document or None,
            "paragraph": commitment.passage_paragraph,
            "page": commitment.passage_page,
            "line_start": commitment.passage_line_start,
            "line_end": commitment.passage_line_end,
        },
        "due_on": iso(commitment.due_on),
        "due_start": iso(commitment.due_start),
        "due_precision": commitment.due_precision or None,
        "due_wording": commitment.due_wording or None,
        "due_basis": commitment.due_basis or None,
        "due_on_agreed": iso(commitment.due_on_agreed),
        "term_end": iso(commitment.effective_end),
        "quantity": {
            "value": number(commitment.quantity_value),
            "unit": commitment.quantity_unit or None,
            "text": commitment.quantity_text or None,
            "kind": commitment.quantity_kind or None,
        },
        "target_groups": [group.key for group in commitment.target_groups.all()],
        "instruments": [instrument.name for instrument in commitment.instruments.all()],
        "instrument_keys": [instrument.key for instrument in commitment.instruments.all()],
        "laender": [land.code for land in commitment.lands.all()],
        "involved": commitment.involved_list,
        "part_of": commitment.part_of.code if commitment.part_of else None,
        "continues": [earlier.code for earlier in commitment.continues.all()],
        "agreement_targets": [target.key for target in commitment.agreement_targets.all()],  # type: ignore[attr-defined]
        "contributions": [
            {
                "partner": contribution.partner.key,
                "name": contribution.partner.name,
                "role": contribution.role,
                "required": contribution.required,
                "reporter": contribution.reporter.key if contribution.reporter else None,
                "reporting_base": Reporting(contribution.reporting_base).public(),
                "asked_due_on": iso(contribution.asked_due_on),
            }
            for contribution in commitment.contributions.all()
        ],
        "moves": [
            {
                "before": iso(move.before),
                "before_wording": move.before_wording,
                "after": iso(move.after),
                "after_wording": move.after_wording,
                "reason": move.reason,
                "moved_on": iso(move.moved_on),
            }
            for move in commitment.moves.all()
        ],
        "facts": [_fact_data(report, keys) for report in commitment.published_reports],  # type: ignore[attr-defined]
        "standing": standing_data(commitment),
        "status_at_term_end": commitment.status_at_term_end,
        "unknown_reason_at_term_end": commitment.unknown_reason_at_term_end,
        "published": commitment.published_at is not None,
    }


def _simple(item: Commitment | ActionField) -> dict[str, str]:
    """What is said in simple words, only where somebody wrote it: versions from before have no such key."""
    return {"simple_words": item.simple_words} if item.simple_words else {}


def _fact_data(report: StatusReport, keys: dict[int, str]) -> dict[str, Any]:
    return {
        "id": report.pk,
        "key": report.key,
        "partner": keys.get(report.contribution_id) if report.contribution_id else None,
        "origin": report.origin,
        "status": report.status or None,
        "assessed_status": report.assessed_status or None,
        "assessment_note": report.assessment_note,
        "as_of": iso(report.as_of),
        "as_of_precision": report.as_of_precision,
        "summary": report.summary,
        "next_steps": report.next_steps,
        "problem": report.problem,
        "reply": report.reply,
        "grade": report.grade,
        "confidence": report.confidence,
        "basis": report.basis,
        "seen_on": iso(report.seen_on),
        **{name: True for name, said in _how_it_came(report).items() if said},
        "evidence": [
            {
                "title": item.title,
                "publisher": item.publisher,
                "url": item.url or None,
                "archive_url": item.archive_url or None,
                "published_on": iso(item.published_on),
                "published_precision": item.published_precision,
                "seen_on": iso(item.seen_on),
                **({"file": item.pk, "file_size": item.file_size} if item.file else {}),
            }
            for item in report.evidence.all()
        ],
    }


def _how_it_came(report: StatusReport) -> dict[str, bool]:
    """What is said of a report only where it is so."""
    return {
        "entered_by_editors": report.entered_by_id is not None,
        "without_second_review": report.without_second_review,
    }


def agreement_data(agreement: Agreement) -> dict[str, Any]:
    """All that is public of an agreement and its parts but its commitments."""
    return {
        "slug": agreement.slug,
        "title": agreement.title,
        "short_title": agreement.short_title,
        "signed_on": iso(agreement.signed_on),
        "signed_on_alternatives": [iso(other.day) for other in agreement.signing_day_alternatives.all()],
        "signed_on_note": agreement.signed_on_note,
        "signed_at": agreement.signed_at,
        "term_start": iso(agreement.term_start),
        "term_end": iso(agreement.term_end),
        "term_precision": agreement.term_precision,
        "effective_end": iso(agreement.effective_end),
        "extensions": [
            {"new_end": iso(extension.new_end), "decided_on": iso(extension.decided_on)}
            for extension in agreement.extensions.all()
        ],
        "coverage": agreement.coverage,
        "coverage_note": agreement.coverage_note,
        "gap_note": agreement.gap_note,
        "predecessor": agreement.predecessor.slug if agreement.predecessor else None,
        "predecessor_note": agreement.predecessor_note,
        "lead_ministry": agreement.lead_ministry.key if agreement.lead_ministry else None,
        "lead_note": agreement.lead_note,
        "official_numbering": agreement.official_numbering,
        "parties": [partner.key for partner in agreement.parties.all()],
        "action_fields": [
            {"key": item.key, "number": item.number, "title": item.title, "goal": item.goal, **_simple(item)}
            for item in agreement.action_fields.all()
        ],
        "targets": [
            {
                "key": target.key,
                "text": target.text,
                "value": number(target.value),
                "unit": target.unit,
                "due_on": iso(target.due_on),
                "due_precision": target.due_precision,
                "status": target.status,
            }
            for target in agreement.targets.all()
        ],
        "signatories": [
            {"partner": signatory.partner.key, "status": signatory.status} for signatory in agreement.signatories.all()
        ],
        "reservations": [
            {"key": item.key, "subject": item.subject, "text": item.text} for item in agreement.reservations.all()
        ],
        "events": [
            {
                "key": event.key,
                "kind": event.kind,
                "title": event.title,
                "day": iso(event.day),
                "day_precision": event.day_precision,
            }
            for event in agreement.events.all()
        ],
    }


def partner_data(partner: Partner) -> dict[str, Any]:
    """All that is public of a partner: names over time and memberships."""
    return {
        "key": partner.key,
        "name": partner.name,
        "abbreviation": partner.abbreviation,
        "kind": partner.kind,
        "parent": partner.parent.key if partner.parent else None,
        "homepage": partner.homepage or None,
        "active_from": iso(partner.active_from),
        "active_to": iso(partner.active_to),
        "names": [
            {
                "name": name.name,
                "abbreviation": name.abbreviation,
                "start": iso(name.start),
                "end": iso(name.end),
                "change": name.change,
            }
            for name in partner.names.all()
        ],
        "groups": [
            {
                "group": membership.group.key,
                "role": membership.role,
                "start": iso(membership.start),
                "end": iso(membership.end),
            }
            for membership in partner.groups.all()
        ],
    }


def take(kind: str, keys: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """The present snapshots of published objects of one kind, by key; `keys` are primary keys."""
    wanted = list(keys)
    if kind == PublicVersion.COMMITMENT:
        rows: QuerySet[Any] = with_everything(Commitment.objects.published().filter(pk__in=wanted))
        return {row.code: commitment_data(row) for row in rows}
    if kind == PublicVersion.AGREEMENT:
        rows = Agreement.objects.filter(pk__in=wanted, published_at__isnull=False).prefetch_related(
            "signing_day_alternatives",
            "extensions",
            "parties",
            "action_fields__agreement",
            "targets",
            "signatories__partner",
            "reservations",
            "events",
        )
        return {row.slug: agreement_data(row) for row in rows.select_related("predecessor", "lead_ministry")}
    memberships = Membership.objects.select_related("group").order_by("group__sort_key", "start")
    rows = (
        Partner.objects.filter(pk__in=wanted)
        .select_related("parent")
        .prefetch_related(
            Prefetch("groups", queryset=memberships), Prefetch("names", queryset=PartnerName.objects.all())
        )
    )
    return {row.key: partner_data(row) for row in rows}


def kind_of(item: Model) -> str | None:
    """Which kind of version an object has: itself for the three kinds, None for all others."""
    if isinstance(item, Commitment):
        return PublicVersion.COMMITMENT
    if isinstance(item, Agreement):
        return PublicVersion.AGREEMENT
    if isinstance(item, Partner):
        return PublicVersion.PARTNER
    return None
