"""The overview: one block per agreement, what needs attention, what changed last, what the words mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from tracker import access, figures
from tracker.figures import AgreementFigures, Attention, FirstRows
from tracker.figures.attention import NEWEST_FACT_FIRST
from tracker.models import Agreement, StatusReport
from tracker.pages.http import PublicRequest, public_page
from tracker.public._attention import AttentionList, attention_lists
from tracker.public._changes import changes_in_words
from tracker.public._chart import Chart, chart
from tracker.public._common import present_only
from tracker.public._rows import Row as CommitmentRow
from tracker.public._rows import rows
from tracker.public._sentences import Sentences
from tracker.public._tables import Row, Tables
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
@present_only
def overview(request: PublicRequest) -> HttpResponse:
    """Show the state of every agreement, the running one first."""
    agreements = list(access.public_agreements().newest_first().prefetch_related("signing_day_alternatives"))
    blocks = _blocks(agreements, on=request.day)
    beside = len(blocks) > 1 and not blocks[0].is_full and blocks[1].is_full
    context = {
        "blocks": blocks,
        "top": blocks[: 2 if beside else 1],
        "beside": beside,
        "full": [block for block in blocks if block.is_full],
        "selections": [block for block in blocks[1:] if not block.is_full],
        "first_year": min((agreement.signed_on.year for agreement in agreements), default=None),
        "entries": changes_in_words(figures.entries(figures.told_revisions()[:SHOWN_CHANGES], shown=0)),
        "facts": _newest_facts(),
        "statuses": list(Status),
    }
    return render(request, "overview.html", context)


def _blocks(agreements: list[Agreement], *, on: date) -> list[Block]:
    """A block per agreement; the number of queries is the same however many there are."""
    full = [agreement for agreement in agreements if agreement.is_full]
    selections = [agreement.pk for agreement in agreements if not agreement.is_full]
    partners = figures.partner_figures(full)
    quarters = figures.quarter_figures(full, on=on)
    urgent = figures.attention(agreements, on=on)
    first = figures.first_rows(
        access.public_commitments().filter(agreement_id__in=selections),
        NEWEST_FACT_FIRST,
        limit=SHOWN_ROWS + MORE_ROWS,
    )
    blocks: list[Block] = []
    for item in figures.agreement_figures(agreements, on=on):
        pk = item.agreement.pk
        tables = Tables(item, on=on, course=quarters.get(pk, []))
        block = Block(item, Sentences(item, on=on), tables, months=_months(item.agreement, on=on))
        block.is_newest = not blocks
        block.attention = _attention(item, urgent.get(pk), on=on)
        if block.is_full:
            block.partners = block.tables.partners(partners[pk])
            block.quarters = block.tables.quarters()
            block.chart = chart(item, quarters[pk])
        else:
            found = first.get(pk, FirstRows())
            listed = rows(found.rows)
            block.shown, block.more, block.rest = listed[:SHOWN_ROWS], listed[SHOWN_ROWS:], found.rest
        blocks.append(block)
    return blocks


def _attention(item: AgreementFigures, urgent: Attention | None, *, on: date) -> list[AttentionList]:
    return attention_lists(item, urgent, on=on) if urgent is not None else []


def _months(agreement: Agreement, *, on: date) -> tuple[int, int]:
    """How many months of the term have passed, and how many it has."""
    whole = _months_between(agreement.signed_on, agreement.effective_end)
    return min(_months_between(agreement.signed_on, on), whole), whole


def _months_between(start: date, end: date) -> int:
    return max((end.year - start.year) * 12 + end.month - start.month - (end.day < start.day), 0)


def _newest_facts() -> list[tuple[StatusReport, str]]:
    """The published facts with the newest as-of days, each with its status in words where it sets one."""
    facts = access.public_reports().select_related("commitment__agreement")
    newest = facts.order_by("-as_of", "-accepted_at", "commitment__sort_key", "-pk")[:SHOWN_FACTS]
    return [(fact, _status_words(fact)) for fact in newest]


def _status_words(fact: StatusReport) -> str:
    status = fact.effective_status
    return str(status.label_for(fact.commitment.kind)) if status else ""
