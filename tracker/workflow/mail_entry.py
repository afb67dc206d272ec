"""Reports that came by mail: staff enter them, the mail is kept as proof, the partner is told and may object."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import Actor, Contribution, MailProof, StatusReport
from tracker.vocabulary import ActorRole, ChangeReason, ReportState
from tracker.workflow.drafts import attach_file, keep_draft
from tracker.workflow.files import checksum
from tracker.workflow.record import lock, public_change
from tracker.workflow.reports import ReportData, open_report, submit


@dataclass(slots=True)
class Proof:
    """The mail or table a report came with, checked, and the day it came; stored once for all reports it proves."""

    file: File
    received_on: date
    stored_name: str = field(default="", init=False)
    sha256: str = field(default="", init=False)


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A checked PDF file that came with the mail as evidence."""

    file: File
    title: str
    publisher: str
    published_on: date | None = None


def enter_by_mail(
    contribution: Contribution,
    data: ReportData,
    proof: Proof,
    *,
    actor: Actor,
    seen: int,
    given: GivenFile | None = None,
) -> StatusReport:
    """Submit for a partner what it wrote in a mail. The mail stays as internal proof and the partner is told.

    Author and enterer is the one who typed it, so that somebody else has to review it. `seen` is the version of the
    open report that was on the page, 0 for none; if it changed meanwhile, `StaleReport`.
    """
    if contribution.reporter_id is None:
        raise ValidationError(_("Nobody reports for this contribution yet. Name an organisation first."))
    with public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.REPORT_SUBMITTED) as change:
        lock([contribution.commitment_id])
        on = days.berlin_day(change.at)
        if proof.received_on > on:
            raise ValidationError({"received_on": _("The day lies in the future.")})
        opened = open_report(contribution)
        if opened is not None and opened.state == ReportState.SUBMITTED:
            raise ValidationError(_("A report on this is under review already."))
        draft = keep_draft(contribution, data, actor=actor, on=on, seen=seen)
        if given is not None:
            attach_file(
                draft,
                given.file,
                title=given.title,
                publisher=given.publisher,
                published_on=given.published_on,
                seen_on=on,
                actor=actor,
            )
        report = submit(draft, actor=actor, entered_by=actor)
        keep_proof(report, proof)
        return report


def keep_proof(report: StatusReport, proof: Proof) -> MailProof:
    """Keep the mail a report came with; several reports of one mail share the stored file.

    A report that was returned and is entered once more carries the newer mail.
    """
    kept = MailProof.objects.filter(report=report).first() or MailProof(report=report)
    kept.received_on = proof.received_on
    kept.objection, kept.objected_at = "", None
    if proof.stored_name:
        kept.file.name, kept.sha256 = proof.stored_name, proof.sha256
    else:
        kept.sha256 = proof.sha256 = checksum(proof.file.chunks())
        proof.file.seek(0)
        kept.file.save("nachweis.bin", proof.file, save=False)
        proof.stored_name = str(kept.file.name)
    kept.save()
    return kept
