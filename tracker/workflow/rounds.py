"""Reporting rounds: opened, extended, closed with figures that never change, and published at a set time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import Actor, Agreement, Contribution, ReportingRound, RoundExclusion, StatusReport
from tracker.vocabulary import (
    ActorRole,
    ChangeReason,
    Kind,
    NoticeKind,
    Origin,
    ReportState,
    Verb,
)
from tracker.workflow.decisions import publication_day
from tracker.workflow.notices import order_mail, people_of
from tracker.workflow.record import lock, public_change

NAMED = 10
"""How many contributions a refusal names."""


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
    at: datetime | None = None,
) -> ReportingRound:
    """Open a round that asks for these contributions, from this moment on, and tell those who report for them.

    Refused, keyed by field, while one of them has nobody who reports for it and is not excluded, belongs to another
    agreement, is not public yet, is a declaration without a commitment of its own, or is asked for in another open
    round. A report that was handed in without a round to answer, such as after the last one closed, answers this one.
    """
    with public_change(
        actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.ROUND_OPENED, note=title, at=at
    ) as change:
        left_out = {item.pk: why.strip() for item, why in (excluded or {}).items()}
        wanted = [item for item in contributions if item.pk not in left_out]
        lock({item.commitment_id for item in wanted})
        asked = _fresh_contributions(wanted)
        _check_asked(agreement, asked, left_out)
        if due_on < days.berlin_day(change.at):
            raise ValidationError({"due_on": _("The day on which the reports are due lies in the past.")})
        if publish_at is not None and publish_at <= change.at:
            raise ValidationError({"publish_at": _("The moment lies in the past.")})
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
        for key, why in left_out.items():
            RoundExclusion(round=made, contribution_id=key, reason=why).save()
        _answer_with_what_came_before(made, asked, at=change.at)
        change.touch_commitments({item.commitment_id for item in asked})
        change.log(Verb.ROUND_OPENED, agreement, title=title, count=len(asked), due_on=due_on, round=made.pk)
        for reporter in sorted({item.reporter for item in asked if item.reporter}, key=lambda one: one.pk):
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


def _fresh_contributions(wanted: Iterable[Contribution]) -> list[Contribution]:
    rows = Contribution.objects.filter(pk__in=[item.pk for item in wanted])
    return list(
        rows.select_related("commitment__agreement", "partner", "reporter").order_by("commitment__sort_key", "pk")
    )


def _check_asked(agreement: Agreement, asked: list[Contribution], left_out: Mapping[int, str]) -> None:
    """Raise ValidationError unless a round of this agreement may ask for these contributions and leave those out."""
    if not asked:
        raise ValidationError({"contributions": _("Name at least one contribution.")})
    if not all(left_out.values()):
        raise ValidationError({"excluded": _("Give the reason.")})
    elsewhere = ReportingRound.objects.opened().filter(closed_at__isnull=True)
    twice = set(elsewhere.filter(contributions__in=asked).values_list("contributions", flat=True))
    positions = [item for item in asked if item.commitment.kind == Kind.POSITION]
    hidden = [item for item in asked if not (item.commitment.published_at and item.commitment.agreement.published_at)]
    faults = [
        (
            [item for item in asked if item.commitment.agreement_id != agreement.pk],
            _("These contributions belong to another agreement: %s"),
        ),
        (positions, _("Nobody is asked to report on declarations without a commitment of their own: %s")),
        (hidden, _("These are not published yet, so nobody can report on them: %s")),
        ([item for item in asked if item.reporter_id is None], _("Nobody reports for these contributions yet: %s")),
        ([item for item in asked if item.pk in twice], _("Another open round asks for these contributions: %s")),
    ]
    for found, sentence in faults:
        if found:
            names = ", ".join(str(item) for item in found[:NAMED])
            raise ValidationError({"contributions": sentence % names})


def _answer_with_what_came_before(made: ReportingRound, asked: list[Contribution], *, at: datetime) -> None:
    """Let reports that were handed in while no round asked for them answer this one, and wait for its publication."""
    waiting = StatusReport.objects.filter(
        state__in=(ReportState.SUBMITTED, ReportState.RETURNED, ReportState.ACCEPTED),
        contribution__in=asked,
        origin=Origin.PARTNER,
        round__isnull=True,
        submitted_at__isnull=False,
    )
    for report in waiting.select_related("commitment").order_by("pk"):
        report.round = made
        if report.state == ReportState.ACCEPTED and report.published_at is None:
            report.publish_at = publication_day(report, at=at) or at
        report.save()


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
        change.touch_commitments(_commitments(current))
        change.log(
            Verb.ROUND_EXTENDED, current.agreement, title=current.title, before=before, after=due_on, reason=reason
        )
        return current


def close_round(asked: ReportingRound, *, actor: Actor, at: datetime | None = None) -> ReportingRound:
    """Close a round: its figures are written down as they are now and stay so, byte for byte.

    Refused up to the due day while a report is missing: everybody has the time that was promised. What comes later
    counts for the next round.
    """
    with public_change(
        actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.ROUND_CHANGED, note=asked.title, at=at
    ) as change:
        current = _open(asked)
        on = days.berlin_day(change.at)
        if on <= current.due_on and missing_answers(current):
            raise ValidationError(
                _("The round runs until the end of its last day, %s, unless everybody has reported.")
                % formats.date_format(current.due_on)
            )
        current.closed_at = change.at
        current.result = json.dumps(round_figures(current, on=on), ensure_ascii=False, indent=1)
        current.save()
        change.touch_commitments(_commitments(current))
        change.log(Verb.ROUND_CLOSED, current.agreement, title=current.title, round=current.pk)
        return current


def cancel_round(asked: ReportingRound, *, reason: str, actor: Actor) -> None:
    """Take back a round that was opened by mistake: it never asked anybody; reports handed in stay, for the next."""
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    note = f"{asked.title}: {reason.strip()}"
    with public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.ROUND_CHANGED, note=note) as change:
        current = _open(asked)
        change.touch_commitments(_commitments(current))
        for report in current.reports.all():
            report.round = None
            if report.state == ReportState.ACCEPTED and report.published_at is None:
                report.publish_at = publication_day(report, at=change.at) or change.at
            report.save()
        change.log(Verb.ROUND_CANCELLED, current.agreement, title=current.title, reason=reason.strip())
        current.delete()


def _commitments(asked: ReportingRound) -> set[int]:
    return set(asked.contributions.values_list("commitment_id", flat=True))


def _open(asked: ReportingRound) -> ReportingRound:
    """The round as it stands now, if it is open; its commitments are locked first, so no report comes in between."""
    lock(_commitments(asked))
    current = ReportingRound.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=asked.pk)
    if current.closed_at is not None:
        raise ValidationError(_("This round is closed."))
    return current


def answers_of(asked: ReportingRound) -> dict[int, StatusReport]:
    """The report with which each contribution answered a round first, by contribution; withdrawn ones do not count."""
    found: dict[int, StatusReport] = {}
    handed_in = asked.reports.filter(submitted_at__isnull=False).exclude(state=ReportState.REVOKED)
    for report in handed_in.order_by("first_submitted_at", "pk"):
        if report.contribution_id is not None:
            found.setdefault(report.contribution_id, report)
    return found


def missing_answers(asked: ReportingRound) -> list[Contribution]:
    """The contributions of a round on which no report has been handed in so far."""
    rows = asked.contributions.exclude(pk__in=answers_of(asked)).select_related("commitment", "partner", "reporter")
    return list(rows.order_by("commitment__sort_key", "pk"))


def came_in_time(answer: StatusReport, asked: ReportingRound) -> bool:
    """Whether a report was first handed in by the end of the due day; how long its review took does not matter."""
    moment = answer.first_submitted_at or answer.submitted_at
    return moment is not None and days.berlin_day(moment) <= asked.due_on


def round_figures(asked: ReportingRound, *, on: date) -> dict[str, object]:
    """Who reported in time, late or not, per reporting organisation; plain data, keys in a fixed order."""
    rows: dict[str, dict[str, Any]] = {}
    answers = answers_of(asked)
    for item in asked.contributions.select_related("reporter", "commitment").order_by("commitment__sort_key", "pk"):
        key = item.reporter.key if item.reporter else ""
        row = rows.setdefault(key, {"partner": key, "asked": 0, "in_time": 0, "late": 0, "missing": []})
        row["asked"] += 1
        answer = answers.get(item.pk)
        if answer is None:
            row["missing"].append(item.commitment.code)
        else:
            row["in_time" if came_in_time(answer, asked) else "late"] += 1
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
        if isinstance(item, ReportingRound):
            lock(_commitments(item))
        fresh = type(item).objects.select_for_update().get(pk=item.pk)
        fresh.publish_at = at
        # Only this column: nobody but the editors sees it, so the revision stays.
        fresh.save(update_fields=["publish_at"])
        if isinstance(fresh, ReportingRound):
            _put_off(fresh, now=now)
        if at is None:
            change.log(Verb.PUBLICATION_CANCELLED, fresh)
        else:
            change.log(Verb.PUBLICATION_SET, fresh, at=at)


def _put_off(asked: ReportingRound, *, now: datetime) -> None:
    """Let what a round accepted and nobody has seen yet wait for its new moment, but not less than the hearing."""
    for report in asked.reports.filter(state=ReportState.ACCEPTED, published_at__isnull=True):
        report.round = asked
        report.publish_at = publication_day(report, at=now) or now
        report.save()
