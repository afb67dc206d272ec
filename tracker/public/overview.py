"""The overview: one block per agreement, what needs attention, what changed last, what the words mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tracker import access, bitsets, figures
from tracker.bitsets import Sets
from tracker.figures import AgreementFigures, Attention, FirstRows
from tracker.figures.attention import NEWEST_FACT_FIRST
from tracker.models import Agreement, StatusReport
from tracker.pages.http import public_page
from tracker.public._attention import AttentionList, attention_lists
from tracker.public._changes import changes_in_words
from tracker.public._chart import Chart, chart
from tracker.public._past import Past, PastRequest, as_known, on_day, past_context, with_past
from tracker.public._rows import Row as CommitmentRow
from tracker.public._rows import rows
from tracker.public._tables import Row, Tables
from tracker.telling.sentences import Sentences
from tracker.vocabulary import Status

SHOWN_ROWS, MORE_ROWS = 5, 20
SHOWN_CHANGES, SHOWN_FACTS = 5, 4


@dataclass(slots=True)
class Block:
    """One agreement on the overview: its figures in words and tables, or for a selection its rows."""

    figures: AgreementFigures
    words: Sentences
    tables: Tables
    attention: list[AttentionList] = field(default_factory=list)
    partners: list[Row] = field(default_factory=list)
    quarters: list[Row] = field(default_factory=list)
    chart: Chart | None = None
    shown: list[CommitmentRow] = field(default_factory=list)
    more: list[CommitmentRow] = field(default_factory=list)
    rest: int = 0
    months: tuple[int, int] = (0, 0)
    is_newest: bool = False

    @property
    def agreement(self) -> Agreement:
        """The agreement the block is about."""
        return self.figures.agreement

    @property
    def is_full(self) -> bool:
        """Whether its whole text is recorded, so that figures may be shown."""
        return self.agreement.is_full


@public_page
@with_past
def overview(request: PastRequest) -> HttpResponse:
    """Show the state of every agreement, the running one first, today or on a past day."""
    past = request.past
    agreements = _agreements(past)
    blocks = _blocks(agreements, on=on_day(request), past=past)
    beside = len(blocks) > 1 and not blocks[0].is_full and blocks[1].is_full
    context = {
        "blocks": blocks,
        "top": blocks[: 2 if beside else 1],
        "beside": beside,
        "full": [block for block in blocks if block.is_full],
        "selections": [block for block in blocks[1:] if not block.is_full],
        "first_year": min((agreement.signed_on.year for agreement in agreements), default=None),
        "statuses": list(Status),
        **_news(past),
        **past_context(request, first_state=None if past else _first_signing(agreements)),
    }
    return render(request, "overview.html", context)


def _agreements(past: Past | None) -> list[Agreement]:
    """The agreements, the latest first; of a past day those signed by then."""
    if past is not None and past.archive is not None:
        return [item for item in past.archive.agreements.values() if item.signed_on <= past.day]
    rows = access.public_agreements().newest_first().prefetch_related("signing_day_alternatives")
    return list(rows.filter(signed_on__lte=past.day) if past else rows)


def _first_signing(agreements: list[Agreement]) -> date | None:
    return min((agreement.signed_on for agreement in agreements), default=None)


def _news(past: Past | None) -> dict[str, Any]:
    """The latest changes, of a published version those until then; the newest facts, as known today, until the day."""
    if past is not None and past.archive is not None:
        revisions = figures.told_revisions().filter(number__lte=past.archive.revision)[:SHOWN_CHANGES]
        return {"entries": changes_in_words(figures.entries(revisions))}
    if past is not None:
        return {"facts": _newest_facts(past.day)}
    revisions = figures.told_revisions()[:SHOWN_CHANGES]
    return {"entries": changes_in_words(figures.entries(revisions)), "facts": _newest_facts()}


def _blocks(agreements: list[Agreement], *, on: date, past: Past | None) -> list[Block]:
    """A block per agreement; the number of queries is the same however many there are."""
    archive = past.archive if past else None
    stay = past.filters if past else {}
    full = [agreement for agreement in agreements if agreement.is_full]
    present = bitsets.current()
    sets = past.sets if past else present
    partners = figures.partner_figures(full, sets, archive=archive)
    # How a status went from quarter to quarter is told as known today; no version tells it.
    quarters = {} if archive else figures.quarter_figures(full, present, on=on)
    urgent = {} if past else figures.attention(agreements, sets, on=on)
    first = _first_rows([agreement for agreement in agreements if not agreement.is_full], sets, past)
    blocks: list[Block] = []
    for item in figures.agreement_figures(agreements, sets, on=on, archive=archive):
        pk = item.agreement.pk
        tables = Tables(item, on=on, course=quarters.get(pk, []), stay=stay)
        block = Block(item, Sentences(item, on=on, stay=stay), tables, months=_months(item.agreement, on=on))
        block.is_newest = not blocks
        block.attention = _attention(item, urgent.get(pk), on=on)
        if block.is_full:
            block.partners = block.tables.partners(partners[pk])
            if pk in quarters:
                block.quarters = block.tables.quarters()
                block.chart = chart(item, quarters[pk])
        else:
            listed = rows(first[pk].rows)
            block.shown, block.more, block.rest = listed[:SHOWN_ROWS], listed[SHOWN_ROWS:], first[pk].rest
        blocks.append(block)
    return blocks


def _first_rows(selections: list[Agreement], sets: Sets, past: Past | None) -> dict[int, FirstRows]:
    """For each selection its statements with the newest facts."""
    lists = {item.pk: (sets.of("agreement", item.pk), NEWEST_FACT_FIRST) for item in selections}
    load = past.archive.load if past and past.archive else figures.public_rows
    found = figures.first_rows(lists, sets, limit=SHOWN_ROWS + MORE_ROWS, load=load)
    if past is not None and past.archive is None:
        as_known((row for item in found.values() for row in item.rows), past.day)
    return found


def _attention(item: AgreementFigures, urgent: Attention | None, *, on: date) -> list[AttentionList]:
    return attention_lists(item, urgent, on=on) if urgent is not None else []


def _months(agreement: Agreement, *, on: date) -> tuple[int, int]:
    """How many months of the term have passed, and how many it has."""
    whole = _months_between(agreement.signed_on, agreement.effective_end)
    return min(_months_between(agreement.signed_on, on), whole), whole


def _months_between(start: date, end: date) -> int:
    return max((end.year - start.year) * 12 + end.month - start.month - (end.day < start.day), 0)


def _newest_facts(until: date | None = None) -> list[tuple[StatusReport, str]]:
    """The published facts with the newest as-of days, each with its status in words where it sets one."""
    facts = access.public_reports().select_related("commitment__agreement")
    if until:
        facts = facts.filter(as_of__lte=until)
    newest = facts.order_by("-as_of", "-accepted_at", "commitment__sort_key", "-pk")[:SHOWN_FACTS]
    return [(fact, _status_words(fact)) for fact in newest]


def _status_words(fact: StatusReport) -> str:
    status = fact.effective_status
    return str(status.label_for(fact.commitment.kind)) if status else ""
