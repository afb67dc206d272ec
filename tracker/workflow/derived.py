"""Everything the workflow derives from facts, contributions, moves and rounds, computed in one place.

`derive()` says what the columns and periods of a commitment must be; the workflow writes it, `check_record` compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max

from tracker import rules, search
from tracker.models import Agreement, Commitment, Contribution, DeadlineMove, ReportingRound, SearchText, StatusReport
from tracker.models.standing import standing_values
from tracker.vocabulary import Origin, Reporting, ReportState

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Derived:
    """What must stand in a commitment's columns, its periods, its contributions' columns and its words to search."""

    columns: dict[str, Any]
    periods: list[rules.Period]
    contributions: dict[int, tuple[str, date | None]]
    words: dict[str, str]


def effective_end(agreement: Agreement) -> date:
    """The end of the term with all extensions."""
    latest = agreement.extensions.aggregate(latest=Max("new_end"))["latest"] if agreement.pk else None
    return max(agreement.term_end, latest) if latest else agreement.term_end


def derive(ids: Iterable[int]) -> Iterator[tuple[Commitment, Derived]]:
    """Each commitment with what its derived data must be; a fixed number of queries per 500 commitments."""
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        yield from _derive_chunk(wanted[start : start + CHUNK])


def _derive_chunk(ids: list[int]) -> Iterator[tuple[Commitment, Derived]]:
    commitments = (
        Commitment.objects.filter(pk__in=ids)
        .select_related("agreement")
        .prefetch_related("contributions__partner", "instruments", "target_groups", "agreement_targets")
    )
    facts: dict[int, list[rules.Fact]] = defaultdict(list)
    for report in StatusReport.objects.published().filter(commitment__in=ids).annotate(n=Count("evidence")):
        facts[report.commitment_id].append(report.as_fact(sources=report.n))
    moves: dict[int, list[DeadlineMove]] = defaultdict(list)
    for move in DeadlineMove.objects.filter(commitment__in=ids).order_by("position"):
        moves[move.commitment_id].append(move)
    reporting = _reporting_columns(ids)
    for commitment in commitments:
        yield commitment, derive_one(commitment, facts[commitment.pk], moves[commitment.pk], reporting)


def derive_one(
    commitment: Commitment,
    facts: list[rules.Fact],
    moves: list[DeadlineMove],
    reporting: dict[int, tuple[str, date | None]],
) -> Derived:
    agreement = commitment.agreement
    contributions = list(commitment.contributions.all())
    parts = [contribution.pk for contribution in contributions if contribution.required]
    periods = rules.periods(commitment.kind, parts, facts, agreement.signed_on)
    # The last period knows all facts, so its standing is that of today; positions have none.
    standing = periods[-1].standing if periods else None
    at_end = standing_on(periods, agreement.effective_end)
    columns = {
        **standing_values(standing or rules.chronicle(facts)),
        "effective_end": agreement.effective_end,
        "due_on_agreed": moves[0].before if moves else commitment.due_on,
        "deadline_moves": len(moves),
        "status_at_term_end": at_end.status if at_end else None,
        "unknown_reason_at_term_end": at_end.unknown_reason if at_end else None,
    }
    own = {item.pk: reporting.get(item.pk, (Reporting.NOT_ASKED.value, None)) for item in contributions}
    words = search.columns(search.texts(commitment))
    return Derived(columns=columns, periods=periods, contributions=own, words=words)


def standing_on(periods: list[rules.Period], day: date) -> rules.Standing | None:
    """The standing on a day, None before the first period."""
    for period in reversed(periods):
        if period.start <= day:
            return period.standing
    return None


def _reporting_columns(ids: list[int]) -> dict[int, tuple[str, date | None]]:
    """For each contribution asked for or reported on: its state once the due day has passed, and that day."""
    askings: dict[int, list[rules.Asking]] = defaultdict(list)
    through = ReportingRound.contributions.through.objects.filter(
        contribution__commitment__in=ids, reportinground__opened_at__isnull=False
    )
    for row in through.select_related("reportinground").order_by("reportinground__opened_at", "reportinground_id"):
        asked = row.reportinground
        askings[row.contribution_id].append(rules.Asking(asked.pk, asked.due_on, asked.is_closing))
    reports: dict[int, list[rules.Report]] = defaultdict(list)
    own = StatusReport.objects.filter(commitment__in=ids, origin=Origin.PARTNER, contribution__isnull=False)
    for report in own.order_by("created_at", "pk"):
        told = rules.Report(
            state=ReportState(report.state),
            status=report.effective_status,
            round=report.round_id,
            submitted=report.submitted_at is not None,
            pending=report.state == ReportState.ACCEPTED and report.published_at is None,
        )
        reports[report.contribution_id or 0].append(told)
    return {
        key: (
            rules.reporting(askings[key], reports[key], on=date.max).value,
            askings[key][-1].due_on if askings[key] else None,
        )
        for key in {*askings, *reports}
    }


def stored_words(ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """The words to search that are stored for these commitments, in the shape of `Derived.words`."""
    wanted = list(ids)
    found: dict[int, dict[str, str]] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = SearchText.objects.filter(pk__in=wanted[start : start + CHUNK]).values_list("pk", *search.WEIGHTS)
        found |= {key: dict(zip(search.WEIGHTS, words, strict=True)) for key, *words in rows}
    return found


def stored_contributions(commitment: Commitment) -> dict[int, tuple[str, date | None]]:
    """The columns that stand with the contributions now, in the shape of `Derived.contributions`."""
    rows = Contribution.objects.filter(commitment=commitment).values_list("pk", "reporting_base", "asked_due_on")
    return {key: (state, due_on) for key, state, due_on in rows}
