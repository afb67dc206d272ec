"""Reports that come as rows of a table: each row is handed in by itself, or refused because somebody was quicker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import Actor, Contribution, StatusReport
from tracker.vocabulary import ActorRole, ChangeReason, ReportState
from tracker.workflow.drafts import keep_draft, last_decided
from tracker.workflow.mail_entry import Proof, keep_proof
from tracker.workflow.record import lock, public_change
from tracker.workflow.reports import ReportData, StaleReport, open_report, submit


@dataclass(frozen=True, slots=True)
class RowData:
    """A row to be handed in: what it says, and the state of the contribution (`state_word`) it was written against."""

    contribution: Contribution
    data: ReportData
    seen: str


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of a row: the report, or why it was refused."""

    contribution: Contribution
    report: StatusReport | None = None
    problem: str = ""
    is_stale: bool = False


def state_word(opened: StatusReport | None, decided: StatusReport | None) -> str:
    """A word for what is said on a contribution now: it changes with every save of its open or last decided report."""
    parts = [(report.pk, report.version) if report else (0, 0) for report in (opened, decided)]
    return ".".join(str(number) for pair in parts for number in pair)


def hand_in_rows(
    rows: Sequence[RowData], *, actor: Actor, submit_them: bool = True, proof: Proof | None = None
) -> list[RowResult]:
    """Hand in rows of a table, one revision for all, each row whole or not at all; returns what became of each.

    A row whose contribution has changed since it was written is refused. Without `submit_them` the rows are kept as
    drafts. With `proof` staff enter them for the partner: `actor` is the one who enters, and the partner is told.
    """
    role = ActorRole.EDITOR if proof else ActorRole.PARTNER
    with public_change(actor=actor, role=role, reason=ChangeReason.REPORT_SUBMITTED) as change:
        lock({row.contribution.commitment_id for row in rows})
        on = days.berlin_day(change.at)
        return [_hand_in(row, actor=actor, on=on, submit_it=submit_them, proof=proof) for row in rows]


def _hand_in(row: RowData, *, actor: Actor, on: date, submit_it: bool, proof: Proof | None) -> RowResult:
    try:
        with public_change(actor=actor, role=ActorRole.PARTNER, reason=ChangeReason.REPORT_SUBMITTED):
            return RowResult(row.contribution, _written(row, actor=actor, on=on, submit_it=submit_it, proof=proof))
    except StaleReport as error:
        return RowResult(row.contribution, problem=" ".join(error.messages), is_stale=True)
    except ValidationError as error:
        return RowResult(row.contribution, problem=" ".join(error.messages))


def _written(row: RowData, *, actor: Actor, on: date, submit_it: bool, proof: Proof | None) -> StatusReport:
    part = row.contribution
    opened = open_report(part)
    if opened is not None and opened.state == ReportState.SUBMITTED:
        raise ValidationError(_("A report on this is under review already."))
    decided = last_decided(part)
    if state_word(opened, decided) != row.seen:
        newest = opened or decided
        if newest is None:
            raise ValidationError(_("This report does not exist any more."))
        raise StaleReport(newest)
    draft = keep_draft(part, row.data, actor=actor, on=on, seen=opened.version if opened else 0)
    if not submit_it:
        return draft
    more: dict[str, Any] = {"entered_by": actor} if proof else {}
    report = submit(draft, actor=actor, version=draft.version, **more)
    if proof is not None:
        keep_proof(report, proof)
    return report
