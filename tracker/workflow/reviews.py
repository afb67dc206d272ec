"""What reviewers do beyond one decision: accept several reports with one reason, revoke an accepted one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import Actor, StatusReport
from tracker.vocabulary import ActorRole, ChangeReason, NoticeKind, Origin, Verb
from tracker.workflow.decisions import accept
from tracker.workflow.facts import revoke_fact
from tracker.workflow.notices import order_mail, people_of
from tracker.workflow.record import lock, public_change
from tracker.workflow.reports import StaleReport, partner_name


@dataclass(frozen=True, slots=True)
class Refused:
    """A report that was not accepted with the others, and why."""

    report: StatusReport
    why: str


def accept_together(
    wanted: Sequence[tuple[StatusReport, int]], *, reason: str, actor: Actor
) -> tuple[list[StatusReport], list[Refused]]:
    """Accept reports as they were reported, each in the version somebody saw, with one reason for the protocol.

    Those that changed meanwhile, or that this person may not review, are refused one by one; the others go through.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    accepted: list[StatusReport] = []
    refused: list[Refused] = []
    with public_change(actor=actor, role=ActorRole.REVIEWER, reason=ChangeReason.REPORT_ACCEPTED) as change:
        lock({report.commitment_id for report, _version in wanted})
        for report, version in wanted:
            try:
                done = accept(report, actor=actor, version=version, at=change.at)
            except ValidationError as error:
                refused.append(Refused(report, " ".join(error.messages)))
                continue
            accepted.append(done)
            change.log(
                Verb.ACCEPTED_TOGETHER,
                done.commitment,
                partner=partner_name(done),
                reason=reason.strip(),
                report=done.pk,
            )
    return accepted, refused


def revoke_report(report: StatusReport, *, reason: str, actor: Actor, version: int | None = None) -> StatusReport:
    """Withdraw a partner's accepted report with a public reason: it counts no more, for good, and the partner is told.

    Nothing leaves this state; a correction is a new report.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    if report.origin != Origin.PARTNER:
        raise ValueError(f"report {report.pk} is a researched fact")
    note = reason.strip()
    with public_change(actor=actor, role=ActorRole.REVIEWER, reason=ChangeReason.REPORT_REVOKED, note=note) as change:
        lock([report.commitment_id])
        current = StatusReport.objects.get(pk=report.pk)
        if version is not None and current.version != version:
            raise StaleReport(current)
        current = revoke_fact(current, reason=note, actor=actor)
        change.log(
            Verb.REPORT_REVOKED, current.commitment, partner=partner_name(current), reason=note, report=current.pk
        )
        part = current.contribution
        people = people_of(part.reporter if part else None, on=days.berlin_day(change.at))
        order_mail(
            people,
            NoticeKind.REPORT_REVOKED,
            item=f"report-{current.pk}",
            step="revoked",
            at=change.at,
            report=current.pk,
        )
        return current
