"""What is to become public at a set moment: whole agreements, the results of a round, assessments after the hearing."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from tracker.models import Actor, Agreement, Commitment, ReportingRound, StatusReport
from tracker.models.agreements import AgreementQuerySet
from tracker.models.reports import StatusReportQuerySet
from tracker.vocabulary import ActorRole, ChangeReason, ReportState, Verb
from tracker.workflow.decisions import publish_reports
from tracker.workflow.intake import drafts_of, due_texts, publish_text
from tracker.workflow.record import lock, public_change


def due_agreements(*, at: datetime) -> AgreementQuerySet:
    """The agreements that are to be public by a moment and are not yet."""
    return Agreement.objects.filter(published_at__isnull=True, publish_at__lte=at)


def due_reports(*, at: datetime) -> StatusReportQuerySet:
    """The accepted reports that are to be public by a moment and are not yet."""
    return StatusReport.objects.filter(state=ReportState.ACCEPTED, published_at__isnull=True, publish_at__lte=at)


def is_overdue(*, at: datetime) -> bool:
    """Whether something should have become public by this moment: nobody runs `publish_due`, or it fails."""
    return due_agreements(at=at).exists() or due_reports(at=at).exists() or due_texts(at=at).exists()


def publish_due(*, at: datetime, actor: Actor) -> tuple[int, int]:
    """Publish what is due at this moment: agreements, what was made of their texts, reports; returns how many of each.

    Agreements are those published whole and those of which a text was due. All of it in one transaction, with one
    revision for each agreement, text and round and for the assessments whose hearing has ended; calling it twice does
    nothing more.
    """
    with transaction.atomic():
        agreements = list(due_agreements(at=at).order_by("pk"))
        texts = list(due_texts(at=at).order_by("pk"))
        reports = list(due_reports(at=at).order_by("pk"))
        # Commitments before the revision, which the first of these changes locks already.
        lock(
            {
                *Commitment.objects.filter(agreement__in=agreements).values_list("pk", flat=True),
                *(draft.pk for text in texts for draft in drafts_of(text)),
                *(report.commitment_id for report in reports),
            }
        )
        for agreement in agreements:
            _publish_agreement(agreement, at=at, actor=actor)
        for text in texts:
            publish_text(text, actor=actor, with_text=text.publishes_text, role=ActorRole.SYSTEM, at=at)
        count = len({item.pk for item in agreements} | {text.agreement_id for text in texts})
        return count, _publish_by_round(reports, at=at, actor=actor)


def _publish_agreement(agreement: Agreement, *, at: datetime, actor: Actor) -> None:
    with public_change(actor=actor, role=ActorRole.SYSTEM, reason=ChangeReason.PUBLISHED, at=at) as change:
        items: list[Agreement | Commitment] = [agreement, *agreement.commitments.order_by("pk")]
        for item in items:
            fresh = type(item).objects.select_for_update().get(pk=item.pk)
            if fresh.published_at is None:
                fresh.published_at = at
                fresh.save()
                change.log(Verb.PUBLISHED, fresh)
            # Those that were ready before become public with their agreement.
            change.touch(fresh)


def _publish_by_round(reports: list[StatusReport], *, at: datetime, actor: Actor) -> int:
    """Publish reports, those that waited for the moment of their round together and under its name."""
    waited = ReportingRound.objects.filter(pk__in={report.round_id for report in reports}, publish_at__isnull=False)
    titles = dict(waited.values_list("pk", "title"))
    by_round: dict[int | None, list[StatusReport]] = defaultdict(list)
    for report in reports:
        by_round[report.round_id if report.round_id in titles else None].append(report)
    count = 0
    for key in sorted(by_round, key=lambda pk: pk or 0):
        reason = ChangeReason.REPORT_ACCEPTED if key is None else ChangeReason.ROUND_PUBLISHED
        note = "" if key is None else titles[key]
        count += publish_reports(by_round[key], actor=actor, at=at, reason=reason, note=note)
    return count
