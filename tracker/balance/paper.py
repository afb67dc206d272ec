"""A balance as PDF, made as PDF/UA-1 from the frozen document: tagged, with bookmarks, language and alternative texts.

Its structure is checked by our tests; no validator has said that it conforms, and nothing here claims it. WeasyPrint is
imported where it is used: it needs the library Pango, and everything else works without.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from tracker.balance.document import Chart, Document
from tracker.balance.drawing import svg

STYLE = Path(__file__).with_name("paper.css")


class NoPangoError(RuntimeError):
    """The library that sets the type of the PDF is missing on this machine."""


@functools.cache
def can_print() -> bool:
    """Whether this machine can make a PDF; loads the library, so only jobs ask."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def pdf(document: Document) -> bytes:
    """The document as PDF; raises `NoPangoError` where none can be made."""
    if not can_print():
        raise NoPangoError
    from weasyprint import CSS, HTML

    # Both tell of every page and every font at the level at which we tell of what matters.
    for name in ("weasyprint.progress", "fontTools"):
        logging.getLogger(name).setLevel(logging.WARNING)
    with translation.override(document.language):
        html = render_to_string("bilanz/paper.html", {"document": document, **paper_context(document)})
    source = HTML(string=html, base_url=document.url or None, url_fetcher=_no_fetching)
    style = CSS(string=STYLE.read_text(), url_fetcher=_no_fetching)
    with _few_collections():
        return bytes(source.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1", pdf_tags=True))


@contextlib.contextmanager
def _few_collections() -> Iterator[None]:
    """Let the garbage collector walk seldom through the boxes of a layout: all live to the end; it took a tenth."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def paper_context(document: Document) -> dict[str, Any]:
    """What the template of the paper needs beside the document."""
    numbers = iter(range(1_000_000))
    return {
        "drawings": {id(block): svg(block, f"c{next(numbers)}") for block in _charts(document)},
    }


def _charts(document: Document) -> Iterator[Chart]:
    blocks = [*document.opening, *(block for section in document.walk() for block in section.blocks)]
    return (block for block in blocks if isinstance(block, Chart))


def _no_fetching(url: str, *args: Any, **kwargs: Any) -> Any:
    """Refuse every address: a document is made of what is in it."""
    raise ValueError(f"not fetched: {url}")
