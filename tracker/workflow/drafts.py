"""Drafts of reports while they are written: kept as often as one likes, with PDF files, nobody's words overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import Actor, Contribution, Evidence, StatusReport
from tracker.models.reports import evidence_storage, generated_name
from tracker.vocabulary import ActorRole, Grade, Precision, ReportState, WishKind, WishState
from tracker.workflow.facts import EvidenceData
from tracker.workflow.files import checksum
from tracker.workflow.quiet import quiet_change
from tracker.workflow.record import lock
from tracker.workflow.reports import (
    EDITABLE_STATES,
    LinkData,
    ReportData,
    StaleReport,
    open_report,
    own_reports,
    save_draft,
    start_draft,
)

FILES_LIMIT = 10


def keep_draft(contribution: Contribution, data: ReportData, *, actor: Actor, on: date, seen: int) -> StatusReport:
    """Keep what somebody has written so far in the open report, begun where there is none.

    `seen` is the version of the open report that person saw, 0 for none. If another one stands there by now,
    `StaleReport` with it, unless it says just the same.
    """
    with quiet_change(actor=actor, role=ActorRole.PARTNER):
        lock([contribution.commitment_id])
        present = open_report(contribution)
        if present is None and seen == 0:
            present = start_draft(contribution, actor=actor, on=on)
            return save_draft(present, data, actor=actor)
        if present is not None and present.version == seen and present.state in EDITABLE_STATES:
            return save_draft(present, data, actor=actor, version=seen)
        present = present or _newest(contribution)
        if present is None:
            raise ValidationError(_("This report does not exist any more."))
        if present.state == ReportState.DRAFT and says_the_same(present, data):
            return present
        raise StaleReport(present)


def last_decided(contribution: Contribution) -> StatusReport | None:
    """The newest report that was accepted or, after that, withdrawn by the review: a new one begins with its words."""
    decided = (ReportState.ACCEPTED, ReportState.REVOKED)
    return own_reports(contribution).filter(state__in=decided).order_by("-accepted_at", "-pk").first()


def _newest(contribution: Contribution) -> StatusReport | None:
    return own_reports(contribution).order_by("-pk").first()


def report_data(report: StatusReport) -> ReportData:
    """What a stored report says, in the form in which reports are handed in; of its wishes those still open."""
    wishes = {wish.kind: wish for wish in report.wishes.all() if wish.state == WishState.OPEN}
    deadline, wording = wishes.get(WishKind.DEADLINE), wishes.get(WishKind.WORDING)
    return ReportData(
        as_of=report.as_of,
        as_of_precision=report.as_of_precision,
        status=report.status,
        summary=report.summary,
        next_steps=report.next_steps,
        problem=report.problem,
        links=tuple(_link_data(item) for item in report.evidence.all() if not item.file),
        wished_deadline=deadline.due_on if deadline else None,
        deadline_wish=deadline.text if deadline else "",
        wording_wish=wording.text if wording else "",
    )


def _link_data(item: Evidence) -> LinkData:
    link = EvidenceData(
        title=item.title,
        publisher=item.publisher,
        url=item.url,
        published_on=item.published_on,
        published_precision=item.published_precision,
        seen_on=item.seen_on,
    )
    return LinkData(link, item.grade)


def says_the_same(report: StatusReport, data: ReportData) -> bool:
    """Whether a stored report says word for word what somebody wants to hand in."""
    return _plain(report_data(report)) == _plain(data)


def _plain(data: ReportData) -> ReportData:
    """The same words in one spelling: fuzzy days as their last day, line ends and blanks alike."""

    def words(text: str) -> str:
        return text.replace("\r\n", "\n").strip()

    links = []
    for item in data.links:
        link = item.link
        published = link.published_on and days.last_day(link.published_on, link.published_precision)
        precision = link.published_precision if published else Precision.DAY
        link = replace(link, published_on=published, published_precision=str(precision))
        links.append(LinkData(link, str(item.grade)))
    return replace(
        data,
        as_of=days.last_day(data.as_of, data.as_of_precision),
        as_of_precision=str(data.as_of_precision),
        status=str(data.status),
        summary=words(data.summary),
        next_steps=words(data.next_steps),
        problem=words(data.problem),
        deadline_wish=words(data.deadline_wish),
        wording_wish=words(data.wording_wish),
        links=tuple(links),
    )


def attach_file(
    report: StatusReport,
    file: File,
    *,
    title: str,
    publisher: str,
    seen_on: date,
    actor: Actor,
    published_on: date | None = None,
    grade: str = Grade.DOCUMENT,
) -> Evidence:
    """Put a checked PDF file behind a draft, under a name of our own; the name it came with is not used."""
    with quiet_change(actor=actor, role=ActorRole.PARTNER):
        current = _editable(report)
        if current.evidence.exclude(file="").count() >= FILES_LIMIT:
            raise ValidationError(_("A report carries %d PDF files at the most.") % FILES_LIMIT)
        item = Evidence(
            report=current,
            title=title,
            publisher=publisher,
            published_on=published_on,
            seen_on=seen_on,
            grade=grade,
            position=100 + current.evidence.count(),
            file_size=file.size,
            sha256=checksum(file.chunks()),
        )
        name = generated_name(item, "")
        try:
            item.file = evidence_storage().save(name, file)
            item.save()
            current.save()
        except BaseException:
            # A full disk leaves a piece of it. Not so once a commit was tried: then a row may name it.
            evidence_storage().delete(name)
            raise
        return item


def remove_file(report: StatusReport, name: str, *, actor: Actor) -> None:
    """Take the PDF file stored under a name from a draft; the file itself goes unless another report rests on it."""
    with quiet_change(actor=actor, role=ActorRole.PARTNER):
        current = _editable(report)
        found = current.evidence.filter(file=name).exclude(file="").first()
        if found is None:
            return
        found.delete()
        current.save()
        if not Evidence.objects.filter(file=name).exists():
            transaction.on_commit(lambda: evidence_storage().delete(name))


def _editable(report: StatusReport) -> StatusReport:
    lock([report.commitment_id])
    current = StatusReport.objects.get(pk=report.pk)
    if current.state not in EDITABLE_STATES:
        raise StaleReport(current)
    return current
