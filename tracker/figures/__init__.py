"""Counting, and nothing but counting: what the overview, the agreements and the changes say in numbers.

Every figure belongs to one agreement. Nothing here knows words, links or the clock; the day comes in, dataclasses come
out, and the number of queries is the same whatever the number of rows.
"""

from tracker.figures.attention import Attention, FirstRows, attention, first_rows, public_rows
from tracker.figures.counts import AgreementFigures, Counts, FieldFigures, agreement_figures
from tracker.figures.partners import PartnerFigures, partner_figures
from tracker.figures.quarters import QuarterFigures, quarter_figures
from tracker.figures.record import RevisionEntry, entries, told_revisions

__all__ = [
    "AgreementFigures",
    "Attention",
    "Counts",
    "FieldFigures",
    "FirstRows",
    "PartnerFigures",
    "QuarterFigures",
    "RevisionEntry",
    "agreement_figures",
    "attention",
    "entries",
    "first_rows",
    "partner_figures",
    "public_rows",
    "quarter_figures",
    "told_revisions",
]
