"""The job: every balance that waits is computed, frozen and printed; what is fixed is never touched."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from tracker import workflow
from tracker.balance.contents import compute
from tracker.balance.document import from_data
from tracker.balance.paper import can_print, pdf
from tracker.balance.word import docx
from tracker.models import BalanceReport
from tracker.vocabulary import JobState

logger = logging.getLogger(__name__)
STEPS = 3
"""Steps of one balance as the progress bar counts them: computed, DOCX, PDF."""


@dataclass(slots=True)
class Outcome:
    """How many balances were built, could not be built, were fixed, and got the PDF that was missing."""

    built: int = 0
    failed: int = 0
    fixed: int = 0
    printed: int = 0


def build_balances(tell: Callable[[], None] = lambda: None) -> Outcome:
    """Build what waits and fix what belongs to closed rounds; called again it does nothing more.

    `tell` is called after each step. One that fails is told to the log and does not stop the others.
    """
    actor, outcome = workflow.system_actor(), Outcome()
    for balance in list(BalanceReport.objects.waiting().select_related("agreement", "round__agreement")):
        try:
            build(balance, tell)
        except workflow.OrderedAnew:
            logger.info("balance %s was changed while it was being built and is built the next time", balance.slug)
        except Exception:
            logger.exception("balance %s could not be built", balance.slug)
            balance.refresh_from_db()
            workflow.fail_balance(balance, actor=actor)
            outcome.failed += 1
        else:
            outcome.built += 1
    outcome.fixed = workflow.fix_balances(actor=actor)
    if can_print():
        for balance in without_pdf():
            workflow.add_pdf(balance, pdf(from_data(balance.document or {})), actor=actor)
            outcome.printed += 1
    return outcome


def without_pdf() -> list[BalanceReport]:
    """The balances that were built where no PDF could be made."""
    return list(BalanceReport.objects.filter(state=JobState.DONE, pdf="", document__isnull=False))


def build(balance: BalanceReport, tell: Callable[[], None] = lambda: None) -> None:
    """Compute a balance, freeze it, and keep it with its DOCX and, where one can be made, its PDF."""
    computed = compute(balance)
    tell()
    # What is printed is what was frozen, and nothing else.
    data = computed.document.as_data()
    document = from_data(data)
    as_word = docx(document)
    tell()
    as_pdf = pdf(document) if can_print() else b""
    tell()
    workflow.keep_balance(
        balance,
        document=data,
        day=computed.day,
        revision=computed.revision,
        docx=as_word,
        pdf=as_pdf,
        actor=workflow.system_actor(),
    )
