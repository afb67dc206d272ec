"""Whether what a mail tells of is still so: a reminder stops when the report arrives."""

from __future__ import annotations

from tracker import days
from tracker.models import Contribution, Invitation, OutboxMail, ReportingRound, StatusReport
from tracker.notify.reminders import WAITING
from tracker.vocabulary import NoticeKind, ReportState


def still_true(row: OutboxMail) -> bool:
    """Whether the matter of a mail is still open on the day it would go out."""
    on = days.today()
    facts = row.facts
    if row.kind in (NoticeKind.REMINDER, NoticeKind.DEPUTY_REMINDER):
        asked = ReportingRound.objects.open(on=on).filter(pk=facts["round"], contributions=facts["contribution"])
        contribution = Contribution.objects.filter(pk=facts["contribution"]).first()
        return contribution is not None and asked.exists() and contribution.reporting(on=on) in WAITING
    if row.kind == NoticeKind.REVIEW_QUEUE:
        return StatusReport.objects.filter(pk=facts["report"], state=ReportState.SUBMITTED).exists()
    if row.kind == NoticeKind.RETURNED:
        return StatusReport.objects.filter(pk=facts["report"], state=ReportState.RETURNED).exists()
    if row.kind == NoticeKind.INVITATION:
        return Invitation.objects.open(at=row.send_after).filter(pk=facts["invitation"]).exists()
    if row.kind == NoticeKind.ROUND_OPENED:
        return ReportingRound.objects.filter(pk=facts["round"], closed_at__isnull=True).exists()
    return StatusReport.objects.filter(pk=facts["report"]).exists()
