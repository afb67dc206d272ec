"""Reporting rounds: opened, extended, closed with figures that never change, and published at a set time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import Actor, Agreement, Commitment, Contribution, ReportingRound, RoundExclusion, StatusReport
from tracker.vocabulary import (
    ActorRole,
    ChangeReason,
    NoticeKind,
    Origin,
    ReportState,
    Verb,
)
from tracker.workflow.notices import order_mail, people_of
from tracker.workflow.record import public_change
from tracker.workflow.reports import publish_reports


def open_round(
    agreement: Agreement,
    *,
    title: str,
    starts_on: date,
    due_on: date,
    contributions: Iterable[Contribution],
    actor: Actor,
    excluded: Mapping[Contribution, str] | None = None,
    is_closing: bool = False,
    publish_at: datetime | None = None,
) -> ReportingRound:
    """Open a round that asks for these contributions; refused while one of them has nobody who reports for it.

    A report handed in since the last round closed answers this one.
    """
    asked = list(contributions)
    orphans = [item for item in asked if item.reporter_id is None]
    if orphans:
        names = ", ".join(str(item) for item in orphans[:10])
        raise ValidationError({"contributions": _("Nobody reports for these contributions yet: %s") % names})
    if not asked:
        raise ValidationError({"contributions": _("Name at least one contribution.")})
    if any(item.commitment.agreement_id != agreement.pk for item in asked):
        raise ValidationError({"contributions": _("A contribution belongs to another agreement.")})
    with public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.ROUND_OPENED, note=title) as change:
        made = ReportingRound(
            agreement=agreement,
            title=title,
            starts_on=starts_on,
            due_on=due_on,
            due_on_first=due_on,
            is_closing=is_closing,
            publish_at=publish_at,
            opened_at=change.at,
        )
        made.full_clean(exclude=["agreement"])
        made.save()
        made.contributions.add(*asked)
        for contribution, why in (excluded or {}).items():
            RoundExclusion(round=made, contribution=contribution, reason=why).save()
        waiting = StatusReport.objects.filter(
            Q(state=ReportState.SUBMITTED) | Q(state=ReportState.RETURNED) | Q(state=ReportState.ACCEPTED),
            contribution__in=asked,
            origin=Origin.PARTNER,
            round__isnull=True,
            submitted_at__isnull=False,
        )
        for report in waiting:
            report.round = made
            report.save()
        change.touch_commitments({item.commitment_id for item in asked})
        change.log(Verb.ROUND_OPENED, agreement, title=title, count=len(asked), due_on=due_on, round=made.pk)
        for reporter in {item.reporter for item in asked if item.reporter}:
            people = people_of(reporter, on=days.berlin_day(change.at))
            order_mail(
                people,
                NoticeKind.ROUND_OPENED,
                item=f"round-{made.pk}",
                step=f"for-{reporter.pk}",
                at=change.at,
                round=made.pk,
                partner=reporter.pk,
            )
        return made


def extend_round(asked: ReportingRound, *, due_on: date, reason: str, actor: Actor) -> ReportingRound:
    """Give a round a later due day, with the public reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    with public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.ROUND_CHANGED, note=reason) as change:
        current = _open(asked)
        if due_on <= current.due_on:
            raise ValidationError({"due_on": _("The new day must lie after the present one.")})
        before, current.due_on = current.due_on, due_on
        current.save()
        change.touch_commitments(current.contributions.values_list("commitment_id", flat=True))
        change.log(
            Verb.ROUND_EXTENDED, current.agreement, title=current.title, before=before, after=due_on, reason=reason
        )
        return current


def close_round(asked: ReportingRound, *, actor: Actor) -> ReportingRound:
    """Close a round: its figures are written down as they are now and stay so, byte for byte."""
    with public_change(
        actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.ROUND_CHANGED, note=asked.title
    ) as change:
        current = _open(asked)
        current.closed_at = change.at
        current.result = json.dumps(round_figures(current, on=days.berlin_day(change.at)), ensure_ascii=False, indent=1)
        current.save()
        change.touch_commitments(current.contributions.values_list("commitment_id", flat=True))
        change.log(Verb.ROUND_CLOSED, current.agreement, title=current.title, round=current.pk)
        return current


def _open(asked: ReportingRound) -> ReportingRound:
    current = ReportingRound.objects.select_for_update().select_related("agreement").get(pk=asked.pk)
    if current.closed_at is not None:
        raise ValidationError(_("This round is closed."))
    return current


def round_figures(asked: ReportingRound, *, on: date) -> dict[str, object]:
    """Who reported in time, late or not, per reporting organisation; plain data, keys in a fixed order."""
    rows: dict[str, dict[str, object]] = {}
    answers: dict[int, StatusReport] = {}
    for report in asked.reports.filter(submitted_at__isnull=False).exclude(state=ReportState.REVOKED).order_by("pk"):
        answers.setdefault(report.contribution_id or 0, report)
    for item in asked.contributions.select_related("reporter", "commitment").order_by("commitment__sort_key", "pk"):
        key = item.reporter.key if item.reporter else ""
        row = rows.setdefault(key, {"partner": key, "asked": 0, "in_time": 0, "late": 0, "missing": []})
        row["asked"] = int(str(row["asked"])) + 1
        answer = answers.get(item.pk)
        if answer is None or answer.submitted_at is None:
            row["missing"] = [*list(row["missing"]), item.commitment.code]  # type: ignore[call-overload]
        else:
            name = "in_time" if days.berlin_day(answer.submitted_at) <= asked.due_on else "late"
            row[name] = int(str(row[name])) + 1
    return {
        "round": asked.title,
        "agreement": asked.agreement.slug,
        "starts_on": asked.starts_on.isoformat(),
        "due_on": asked.due_on.isoformat(),
        "as_of": on.isoformat(),
        "partners": [rows[key] for key in sorted(rows)],
    }


def set_publication(item: Agreement | ReportingRound, at: datetime | None, *, actor: Actor, now: datetime) -> None:
    """Set or take back the moment at which a whole agreement, or what a round accepted, becomes public."""
    if at is not None and at <= now:
        raise ValidationError({"publish_at": _("The moment lies in the past.")})
    with public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.EDITED) as change:
        fresh = type(item).objects.select_for_update().get(pk=item.pk)
        fresh.publish_at = at
        fresh.save()
        change.log(Verb.PUBLICATION_SET, fresh, at=at)


def publish_due(*, at: datetime, actor: Actor) -> tuple[int, int]:
    """Publish what is due at this moment: whole agreements and accepted reports; returns how many of each.

    Each agreement, and all reports together, in one transaction; calling it twice does nothing more.
    """
    agreements = list(Agreement.objects.filter(published_at__isnull=True, publish_at__lte=at))
    for agreement in agreements:
        _publish_agreement(agreement, at=at, actor=actor)
    reports = list(
        StatusReport.objects.filter(state=ReportState.ACCEPTED, published_at__isnull=True, publish_at__lte=at)
    )
    return len(agreements), publish_reports(reports, actor=actor, at=at) if reports else 0


def _publish_agreement(agreement: Agreement, *, at: datetime, actor: Actor) -> None:
    with public_change(actor=actor, role=ActorRole.SYSTEM, reason=ChangeReason.PUBLISHED, at=at) as change:
        items: list[Agreement | Commitment] = [agreement, *agreement.commitments.filter(published_at__isnull=True)]
        for item in items:
            fresh = type(item).objects.select_for_update().get(pk=item.pk)
            if fresh.published_at is None:
                fresh.published_at = at
                fresh.save()
                change.touch(fresh)
                change.log(Verb.PUBLISHED, fresh)
