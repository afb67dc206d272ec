"""What needs attention in a running agreement, in words, with the first rows and a link to all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.figures import AgreementFigures, Attention, FirstRows
from tracker.listings.links import FilterValue, commitments_url
from tracker.models import Commitment
from tracker.pages.words import overdue_note, standing_note
from tracker.templatetags.tracker_tags import day_text, number
from tracker.vocabulary import Grade, Kind, Reporting, Schedule


@dataclass(frozen=True, slots=True)
class AttentionList:
    """One list: a title with its count (without one for a selection), its first rows, and where all of them are."""

    title: str
    url: str
    rows: list[tuple[Commitment, str]]
    rest: int


def attention_lists(figures: AgreementFigures, found: Attention, *, on: date) -> list[AttentionList]:
    """The lists that have rows, the most urgent first; those of a selection are told without figures."""
    counted = figures.agreement.is_full
    lists = [
        _list(
            figures,
            found.overdue,
            _overdue(found.overdue.total) if counted else _("Deadline has passed"),
            ((row, overdue_note(row, on=on)) for row in found.overdue.rows),
            frist=Schedule.OVERDUE,
        ),
        _list(
            figures,
            found.due_soon,
            _due_soon(found.due_soon.total) if counted else _("Deadline within 60 days at most"),
            ((row, _("until %s") % day_text(row.due_on, row.due_precision)) for row in found.due_soon.rows),
            frist=Schedule.DUE_SOON,
        ),
        _list(
            figures,
            found.unreported,
            _unreported(found.unreported.total) if counted else _("Asked for, not reported"),
            ((row, _note(row)) for row in found.unreported.rows),
            meldung=[Reporting.NEVER, Reporting.OVERDUE],
        ),
        _list(
            figures,
            found.without_evidence,
            _without_evidence(found.without_evidence.total) if counted else _("Without evidence"),
            ((row, _note(row)) for row in found.without_evidence.rows),
            beleg=Grade.NONE,
        ),
    ]
    return [item for item in lists if item.rows]


def _list(
    figures: AgreementFigures,
    found: FirstRows,
    title: str,
    rows: Iterable[tuple[Commitment, str]],
    **filters: FilterValue,
) -> AttentionList:
    kinds = [Kind.MEASURE, Kind.TARGET]
    url = commitments_url("", vereinbarung=figures.agreement.slug, art=kinds, **filters)
    return AttentionList(title, url, list(rows), found.rest)


def _note(row: Commitment) -> str:
    return standing_note(row.kind, row, row.agreement.effective_end)


def _overdue(total: int) -> str:
    words = ngettext("%(number)s deadline has passed", "%(number)s deadlines have passed", total)
    return words % {"number": number(total)}


def _due_soon(total: int) -> str:
    words = ngettext("%(number)s deadline within 60 days at most", "%(number)s deadlines within 60 days at most", total)
    return words % {"number": number(total)}


def _unreported(total: int) -> str:
    words = ngettext(
        "%(number)s measure or target asked for, not reported",
        "%(number)s measures and targets asked for, not reported",
        total,
    )
    return words % {"number": number(total)}


def _without_evidence(total: int) -> str:
    words = ngettext(
        "%(number)s measure or target without evidence", "%(number)s measures and targets without evidence", total
    )
    return words % {"number": number(total)}
