"""Balances for tests, made as the editors make them, and what stands in them."""

from __future__ import annotations

from typing import Any

from tracker import workflow
from tracker.balance.building import build
from tracker.balance.document import Chart, Document, Paragraph, Table, from_data, plain
from tracker.models import BalanceReport


def order(slug: str = "zwischenbilanz", **columns: Any) -> BalanceReport:
    """Return a balance that waits to be built."""
    balance = BalanceReport(slug=slug, **{"title": "Zwischenbilanz 2026", **columns})
    balance.save()
    return balance


def built(slug: str = "zwischenbilanz", **columns: Any) -> BalanceReport:
    """Return a balance that is built."""
    balance = order(slug, **columns)
    build(balance)
    return balance


def published(slug: str = "zwischenbilanz", **columns: Any) -> BalanceReport:
    """Return a balance that everybody may read."""
    balance = built(slug, **columns)
    workflow.publish_balance(balance, actor=workflow.system_actor())
    return balance


def read(balance: BalanceReport) -> Document:
    """The frozen document."""
    return from_data(balance.document or {})


def said(document: Document, key: str = "") -> str:
    """All sentences of the document, or of the sections whose anchor begins with a word, with plain spaces."""
    blocks = [] if key else list(document.opening)
    blocks += [block for part in document.walk() if part.key.startswith(key) for block in part.blocks]
    return "\n".join(plain(block.words) for block in blocks if isinstance(block, Paragraph)).replace("\u00a0", " ")


def tables(document: Document, key: str = "") -> list[list[list[str]]]:
    """The tables of the sections whose anchor begins with a word, as text."""
    parts = [part for part in document.walk() if part.key.startswith(key)]
    found = [block for part in parts for block in part.blocks if isinstance(block, Table)]
    return [[[plain(cell) for cell in row] for row in table.rows] for table in found]


def charts(document: Document) -> list[Chart]:
    """All charts of the document."""
    return [block for part in document.walk() for block in part.blocks if isinstance(block, Chart)]
