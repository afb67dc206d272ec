"""The life of a partner's report: draft, submitted, returned, accepted, published, revoked (design section 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import (
    Actor,
    Contribution,
    Evidence,
    MailProof,
    ReportingRound,
    ReviewComment,
    StatusReport,
    Wish,
)
from tracker.vocabulary import (
    ActorRole,
    ChangeReason,
    Grade,
    Kind,
    NoticeKind,
    Origin,
    Precision,
    ReportField,
    ReportState,
    Status,
    Verb,
    WishKind,
)
from tracker.workflow.facts import EvidenceData
from tracker.workflow.notices import order_mail, people_of
from tracker.workflow.quiet import quiet_change
from tracker.workflow.record import Change, lock, public_change

OPEN_STATES = (ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED)
EDITABLE_STATES = (ReportState.DRAFT, ReportState.RETURNED)


class StaleReport(ValidationError):
    """Somebody else saved the report in the meantime; the present one is `current`."""

    def __init__(self, current: StatusReport) -> None:
        super().__init__(_("Somebody else has changed this report in the meantime."), code="stale")
        self.current = current


@dataclass(frozen=True, slots=True)
class LinkData:
    """A link given as evidence with a report."""

    link: EvidenceData
    grade: str = Grade.DOCUMENT


@dataclass(frozen=True, slots=True)
class ReportData:
    """What a partner says; an empty status is allowed in a draft only."""

    as_of: date
    as_of_precision: str = Precision.DAY
    status: str = ""
    summary: str = ""
    next_steps: str = ""
    problem: str = ""
    links: Sequence[LinkData] = ()
    wished_deadline: date | None = None
    deadline_wish: str = ""
    wording_wish: str = ""


def last_accepted(contribution: Contribution) -> StatusReport | None:
    """The newest accepted and published report of the partner on its contribution."""
    return (
        StatusReport.objects.published()
        .filter(contribution=contribution, origin=Origin.PARTNER)
        .order_by("-accepted_at", "-pk")
        .first()
    )


def open_report(contribution: Contribution) -> StatusReport | None:
    """The report on this contribution that is a draft, submitted or returned; there is one at the most."""
    return StatusReport.objects.filter(contribution=contribution, origin=Origin.PARTNER, state__in=OPEN_STATES).first()


def start_draft(contribution: Contribution, *, actor: Actor, on: date) -> StatusReport:
    """The open report on a contribution, begun from the last accepted one where there is none yet."""
    with quiet_change(actor=actor, role=ActorRole.PARTNER) as change:
        lock([contribution.commitment_id])
        present = open_report(contribution)
        if present is not None:
            return present
        before = last_accepted(contribution)
        draft = StatusReport(
            commitment=contribution.commitment,
            contribution=contribution,
            origin=Origin.PARTNER,
            state=ReportState.DRAFT,
            author=actor,
            as_of=on,
            as_of_precision=Precision.DAY,
            status=before.status if before else "",
            summary=before.summary if before else "",
            next_steps=before.next_steps if before else "",
            problem=before.problem if before else "",
        )
        draft.save()
        if before is not None:
            # A PDF file stays where it is; both reports rest on it.
            for item in before.evidence.all():
                item.pk, item.report = None, draft
                item._state.adding = True
                item.save()
        change.log(Verb.DRAFT_STARTED, contribution.commitment, partner=str(contribution.partner), report=draft.pk)
        return draft


def partner_name(report: StatusReport) -> str:
    """The partner whose contribution a report is on, as the protocol names it."""
    return str(report.contribution.partner) if report.contribution else "–"


def _fresh(report: StatusReport, *, version: int | None, states: Sequence[ReportState]) -> StatusReport:
    """The report as it stands now, locked, if it may still be changed from what somebody saw."""
    lock([report.commitment_id])
    current = StatusReport.objects.select_related("commitment", "contribution__partner").get(pk=report.pk)
    if version is not None and current.version != version:
        raise StaleReport(current)
    if current.state not in states:
        raise ValidationError(
            _("This is not possible in the present state of the report: %s") % current.get_state_display()
        )
    return current


def save_draft(report: StatusReport, data: ReportData, *, actor: Actor, version: int | None = None) -> StatusReport:
    """Keep what was entered so far, whole or not; a version older than the stored one raises `StaleReport`."""
    with quiet_change(actor=actor, role=ActorRole.PARTNER):
        current = _fresh(report, version=version, states=EDITABLE_STATES)
        current.status = data.status
        current.as_of = data.as_of
        current.as_of_precision = data.as_of_precision
        current.summary = data.summary
        current.next_steps = data.next_steps
        current.problem = data.problem
        current.save()
        for item in current.evidence.filter(file=""):
            item.delete()
        for position, given in enumerate(data.links):
            _link(current, given, position).save()
        _keep_wishes(current, data)
        return current


def _link(report: StatusReport, given: LinkData, position: int) -> Evidence:
    item = given.link
    return Evidence(
        report=report,
        title=item.title,
        publisher=item.publisher,
        url=item.url,
        published_on=item.published_on,
        published_precision=item.published_precision,
        seen_on=item.seen_on,
        grade=given.grade,
        position=position,
    )


def _keep_wishes(report: StatusReport, data: ReportData) -> None:
    wanted = {
        WishKind.DEADLINE: (data.wished_deadline, data.deadline_wish),
        WishKind.WORDING: (None, data.wording_wish),
    }
    for kind, (due_on, text) in wanted.items():
        if due_on is None and not text.strip():
            report.wishes.filter(kind=kind).delete()
        else:
            Wish.objects.update_or_create(report=report, kind=kind, defaults={"due_on": due_on, "text": text})


def check_report(report: StatusReport, *, on: date) -> None:
    """Raise ValidationError, keyed by field, unless the report says enough to be submitted on this day."""
    errors: dict[str, str] = {}
    commitment = report.commitment
    if not report.status:
        errors["status"] = _("Choose a status.")
    if report.status == Status.UNKNOWN:
        errors["status"] = _("“Status not known” cannot be reported.")
    if report.status == Status.MISSED and commitment.kind != Kind.TARGET:
        errors["status"] = _("Only a target can be missed.")
    if not report.summary.strip():
        errors["summary"] = _("Say in a sentence or two what has been done.")
    if days.first_day(report.as_of, report.as_of_precision) > on:
        errors["as_of"] = _("The day lies in the future.")
    elif days.last_day(report.as_of, report.as_of_precision) < commitment.agreement.signed_on:
        errors["as_of"] = _("The day lies before the signing of the agreement.")
    if report.status == Status.COMPLETED and not report.evidence.exists():
        errors["evidence"] = _("“Completed” needs evidence: a dated link or a PDF file.")
    if report.status == Status.DROPPED and not report.problem.strip():
        errors["problem"] = _("Say why it is no longer pursued.")
    if errors:
        raise ValidationError(errors)


def submit(
    report: StatusReport,
    *,
    actor: Actor,
    version: int | None = None,
    entered_by: Actor | None = None,
    at: datetime | None = None,
) -> StatusReport:
    """Hand a report in for review. It answers the open round that asks for it; after closing it counts for the next."""
    role = ActorRole.EDITOR if entered_by else ActorRole.PARTNER
    with public_change(actor=entered_by or actor, role=role, reason=ChangeReason.REPORT_SUBMITTED, at=at) as change:
        current = _fresh(report, version=version, states=EDITABLE_STATES)
        on = days.berlin_day(change.at)
        check_report(current, on=on)
        current.state = ReportState.SUBMITTED
        current.submitted_at = change.at
        current.author = actor
        current.entered_by = entered_by
        current.grade = best_grade(current)
        current.round = asking_round(current.contribution, on=on)
        current.save()
        change.touch(current.commitment)
        change.log(
            Verb.ENTERED if entered_by else Verb.SUBMITTED,
            current.commitment,
            partner=partner_name(current),
            status=current.status,
            report=current.pk,
            round=current.round_id,
        )
        if entered_by is not None:
            _tell_reporter(current, NoticeKind.ENTERED, change)
        return current


def asking_round(contribution: Contribution | None, *, on: date) -> ReportingRound | None:
    """The open round that asks for this contribution, the newest where there are several."""
    if contribution is None:
        return None
    return ReportingRound.objects.open(on=on).filter(contributions=contribution).order_by("-starts_on", "-pk").first()


def best_grade(report: StatusReport) -> Grade:
    """The best grade among the evidence of a report."""
    grades = [Grade(item.grade) for item in report.evidence.all()]
    return max(grades, key=lambda grade: grade.weight, default=Grade.NONE)


def confirm_unchanged(contribution: Contribution, *, as_of: date, actor: Actor) -> StatusReport:
    """Submit the last accepted report once more, as of a new day, with nothing else changed."""
    before = last_accepted(contribution)
    if before is None:
        raise ValidationError(_("There is no earlier report that could be confirmed."))
    with public_change(actor=actor, role=ActorRole.PARTNER, reason=ChangeReason.REPORT_SUBMITTED):
        draft = start_draft(contribution, actor=actor, on=as_of)
        draft.status, draft.summary = before.status, before.summary
        draft.next_steps, draft.problem = before.next_steps, before.problem
        finished = before.status == Status.COMPLETED
        draft.as_of = before.as_of if finished else as_of
        draft.as_of_precision = before.as_of_precision if finished else Precision.DAY
        draft.save()
        return submit(draft, actor=actor)


def withdraw(report: StatusReport, *, actor: Actor, version: int | None = None) -> StatusReport:
    """Take a submitted report back into draft, as long as nobody has decided on it."""
    with public_change(actor=actor, role=ActorRole.PARTNER, reason=ChangeReason.REPORT_RETURNED) as change:
        current = _fresh(report, version=version, states=(ReportState.SUBMITTED,))
        current.state = ReportState.DRAFT
        current.submitted_at = None
        current.round = None
        current.save()
        change.touch(current.commitment)
        change.log(Verb.WITHDRAWN, current.commitment, partner=partner_name(current), report=current.pk)
        return current


def return_report(
    report: StatusReport, comments: Mapping[str, str], *, actor: Actor, version: int | None = None
) -> StatusReport:
    """Give a report back with comments on its fields; the partner can change and submit it again."""
    said = {ReportField(field): text.strip() for field, text in comments.items() if text.strip()}
    if not said:
        raise ValidationError(_("Say at one field at least what is missing or unclear."))
    with public_change(actor=actor, role=ActorRole.REVIEWER, reason=ChangeReason.REPORT_RETURNED) as change:
        current = _fresh(report, version=version, states=(ReportState.SUBMITTED,))
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
        _tell_reporter(current, NoticeKind.RETURNED, change)
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
    now = at or timezone.now()
    differs = bool(assessed_status) and assessed_status != report.status
    if differs and not note.strip():
        raise ValidationError({"assessment_note": _("Say in public why the status is assessed differently.")})
    alone = actor.pk in {report.author_id, report.entered_by_id}
    if alone and not settings.ONE_PERSON_REVIEW:
        raise ValidationError(_("Somebody else has to review a report that you wrote or entered."))
    publish_at = publication_day(report, differs=differs, at=now)
    with (
        public_change(actor=actor, role=ActorRole.REVIEWER, reason=ChangeReason.REPORT_ACCEPTED, at=now)
        if publish_at is None
        else quiet_change(actor=actor, role=ActorRole.REVIEWER, at=now)
    ) as change:
        current = _fresh(report, version=version, states=(ReportState.SUBMITTED,))
        current.state = ReportState.ACCEPTED
        current.accepted_at = now
        current.reviewer = actor
        current.assessed_status = assessed_status if differs else ""
        current.assessment_note = note.strip() if differs else ""
        current.grade = grade or best_grade(current)
        current.without_second_review = alone
        current.publish_at = publish_at
        _check_assessed(current)
        current.save()
        change.log(
            Verb.ACCEPTED,
            current.commitment,
            partner=partner_name(current),
            status=current.assessed_status or current.status,
            report=current.pk,
        )
        _tell_reporter(current, NoticeKind.ASSESSED if differs else NoticeKind.ACCEPTED, change)
        if publish_at is None:
            _publish(current, change)
        return current


def _check_assessed(report: StatusReport) -> None:
    if report.effective_status is Status.COMPLETED and report.grade == Grade.NONE:
        raise ValidationError({"assessed_status": _("“Completed” needs evidence.")})


def publication_day(report: StatusReport, *, differs: bool, at: datetime) -> datetime | None:
    """When an accepted report becomes public: None for at once, else the later of hearing period and round."""
    moments = []
    if differs:
        end = days.add_working_days(days.berlin_day(at), settings.HEARING_DAYS)
        moments.append(days.start_of(days.next_day(end)))
    if report.round is not None and report.round.publish_at is not None and report.round.publish_at > at:
        moments.append(report.round.publish_at)
    return max(moments, default=None)


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


def publish_reports(reports: Sequence[StatusReport], *, actor: Actor, at: datetime) -> int:
    """Publish accepted reports whose time has come, all in one transaction; returns how many became public."""
    count = 0
    with public_change(actor=actor, role=ActorRole.SYSTEM, reason=ChangeReason.REPORT_ACCEPTED, at=at) as change:
        lock({report.commitment_id for report in reports})
        rows = StatusReport.objects.select_related("commitment", "contribution__partner")
        for report in rows.filter(pk__in=[report.pk for report in reports]).order_by("pk"):
            if report.state == ReportState.ACCEPTED and report.published_at is None:
                _publish(report, change)
                count += 1
    return count


def reply(report: StatusReport, text: str, *, actor: Actor) -> StatusReport:
    """Record the partner's one public reply to an assessment; a report that waited for it is published with it."""
    if not text.strip():
        raise ValidationError({"reply": _("Write the reply.")})
    with public_change(actor=actor, role=ActorRole.PARTNER, reason=ChangeReason.REPLIED) as change:
        current = _fresh(report, version=None, states=(ReportState.ACCEPTED,))
        if not current.assessed_status:
            raise ValidationError(_("There is no differing assessment to reply to."))
        if current.reply:
            raise ValidationError(_("You have already replied to this assessment."))
        current.reply = text.strip()
        current.replied_at = change.at
        round_waits = current.round and current.round.publish_at and current.round.publish_at > change.at
        if current.published_at is None and not round_waits:
            _publish(current, change)
        else:
            current.save()
            change.touch(current.commitment)
        change.log(Verb.REPLIED, current.commitment, partner=partner_name(current), report=current.pk)
        return current


def object_to_entry(report: StatusReport, text: str, *, actor: Actor) -> MailProof:
    """Record that a partner objects to how staff entered its mail."""
    if not text.strip():
        raise ValidationError({"objection": _("Say what was entered wrongly.")})
    with quiet_change(actor=actor, role=ActorRole.PARTNER) as change:
        proof = MailProof.objects.select_for_update().get(report=report)
        proof.objection = text.strip()
        proof.objected_at = change.at
        proof.save()
        change.log(Verb.OBJECTED, report.commitment, partner=partner_name(report), report=report.pk)
        return proof


def _tell_reporter(report: StatusReport, kind: NoticeKind, change: Change) -> None:
    """Order the mail that tells the people of the reporting organisation what happened to a report."""
    contribution = report.contribution
    if contribution is None:
        return
    people = people_of(contribution.reporter, on=days.berlin_day(change.at))
    step = f"{kind}-{report.version}"
    order_mail(people, kind, item=f"report-{report.pk}", step=step, at=change.at, report=report.pk)
