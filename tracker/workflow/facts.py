"""Researched facts: added, corrected and withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import Actor, Commitment, Contribution, Evidence, StatusReport
from tracker.vocabulary import (
    ActorRole,
    ChangeReason,
    Confidence,
    FactBasis,
    Grade,
    Kind,
    Origin,
    Precision,
    ReportState,
    Status,
    Verb,
)
from tracker.workflow.record import lock, public_change


@dataclass(frozen=True, slots=True)
class EvidenceData:
    """A link behind a fact, before it is stored."""

    title: str
    publisher: str
    seen_on: date
    url: str = ""
    published_on: date | None = None
    published_precision: str = Precision.DAY
    archive_url: str = ""


@dataclass(frozen=True, slots=True)
class FactData:
    """A researched fact, before it is stored; `status` empty leaves the status as it is."""

    as_of: date
    as_of_precision: str
    summary: str
    seen_on: date
    status: str = ""
    grade: str = Grade.NONE
    confidence: str = Confidence.HIGH
    basis: str = FactBasis.SOURCE
    evidence: Sequence[EvidenceData] = ()
    editor_note: str = ""


def check_fact(commitment: Commitment, fact: FactData, contribution: Contribution | None, *, on: date) -> None:
    """Raise ValidationError, keyed by field, unless the fact may be recorded on this commitment on this day."""
    errors: dict[str, str] = {}
    if days.first_day(fact.as_of, fact.as_of_precision) > on:
        errors["as_of"] = _("The day lies in the future.")
    if fact.seen_on > on:
        errors["seen_on"] = _("The day lies in the future.")
    if commitment.kind == Kind.POSITION and fact.status:
        errors["status"] = _("A declaration without a commitment of its own has no status.")
    if fact.status == Status.UNKNOWN:
        errors["status"] = _("“Status not known” cannot be reported.")
    if commitment.kind != Kind.TARGET and fact.status == Status.MISSED:
        errors["status"] = _("Only a target can be missed.")
    if fact.status == Status.MISSED and fact.grade not in (Grade.DOCUMENT, Grade.STATISTIC):
        errors["grade"] = _("“Not reached” needs a document or statistics.")
    if fact.status == Status.MISSED and not _is_due(commitment, fact, on):
        errors["status"] = _("A target is missed only after its deadline or after the end of the term.")
    if fact.status == Status.COMPLETED and fact.grade == Grade.NONE:
        errors["grade"] = _("“Completed” needs evidence.")
    if contribution is not None and contribution.commitment_id != commitment.pk:
        errors["contribution"] = _("This contribution belongs to another commitment.")
    if errors:
        raise ValidationError(errors)


def _is_due(commitment: Commitment, fact: FactData, on: date) -> bool:
    end = commitment.due_on or commitment.agreement.effective_end
    return min(days.last_day(fact.as_of, fact.as_of_precision), on) > end


def build_fact(
    commitment: Commitment,
    fact: FactData,
    *,
    actor: Actor,
    at: Any,
    contribution: Contribution | None = None,
    **more: Any,
) -> StatusReport:
    """An accepted, published research fact, not yet saved; for `add_fact` and the loader of the catalogue."""
    return StatusReport(
        commitment=commitment,
        contribution=contribution,
        origin=Origin.RESEARCH,
        status=fact.status,
        as_of=days.last_day(fact.as_of, fact.as_of_precision),
        as_of_precision=fact.as_of_precision,
        summary=fact.summary,
        grade=fact.grade,
        confidence=fact.confidence,
        basis=fact.basis,
        seen_on=fact.seen_on,
        editor_note=fact.editor_note,
        state=ReportState.ACCEPTED,
        author=actor,
        accepted_at=at,
        published_at=at,
        **more,
    )


def build_evidence(report: StatusReport, fact: FactData) -> list[Evidence]:
    """The evidence of a fact, not yet saved."""
    return [
        Evidence(
            report=report,
            title=item.title,
            publisher=item.publisher,
            url=item.url,
            archive_url=item.archive_url,
            published_on=days.last_day(item.published_on, item.published_precision) if item.published_on else None,
            published_precision=item.published_precision,
            seen_on=item.seen_on,
            position=position,
        )
        for position, item in enumerate(fact.evidence)
    ]


def add_fact(
    commitment: Commitment,
    fact: FactData,
    *,
    actor: Actor,
    role: ActorRole = ActorRole.EDITOR,
    contribution: Contribution | None = None,
    reason: ChangeReason = ChangeReason.NEW_FACT,
    note: str = "",
    corrects: StatusReport | None = None,
    key: str | None = None,
) -> StatusReport:
    """Record a researched fact: it is accepted and published at once, and the status follows by the rules."""
    with public_change(actor=actor, role=role, reason=reason, note=note) as change:
        lock([commitment.pk])
        check_fact(commitment, fact, contribution, on=days.berlin_day(change.at))
        report = build_fact(
            commitment,
            fact,
            actor=actor,
            at=change.at,
            contribution=contribution,
            corrects=corrects,
            key=key,
            changed_by_staff=role is not ActorRole.CATALOGUE,
        )
        report.save()
        Evidence.objects.bulk_create(build_evidence(report, fact))
        change.touch(commitment)
        change.log(Verb.FACT_ADDED, commitment, as_of=report.as_of, status=report.status or None, fact=report.pk)
        return report


def revoke_fact(
    report: StatusReport, *, reason: str, actor: Actor, role: ActorRole = ActorRole.REVIEWER
) -> StatusReport:
    """Withdraw an accepted fact with a public reason; it stays in the record and counts no more."""
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    with public_change(actor=actor, role=role, reason=ChangeReason.FACT_REVOKED, note=reason) as change:
        lock([report.commitment_id])
        report = StatusReport.objects.get(pk=report.pk)
        if report.state != ReportState.ACCEPTED:
            raise ValidationError(_("Only an accepted fact can be withdrawn."))
        report.state = ReportState.REVOKED
        report.revoked_at = change.at
        report.revoked_reason = reason
        report.changed_by_staff = report.changed_by_staff or role is not ActorRole.CATALOGUE
        report.save()
        change.touch(report.commitment)
        change.log(Verb.FACT_REVOKED, report.commitment, reason=reason, fact=report.pk, key=report.key)
        return report


def correct_fact(report: StatusReport, fact: FactData, *, reason: str, actor: Actor) -> StatusReport:
    """Replace an accepted fact by a corrected one that names it; the old one is withdrawn with the same reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    role = ActorRole.EDITOR
    with public_change(actor=actor, role=role, reason=ChangeReason.FACT_CORRECTED, note=reason) as change:
        old = revoke_fact(report, reason=reason, actor=actor, role=role)
        new = add_fact(
            old.commitment, fact, actor=actor, role=role, contribution=old.contribution, note=reason, corrects=old
        )
        change.log(Verb.FACT_CORRECTED, old.commitment, reason=reason, fact=new.pk, corrects=old.pk)
        return new
