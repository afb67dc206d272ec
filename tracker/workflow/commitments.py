"""What happens to a commitment: published, dropped, deadline moved, texts corrected, reporters named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import (
    Actor,
    Agreement,
    Commitment,
    Contribution,
    DeadlineMove,
    Partner,
    ReportingRound,
    StatusReport,
    WordingCorrection,
)
from tracker.vocabulary import (
    ActorRole,
    ChangeReason,
    DeadlineBasis,
    Kind,
    Precision,
    Reporting,
    Role,
    Status,
    Verb,
)
from tracker.workflow.facts import EvidenceData, FactData, add_fact
from tracker.workflow.record import lock, public_change

AT_ONCE = 500
CORRECTABLE = ("title", "description", "wording")


def publish(items: Iterable[Agreement | Commitment], *, actor: Actor, role: ActorRole = ActorRole.EDITOR) -> int:
    """Publish agreements and commitments that are drafts; returns how many became public."""
    count = 0
    with public_change(actor=actor, role=role, reason=ChangeReason.PUBLISHED) as change:
        wanted = list(items)
        for model in (Agreement, Commitment):
            drafts = _drafts(model, [item.pk for item in wanted if isinstance(item, model)])
            for fresh in drafts:
                fresh.published_at = change.at
                fresh.version += 1
                change.touch(fresh)
                change.log(Verb.PUBLISHED, fresh)
            model._default_manager.bulk_update(drafts, ["published_at", "version"], batch_size=AT_ONCE)
            count += len(drafts)
            if model is Agreement:
                # Its commitments that were ready become public with it.
                ready = Commitment.objects.filter(agreement__in=drafts, published_at__isnull=False)
                change.touch_commitments(ready.values_list("pk", flat=True))
    return count


def _drafts(model: type[Model], ids: list[int]) -> list[Any]:
    """The drafts among rows of one kind, locked."""
    found: list[Any] = []
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        drafts = model._default_manager.filter(pk__in=some, published_at__isnull=True)
        found.extend(drafts.select_for_update().order_by("pk"))
    return found


def drop(
    commitment: Commitment,
    *,
    reason: str,
    as_of: date,
    actor: Actor,
    as_of_precision: str = Precision.DAY,
    evidence: Sequence[EvidenceData] = (),
    grade: str = "",
) -> StatusReport:
    """Record that a commitment is no longer pursued, with public reason and day; it stays and is shown beside."""
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    if commitment.kind == Kind.POSITION:
        raise ValidationError(_("A declaration without a commitment of its own has no status."))
    fact = FactData(
        as_of=as_of,
        as_of_precision=as_of_precision,
        summary=reason,
        seen_on=days.today(),
        status=Status.DROPPED,
        grade=grade or "none",
        evidence=evidence,
    )
    with public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.DROPPED, note=reason) as change:
        report = add_fact(commitment, fact, actor=actor)
        change.log(Verb.DROPPED, commitment, reason=reason, as_of=report.as_of)
        return report


def move_deadline(
    commitment: Commitment,
    *,
    due_on: date | None,
    wording: str,
    precision: str,
    basis: str = DeadlineBasis.STATED,
    reason: str,
    actor: Actor,
) -> DeadlineMove:
    """Move a deadline: the earlier one is kept with day and reason, and both are shown from now on."""
    errors = {}
    if not reason.strip():
        errors["reason"] = _("Give the reason.")
    words = {"wording": wording, "precision": precision, "basis": basis}
    for name in [name for name, value in words.items() if due_on is not None and not value.strip()]:
        errors[name] = _("A deadline needs its words, its precision and its basis.")
    if commitment.kind == Kind.POSITION:
        errors["due_on"] = _("A declaration without a commitment of its own has no deadline.")
    if errors:
        raise ValidationError(errors)
    with public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.DEADLINE_MOVED, note=reason) as change:
        lock([commitment.pk])
        fresh = Commitment.objects.get(pk=commitment.pk)
        if fresh.due_on == due_on and fresh.due_wording == wording:
            raise ValidationError({"due_on": _("This is the present deadline.")})
        move = DeadlineMove(
            commitment=fresh,
            position=fresh.moves.count() + 1,
            before=fresh.due_on,
            before_wording=fresh.due_wording,
            after=due_on,
            after_wording=wording if due_on else "",
            reason=reason,
            moved_on=days.berlin_day(change.at),
        )
        move.save()
        fresh.due_on = due_on
        fresh.due_start = fresh.due_start if due_on and fresh.due_start and fresh.due_start <= due_on else None
        fresh.due_wording = wording if due_on else ""
        fresh.due_precision = precision if due_on else ""
        fresh.due_basis = basis if due_on else ""
        fresh.save()
        change.touch(fresh)
        change.log(Verb.DEADLINE_MOVED, fresh, before=move.before, after=move.after, reason=reason)
        return move


def correct_wording(
    commitment: Commitment, *, texts: dict[str, str], reason: str, actor: Actor
) -> list[WordingCorrection]:
    """Correct title, description or official wording in public; every text before and after is kept with the reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    unknown = set(texts) - set(CORRECTABLE)
    if unknown:
        raise ValueError(f"cannot correct {sorted(unknown)}")
    with public_change(
        actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.WORDING_CORRECTED, note=reason
    ) as change:
        lock([commitment.pk])
        fresh = Commitment.objects.get(pk=commitment.pk)
        made = []
        for name, after in texts.items():
            before = getattr(fresh, name)
            if before == after:
                continue
            correction = WordingCorrection(
                commitment=fresh,
                field=name,
                before=before,
                after=after,
                reason=reason,
                corrected_on=days.berlin_day(change.at),
            )
            correction.save()
            setattr(fresh, name, after)
            made.append(correction)
        if not made:
            raise ValidationError(_("Nothing is different from the present texts."))
        fresh.full_clean(exclude=["agreement", "action_field", "part_of"])
        fresh.save()
        change.touch(fresh)
        change.log(Verb.WORDING_CORRECTED, fresh, reason=reason, fields=[item.field for item in made])
        return made


def name_reporter(contributions: Iterable[Contribution], reporter: Partner | None, *, actor: Actor) -> int:
    """Name the organisation that reports for these contributions, or nobody; returns how many changed.

    Open reports stay with the contribution: the new organisation goes on with them, the former one sees them no more.
    Refused where an open round asks and nobody would be left to answer.
    """
    if reporter is not None and reporter.is_group:
        raise ValidationError({"reporter": _("An organisation reports, not a group.")})
    count = 0
    with public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.REPORTER_NAMED) as change:
        wanted = list(contributions)
        lock({contribution.commitment_id for contribution in wanted})
        asking = ReportingRound.objects.opened().filter(closed_at__isnull=True, contributions__in=wanted)
        if reporter is None and asking.exists():
            raise ValidationError({"reporter": _("An open round asks for this. Name the organisation that reports.")})
        rows = Contribution.objects.select_related("commitment", "partner")
        for contribution in rows.filter(pk__in=[item.pk for item in wanted]):
            if contribution.reporter_id == (reporter.pk if reporter else None):
                continue
            contribution.reporter = reporter
            contribution.save()
            change.touch(contribution.commitment)
            change.log(
                Verb.REPORTER_NAMED,
                contribution.commitment,
                partner=str(contribution.partner),
                reporter=str(reporter) if reporter else "–",
            )
            count += 1
    return count


def split_contribution(
    contribution: Contribution, partners: Sequence[Partner], *, actor: Actor, reason: str = ""
) -> list[Contribution]:
    """Replace a joint contribution by one per partner, with the same role; refused once it was reported on."""
    if not partners:
        raise ValidationError({"partners": _("Name at least one partner.")})
    with public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.SPLIT, note=reason) as change:
        lock([contribution.commitment_id])
        old = Contribution.objects.select_related("commitment", "partner").get(pk=contribution.pk)
        told = old.reports.exists() or old.supplies.exists()
        if told or old.reporting_base != Reporting.NOT_ASKED:
            raise ValidationError(_("This contribution has already been asked for or reported on."))
        taken = set(old.commitment.contributions.exclude(pk=old.pk).values_list("partner_id", flat=True))
        double = [item for number, item in enumerate(partners) if item.pk in taken or item in partners[:number]]
        if double:
            names = ", ".join(str(partner) for partner in double)
            raise ValidationError({"partners": _("Already recorded with the commitment: %s") % names})
        commitment, group = old.commitment, old.partner
        old.delete()
        made = []
        for offset, partner in enumerate(partners):
            part = Contribution(
                commitment=commitment,
                partner=partner,
                role=old.role,
                required=old.required or old.role == Role.LEAD,
                reporter=None if partner.is_group else partner,
                position=old.position + offset,
            )
            part.save()
            made.append(part)
        change.touch(commitment)
        change.log(Verb.SPLIT, commitment, partner=str(group), partners=", ".join(str(item) for item in partners))
        return made
