"""A partner's report until it is handed in: begun, kept, submitted, taken back (design section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import (
    Actor,
    Contribution,
    Evidence,
    MailProof,
    ReportingRound,
    StatusReport,
    Wish,
)
from tracker.models.reports import StatusReportQuerySet
from tracker.vocabulary import (
    AccountRole,
    ActorRole,
    ChangeReason,
    Grade,
    Kind,
    NoticeKind,
    Origin,
    Precision,
    ReportState,
    Status,
    Verb,
    WishKind,
    WishState,
)
from tracker.workflow.facts import EvidenceData
from tracker.workflow.notices import order_mail, people_of, staff
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
    """The newest accepted report of the partner on its contribution, one that waits to be published included."""
    return own_reports(contribution).filter(state=ReportState.ACCEPTED).order_by("-accepted_at", "-pk").first()


def own_reports(contribution: Contribution) -> StatusReportQuerySet:
    return StatusReport.objects.filter(contribution=contribution, origin=Origin.PARTNER)


def open_report(contribution: Contribution) -> StatusReport | None:
    """The report on this contribution that is a draft, submitted or returned; there is one at the most."""
    return own_reports(contribution).filter(state__in=OPEN_STATES).first()


def start_draft(contribution: Contribution, *, actor: Actor, on: date) -> StatusReport:
    """The open report on a contribution, begun from the last one that was decided on where there is none yet.

    After a withdrawal by the review it begins from the withdrawn report and names it as the one that it corrects.
    Refused for declarations without a commitment of their own: nobody reports on them.
    """
    with quiet_change(actor=actor, role=ActorRole.PARTNER) as change:
        lock([contribution.commitment_id])
        present = open_report(contribution)
        if present is not None:
            return present
        if contribution.commitment.kind == Kind.POSITION:
            raise ValidationError(_("Nobody reports on a declaration without a commitment of its own."))
        before = own_reports(contribution).order_by("-accepted_at", "-pk").first()
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
            corrects=before if before and before.state == ReportState.REVOKED else None,
        )
        draft.save()
        if before is not None:
            _copy_evidence(before, draft)
        change.log(Verb.DRAFT_STARTED, contribution.commitment, partner=str(contribution.partner), report=draft.pk)
        return draft


def _copy_evidence(before: StatusReport, draft: StatusReport) -> None:
    """Let a draft rest on the evidence of an earlier report; a PDF file is kept once and stands behind both."""
    for item in before.evidence.all():
        item.pk, item.report = None, draft
        item._state.adding = True
        item.save()


def partner_name(report: StatusReport) -> str:
    """The partner whose contribution a report is on, as the protocol names it."""
    return str(report.contribution.partner) if report.contribution else "–"


def fresh(report: StatusReport, *, version: int | None, states: Sequence[ReportState]) -> StatusReport:
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
    """Keep what was entered so far, whole or not; a version older than the stored one raises `StaleReport`.

    On a target contributions add facts, never a status: one that is given is not kept.
    """
    with quiet_change(actor=actor, role=ActorRole.PARTNER):
        current = fresh(report, version=version, states=EDITABLE_STATES)
        current.status = "" if current.commitment.kind == Kind.TARGET else data.status
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
    """Keep what is wished; a wish that was decided stays as it is, with its answer."""
    decided = set(report.wishes.exclude(state=WishState.OPEN).values_list("kind", flat=True))
    wanted = {
        WishKind.DEADLINE: (data.wished_deadline, data.deadline_wish),
        WishKind.WORDING: (None, data.wording_wish),
    }
    for kind, (due_on, text) in wanted.items():
        if kind in decided:
            continue
        if due_on is None and not text.strip():
            report.wishes.filter(kind=kind).delete()
        else:
            Wish.objects.update_or_create(report=report, kind=kind, defaults={"due_on": due_on, "text": text})


def check_report(report: StatusReport, *, on: date, has_evidence: bool | None = None) -> None:
    """Raise ValidationError, keyed by field, unless the report says enough to be submitted on this day.

    Of a report that is not stored `has_evidence` tells whether evidence comes with it.
    """
    errors: dict[str, str] = {}
    commitment = report.commitment
    if commitment.kind == Kind.TARGET:
        if report.status:
            errors["status"] = _("A target is assessed as a whole. Say what your part in it is, without a status.")
    elif not report.status:
        errors["status"] = _("Choose a status.")
    elif report.status == Status.UNKNOWN:
        errors["status"] = _("“Status not known” cannot be reported.")
    elif report.status == Status.MISSED:
        errors["status"] = _("Only a target can be missed.")
    if not report.summary.strip():
        errors["summary"] = _("Say in a sentence or two what has been done.")
    if days.first_day(report.as_of, report.as_of_precision) > on:
        errors["as_of"] = _("The day lies in the future.")
    elif days.last_day(report.as_of, report.as_of_precision) < commitment.agreement.signed_on:
        errors["as_of"] = _("The day lies before the signing of the agreement.")
    if report.status == Status.COMPLETED and not (report.evidence.exists() if has_evidence is None else has_evidence):
        errors["evidence"] = _("“Completed” needs evidence: a dated link or a PDF file.")
    if report.pk and not all(_is_address(item.url) for item in report.evidence.all() if not item.file):
        errors["evidence"] = _("Enter the whole address, beginning with https://.")
    if report.status == Status.DROPPED and not report.problem.strip():
        errors["problem"] = _("Say why it is no longer pursued.")
    if errors:
        raise ValidationError(errors)


def _is_address(text: str) -> bool:
    """Whether a text is the address of a page; a link may be left without one, but it leads nowhere else."""
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return not text
    return True


def submit(
    report: StatusReport,
    *,
    actor: Actor,
    version: int | None = None,
    entered_by: Actor | None = None,
    at: datetime | None = None,
) -> StatusReport:
    """Hand a report in for review. It answers the open round that asks for it; after closing it counts for the next.

    One that was returned keeps the round it answered, and stays in time if it was in time at first: the time the
    review takes is never at the partner's cost.
    """
    role = ActorRole.EDITOR if entered_by else ActorRole.PARTNER
    with public_change(actor=entered_by or actor, role=role, reason=ChangeReason.REPORT_SUBMITTED, at=at) as change:
        current = fresh(report, version=version, states=EDITABLE_STATES)
        on = days.berlin_day(change.at)
        check_report(current, on=on)
        current.state = ReportState.SUBMITTED
        current.submitted_at = change.at
        current.first_submitted_at = current.first_submitted_at or change.at
        current.author = actor
        current.entered_by = entered_by
        current.grade = best_grade(current)
        current.round = asking_round(current.contribution) or current.round
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
            tell_reporter(current, NoticeKind.ENTERED, change)
        return current


def asking_round(contribution: Contribution | None) -> ReportingRound | None:
    """The round that asks for this contribution now: opened, not closed; there is one at the most."""
    asking = ReportingRound.objects.opened().filter(closed_at__isnull=True)
    return asking.filter(contributions=contribution).order_by("-opened_at", "-pk").first() if contribution else None


def best_grade(report: StatusReport) -> Grade:
    """The best grade among the evidence of a report."""
    grades = [Grade(item.grade) for item in report.evidence.all()]
    return max(grades, key=lambda grade: grade.weight, default=Grade.NONE)


def confirm_unchanged(contribution: Contribution, *, as_of: date, actor: Actor) -> StatusReport:
    """Submit the last accepted report once more, as of a new day, with nothing else changed.

    What was completed keeps its day. Refused where there is nothing to confirm, or where somebody has begun to write
    something else: that is not thrown away.
    """
    with public_change(actor=actor, role=ActorRole.PARTNER, reason=ChangeReason.REPORT_SUBMITTED):
        lock([contribution.commitment_id])
        before = last_accepted(contribution)
        if before is None:
            raise ValidationError(_("There is no earlier report that could be confirmed."))
        present = open_report(contribution)
        if present is not None and present.state == ReportState.SUBMITTED:
            raise ValidationError(_("This report has already been submitted."), code="submitted")
        if present is not None and (present.state == ReportState.RETURNED or not _says_what_it_began_with(present)):
            raise ValidationError(_("A report on this has been begun that says something else."), code="begun")
        draft = start_draft(contribution, actor=actor, on=as_of)
        draft.status, draft.summary = before.status, before.summary
        draft.next_steps, draft.problem = before.next_steps, before.problem
        finished = before.status == Status.COMPLETED
        draft.as_of = before.as_of if finished else as_of
        draft.as_of_precision = before.as_of_precision if finished else Precision.DAY
        draft.save()
        draft.evidence.all().delete()
        _copy_evidence(before, draft)
        return submit(draft, actor=actor)


def _says_what_it_began_with(draft: StatusReport) -> bool:
    """Whether nothing but the day was changed in a draft since it was begun from the last report."""
    before = last_accepted(draft.contribution) if draft.contribution else None
    return before is not None and not draft.wishes.exists() and _words(draft) == _words(before)


def _words(report: StatusReport) -> tuple[object, ...]:
    evidence = sorted((item.title, item.url, str(item.file)) for item in report.evidence.all())
    return (report.status, report.summary, report.next_steps, report.problem, evidence)


def withdraw(report: StatusReport, *, actor: Actor, version: int | None = None) -> StatusReport:
    """Take a submitted report back into draft, as long as nobody has decided on it; it answers no round any more.

    Handed in again it is as late as it then comes, unless the review had asked for more.
    """
    with public_change(actor=actor, role=ActorRole.PARTNER, reason=ChangeReason.REPORT_WITHDRAWN) as change:
        current = fresh(report, version=version, states=(ReportState.SUBMITTED,))
        current.state = ReportState.DRAFT
        current.submitted_at = None
        if current.returned_at is None:
            current.first_submitted_at = None
        current.round = None
        current.save()
        change.touch(current.commitment)
        change.log(Verb.WITHDRAWN, current.commitment, partner=partner_name(current), report=current.pk)
        return current


def object_to_entry(report: StatusReport, text: str, *, actor: Actor) -> MailProof:
    """Record that a partner objects to how staff entered its mail; the editors are told. Said twice it is one."""
    if not text.strip():
        raise ValidationError({"objection": _("Say what was entered wrongly.")})
    with quiet_change(actor=actor, role=ActorRole.PARTNER) as change:
        proof = MailProof.objects.select_for_update().get(report=report)
        if proof.objection == text.strip():
            return proof
        proof.objection = text.strip()
        proof.objected_at = change.at
        proof.save()
        change.log(Verb.OBJECTED, report.commitment, partner=partner_name(report), report=report.pk)
        order_mail(
            staff(AccountRole.EDITOR),
            NoticeKind.OBJECTED,
            item=f"report-{report.pk}",
            step=f"{change.at:%Y%m%d%H%M%S}",
            at=change.at,
            report=report.pk,
        )
        return proof


def tell_reporter(report: StatusReport, kind: NoticeKind, change: Change) -> None:
    """Order the mail that tells the people of the reporting organisation what happened to a report."""
    contribution = report.contribution
    if contribution is None:
        return
    people = people_of(contribution.reporter, on=days.berlin_day(change.at))
    step = f"{kind}-{report.version}"
    order_mail(people, kind, item=f"report-{report.pk}", step=step, at=change.at, report=report.pk)
