"""What partners wish with a report: a later deadline, a corrected wording. Staff grant it in public, or say why not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import Actor, Commitment, Wish
from tracker.vocabulary import (
    ActorRole,
    ChangeReason,
    DeadlineBasis,
    NoticeKind,
    ReportState,
    Verb,
    WishKind,
    WishState,
)
from tracker.workflow.commitments import correct_wording, move_deadline
from tracker.workflow.notices import order_mail, people_of
from tracker.workflow.quiet import quiet_change
from tracker.workflow.record import Change, lock, public_change
from tracker.workflow.reports import ReportData

DECIDABLE = (ReportState.SUBMITTED, ReportState.ACCEPTED)
"""A wish in a draft or in a returned report may still change; one of a withdrawn report is void."""


def check_wishes(data: ReportData, commitment: Commitment) -> None:
    """Raise ValidationError, keyed by field, unless what is wished with a report can be decided on."""
    errors: dict[str, str] = {}
    if data.wished_deadline and data.wished_deadline < commitment.agreement.signed_on:
        errors["wished_deadline"] = _("The day lies before the signing of the agreement.")
    if data.wished_deadline and not data.deadline_wish.strip():
        errors["deadline_wish"] = _("Say why the deadline should be moved.")
    if errors:
        raise ValidationError(errors)


def grant_deadline(
    wish: Wish,
    *,
    due_on: date | None,
    wording: str,
    precision: str,
    reason: str,
    actor: Actor,
    basis: str = DeadlineBasis.STATED,
    answer: str = "",
) -> Wish:
    """Move the deadline as a partner wishes, with the public reason; the partner is told."""
    with public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.DEADLINE_MOVED, note=reason) as change:
        current = _open(wish, WishKind.DEADLINE)
        move_deadline(
            current.report.commitment,
            due_on=due_on,
            wording=wording,
            precision=precision,
            basis=basis,
            reason=reason,
            actor=actor,
        )
        return _decide(current, WishState.GRANTED, answer, change)


def grant_wording(wish: Wish, *, texts: Mapping[str, str], reason: str, actor: Actor, answer: str = "") -> Wish:
    """Correct the texts as a partner wishes, with the public reason; the partner is told."""
    with public_change(
        actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.WORDING_CORRECTED, note=reason
    ) as change:
        current = _open(wish, WishKind.WORDING)
        correct_wording(current.report.commitment, texts=dict(texts), reason=reason, actor=actor)
        return _decide(current, WishState.GRANTED, answer, change)


def decline_wish(wish: Wish, *, answer: str, actor: Actor) -> Wish:
    """Decline a wish and say why; the partner is told, no public page changes."""
    if not answer.strip():
        raise ValidationError({"answer": _("Say why the wish is declined.")})
    with quiet_change(actor=actor, role=ActorRole.EDITOR) as change:
        return _decide(_open(wish, WishKind(wish.kind)), WishState.DECLINED, answer, change)


def _open(wish: Wish, kind: WishKind) -> Wish:
    """The wish as it stands now, locked with its commitment, if it still waits for a decision."""
    lock([wish.report.commitment_id])
    found = Wish.objects.select_for_update(of=("self",)).select_related(
        "report__commitment", "report__contribution__partner", "report__contribution__reporter"
    )
    current = found.get(pk=wish.pk)
    if current.kind != kind:
        raise ValueError(f"wish {wish.pk} is no wish about the {kind}")
    if current.state != WishState.OPEN:
        raise ValidationError(_("This wish has already been decided."))
    if current.report.state not in DECIDABLE:
        raise ValidationError(
            _("This is not possible in the present state of the report: %s") % current.report.get_state_display()
        )
    return current


def _decide(wish: Wish, state: WishState, answer: str, change: Change) -> Wish:
    wish.state, wish.answer = state, answer.strip()
    wish.save()
    part = wish.report.contribution
    change.log(
        Verb.WISH_GRANTED if state is WishState.GRANTED else Verb.WISH_DECLINED,
        wish.report.commitment,
        partner=str(part.partner) if part else "–",
        reason=wish.answer,
        kind=wish.kind,
        report=wish.report_id,
    )
    people = people_of(part.reporter if part else None, on=days.berlin_day(change.at))
    order_mail(
        people,
        NoticeKind.WISH_ANSWERED,
        item=f"wish-{wish.pk}",
        step=str(state),
        at=change.at,
        report=wish.report_id,
        wish=wish.pk,
    )
    return wish
