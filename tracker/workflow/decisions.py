"""What becomes of a submitted report: returned or accepted, published at once or later, answered by the partner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import Actor, ReviewComment, StatusReport
from tracker.vocabulary import (
    ActorRole,
    ChangeReason,
    Grade,
    Kind,
    NoticeKind,
    ReportField,
    ReportState,
    Status,
    Verb,
)
from tracker.workflow.record import Change, lock, public_change
from tracker.workflow.reports import best_grade, fresh, partner_name, tell_reporter


def return_report(
    report: StatusReport, comments: Mapping[str, str], *, actor: Actor, version: int | None = None
) -> StatusReport:
    """Give a report back with comments on its fields; the partner can change and submit it again."""
    said = {ReportField(field): text.strip() for field, text in comments.items() if text.strip()}
    if not said:
        raise ValidationError(_("Say at one field at least what is missing or unclear."))
    with public_change(actor=actor, role=ActorRole.REVIEWER, reason=ChangeReason.REPORT_RETURNED) as change:
        current = fresh(report, version=version, states=(ReportState.SUBMITTED,))
        current.state = ReportState.RETURNED
        current.returned_at = change.at
        current.reviewer = actor
        current.save()
        current.comments.all().delete()
        ReviewComment.objects.bulk_create(
            ReviewComment(report=current, field=field, text=text) for field, text in said.items()
        )
        change.touch(current.commitment)
        change.log(Verb.RETURNED, current.commitment, partner=partner_name(current), report=current.pk)
        tell_reporter(current, NoticeKind.RETURNED, change)
        return current


def accept(
    report: StatusReport,
    *,
    actor: Actor,
    assessed_status: str = "",
    note: str = "",
    grade: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> StatusReport:
    """Accept a report. With the reported status it is published at once (or with its round); with another one it waits
    for the partner's answer or the end of the hearing period and counts nowhere until then.
    """
    with public_change(actor=actor, role=ActorRole.REVIEWER, reason=ChangeReason.REPORT_ACCEPTED, at=at) as change:
        current = fresh(report, version=version, states=(ReportState.SUBMITTED,))
        differs = bool(assessed_status) and assessed_status != current.status
        alone = actor.pk in {current.author_id, current.entered_by_id}
        if alone and not settings.ONE_PERSON_REVIEW:
            raise ValidationError(_("Somebody else has to review a report that you wrote or entered."))
        current.state = ReportState.ACCEPTED
        current.accepted_at = change.at
        current.reviewer = actor
        current.assessed_status = assessed_status if differs else ""
        current.assessment_note = note.strip() if differs else ""
        current.grade = grade or best_grade(current)
        current.without_second_review = alone
        current.publish_at = publication_day(current, at=change.at)
        _check_assessment(current)
        current.save()
        change.touch(current.commitment)
        change.log(
            Verb.ACCEPTED,
            current.commitment,
            partner=partner_name(current),
            status=current.assessed_status or current.status,
            report=current.pk,
        )
        tell_reporter(current, NoticeKind.ASSESSED if differs else NoticeKind.ACCEPTED, change)
        if current.publish_at is None:
            _publish(current, change)
        return current


def _check_assessment(report: StatusReport) -> None:
    """Raise ValidationError, keyed by field, unless the assessment may stand beside the report."""
    target = report.commitment.kind == Kind.TARGET
    errors: dict[str, str] = {}
    if report.assessed_status and not report.assessment_note:
        errors["assessment_note"] = _("Say in public why the status is assessed differently.")
    if report.assessed_status and target:
        errors["assessed_status"] = _("A target is assessed as a whole, by a fact of the editors.")
    elif report.assessed_status == Status.UNKNOWN:
        errors["assessed_status"] = _("“Status not known” cannot be assessed; return the report instead.")
    elif report.assessed_status == Status.MISSED:
        errors["assessed_status"] = _("Only a target can be missed.")
    elif report.effective_status is Status.COMPLETED and report.grade == Grade.NONE:
        errors["assessed_status"] = _("“Completed” needs evidence.")
    if errors:
        raise ValidationError(errors)


def publication_day(report: StatusReport, *, at: datetime) -> datetime | None:
    """When an accepted report becomes public: None for at once, else the later of hearing period and round.

    The hearing period of a differing assessment is some working days after the day of acceptance, all of them whole;
    it ends with the partner's reply.
    """
    moments = []
    if report.assessed_status and report.replied_at is None:
        end = days.add_working_days(days.berlin_day(report.accepted_at or at), settings.HEARING_DAYS)
        moments.append(days.start_of(days.next_day(end)))
    if report.round is not None and report.round.publish_at is not None:
        moments.append(report.round.publish_at)
    return max((moment for moment in moments if moment > at), default=None)


def _publish(report: StatusReport, change: Change) -> None:
    report.published_at = change.at
    report.save()
    change.touch(report.commitment)
    change.log(
        Verb.REPORT_PUBLISHED,
        report.commitment,
        partner=partner_name(report),
        report=report.pk,
    )


def publish_reports(
    reports: Sequence[StatusReport],
    *,
    actor: Actor,
    at: datetime,
    reason: ChangeReason = ChangeReason.REPORT_ACCEPTED,
    note: str = "",
) -> int:
    """Publish accepted reports whose time has come, all in one transaction; returns how many became public."""
    count = 0
    with public_change(actor=actor, role=ActorRole.SYSTEM, reason=reason, note=note, at=at) as change:
        lock({report.commitment_id for report in reports})
        rows = StatusReport.objects.select_related("commitment", "contribution__partner")
        for report in rows.filter(pk__in=[report.pk for report in reports]).order_by("pk"):
            due = report.publish_at is None or report.publish_at <= at
            if report.state == ReportState.ACCEPTED and report.published_at is None and due:
                _publish(report, change)
                count += 1
    return count


def reply(report: StatusReport, text: str, *, actor: Actor) -> StatusReport:
    """Record the partner's one public reply to an assessment; a report that waited for it is published with it."""
    if not text.strip():
        raise ValidationError({"reply": _("Write the reply.")})
    with public_change(actor=actor, role=ActorRole.PARTNER, reason=ChangeReason.REPLIED) as change:
        current = fresh(report, version=None, states=(ReportState.ACCEPTED,))
        if not current.assessed_status:
            raise ValidationError(_("There is no differing assessment to reply to."))
        if current.reply:
            raise ValidationError(_("You have already replied to this assessment."))
        current.reply = text.strip()
        current.replied_at = change.at
        if current.published_at is None:
            current.publish_at = publication_day(current, at=change.at)
        current.save()
        change.touch(current.commitment)
        if current.published_at is None and current.publish_at is None:
            _publish(current, change)
        change.log(Verb.REPLIED, current.commitment, partner=partner_name(current), report=current.pk)
        return current
