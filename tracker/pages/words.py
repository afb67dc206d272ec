"""Sentences that several pages say in the same words: what stands beside a status, a deadline, a report."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from tracker import rules
from tracker.models import Commitment, Contribution, Partner, StandingColumns
from tracker.templatetags.tracker_tags import as_of, day_text
from tracker.vocabulary import Confidence, Grade, Precision, Reporting, Schedule, Status, StatusBasis, UnknownReason


def partner_name(partner: Partner) -> str:
    """The short name of a partner as it stands in tables; the group of all partners is called that."""
    return _("all partners") if partner.is_everyone else str(partner)


def standing_note(kind: str, standing: StandingColumns, effective_end: date) -> str:
    """What always follows a status badge: the day of the fact, "after the end of the term", the evidence, doubt.

    For an unknown status its reason, with the newest fact where there is one; empty for positions.
    """
    if standing.status is None:
        return ""
    if standing.status == Status.UNKNOWN:
        return _unknown_note(kind, standing)
    words = [as_of(standing.status_as_of, standing.status_as_of_precision or Precision.DAY)]
    if standing.before_signing:
        words.append(_("already fulfilled before the signing"))
    if standing.status_as_of and rules.is_late(standing.status_as_of, effective_end):
        words.append(_("after the end of the term"))
    words.append(str(Grade(standing.evidence_grade).label))
    if standing.status_confidence == Confidence.LOW:
        words.append(str(Confidence.LOW.label))
    return ", ".join(words)


def _unknown_note(kind: str, standing: StandingColumns) -> str:
    reason = UnknownReason(standing.unknown_reason or UnknownReason.NO_SOURCE)
    label = str(reason.label_for(kind))
    if reason is UnknownReason.NO_SOURCE or standing.newest_fact_on is None:
        return label
    day = day_text(standing.newest_fact_on, standing.newest_fact_precision or Precision.DAY)
    words = _("newest of the year %s") if standing.newest_fact_precision == Precision.YEAR else _("newest of %s")
    return f"{label}, {words % day}"


def basis_note(commitment: Commitment, standing: StandingColumns) -> str:
    """Whether a status rests on the whole or on single contributions, in a sentence; empty if unknown."""
    if standing.status_basis == StatusBasis.WHOLE:
        return _("Assessed as a whole, no facts on single partners.")
    if standing.status_basis != StatusBasis.PARTS:
        return ""
    parts = standing.parts
    if parts is not None:
        return ngettext(
            "%(completed)d of %(total)d contribution completed.",
            "%(completed)d of %(total)d contributions completed.",
            parts.total,
        ) % {"completed": parts.completed, "total": parts.total}
    partners = [
        str(contribution.partner.name)
        for contribution in commitment.contributions.all()
        if any(report.contribution_id == contribution.pk for report in _published(commitment))
    ]
    if not partners:
        return _("Assessed by facts on single contributions.")
    return _("Assessed by facts on single contributions: %s.") % ", ".join(partners)


def _published(commitment: Commitment) -> list:
    loaded = getattr(commitment, "published_reports", None)
    return loaded if loaded is not None else list(commitment.reports.published())


def schedule_label(commitment: Commitment, *, on: date, standing: StandingColumns | None = None) -> str:
    """The schedule in words, as it is said of this commitment on a day; first letter large."""
    state = commitment.schedule(on=on, standing=standing)
    status = (standing or commitment).status
    label = str(state.label_for(commitment.kind, status, has_deadline=commitment.due_on is not None))
    return label[:1].upper() + label[1:]


def overdue_note(commitment: Commitment, *, on: date, standing: StandingColumns | None = None) -> str:
    """How long a stated deadline has passed: "am 31. Dezember 2021, vor 4 Jahren und 10 Monaten"; else empty."""
    if commitment.schedule(on=on, standing=standing) is not Schedule.OVERDUE or commitment.due_on is None:
        return ""
    return _("on %(day)s, %(ago)s") % {"day": day_text(commitment.due_on), "ago": ago(commitment.due_on, on=on)}


def ago(day: date, *, on: date) -> str:
    """How long ago a day was, in years and months, else months, else days: "vor 4 Jahren und 10 Monaten"."""
    months = (on.year - day.year) * 12 + on.month - day.month - (1 if on.day < day.day else 0)
    years, months = divmod(months, 12)
    if not years and not months:
        days = (on - day).days
        return ngettext("%d day ago", "%d days ago", days) % days
    if not years:
        return ngettext("%d month ago", "%d months ago", months) % months
    if not months:
        return ngettext("%d year ago", "%d years ago", years) % years
    return _("%(years)s and %(months)s ago") % {
        "years": npgettext("ago", "%d year", "%d years", years) % years,
        "months": npgettext("ago", "%d month", "%d months", months) % months,
    }


def reporting_label(contribution: Contribution, *, on: date) -> str:
    """The reporting state of a contribution as the public reads it, with the due day where one was asked for."""
    state = contribution.reporting(on=on).public()
    if state is Reporting.DUE and contribution.asked_due_on:
        return _("asked for until %s") % day_text(contribution.asked_due_on)
    return str(state.label)
