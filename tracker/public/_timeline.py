"""The facts of a commitment in three phases: before the signing, during the term, after its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tracker import rules
from tracker.models import Commitment, StatusReport
from tracker.public._common import span
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import Confidence, FactBasis, Grade, Kind, Origin, Status


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact as the timeline shows it. `status` is the one that counts, `reported` what else the partner said."""

    report: StatusReport
    when: str
    status: Status | None
    reported: Status | None
    tags: list[str]
    origin: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A time of the life of a commitment with its facts, oldest first."""

    key: str
    title: str
    words: str
    aside: bool
    entries: list[Entry] = field(default_factory=list)


def phases(commitment: Commitment) -> list[Phase]:
    """The phases with the published facts of a commitment loaded by `snapshots.with_everything`; none without facts.

    The term is always among them, also where nothing is known of it; the other two only with facts.
    """
    agreement = commitment.agreement
    facts = [
        (report.as_fact(sources=len(report.evidence.all())), report)
        for report in commitment.published_reports  # type: ignore[attr-defined]
    ]
    if not facts:
        return []
    has_status = commitment.kind != Kind.POSITION
    signed = day_text(agreement.signed_on)
    before = Phase(
        "vorgeschichte",
        _("Before the agreement"),
        (_("before the signing on %s; sets no status") if has_status else _("before the signing on %s")) % signed,
        aside=True,
    )
    during = Phase("laufzeit", _("Term"), span(agreement.signed_on, agreement.effective_end), aside=False)
    after = Phase(
        "danach", _("After the end of the term"), _("counts and is marked so") if has_status else "", aside=True
    )
    for fact, report in sorted(facts, key=lambda pair: pair[0].order):
        history = rules.is_history(fact, agreement.signed_on)
        late = rules.is_late(fact.last_possible, agreement.effective_end)
        phase = before if history else after if late else during
        phase.entries.append(_entry(commitment, report, history=history))
    return [phase for phase in (before, during, after) if phase.entries or phase is during]


def _entry(commitment: Commitment, report: StatusReport, *, history: bool) -> Entry:
    status = report.effective_status
    shown = status if status and (not history or status is Status.COMPLETED) else None
    reported = Status(report.status) if report.origin == Origin.PARTNER and report.status else None
    return Entry(
        report=report,
        when=day_text(report.as_of, report.as_of_precision),
        status=shown,
        reported=reported if reported is not status else None,
        tags=_tags(commitment, report, status, shown, history=history),
        origin=_origin(report),
    )


def _tags(
    commitment: Commitment, report: StatusReport, status: Status | None, shown: Status | None, *, history: bool
) -> list[str]:
    """What stands beside the badge: why it sets no status, whether it decides, for whom it speaks, the evidence."""
    tags = []
    if commitment.kind != Kind.POSITION:
        if shown is None:
            tags.append(_("before the signing, sets no status") if status else _("says nothing on the status"))
        elif history:
            tags.append(_("already fulfilled before the signing"))
    if report.pk == commitment.deciding_fact_id:
        tags.append(_("decides the status"))
    if report.contribution_id:
        partner = next(item.partner for item in commitment.contributions.all() if item.pk == report.contribution_id)
        tags.append(_("for %s") % partner)
    tags.append(str(Grade(report.grade).label))
    if report.confidence == Confidence.LOW:
        tags.append(str(Confidence.LOW.label))
    if report.without_second_review:
        tags.append(_("without a second review"))
    return tags


def _origin(report: StatusReport) -> str:
    words = [str(Origin(report.origin).label)]
    if report.entered_by_id is not None:
        words.append(_("recorded by the editors after a message of the partner"))
    if report.basis != FactBasis.SOURCE:
        words.append(str(FactBasis(report.basis).label))
    return ", ".join(words)
