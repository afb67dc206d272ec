"""How the words of a balance become HTML: runs of text with links, bold numbers and words for screen readers."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def runs(words: Iterable[Any]) -> SafeString:
    """The words as HTML for a page; what leads to the same address is one link."""
    return _joined(words, "")


@register.filter
def paper_runs(words: Iterable[Any], root: str) -> SafeString:
    """The words as HTML for paper: addresses in full, without the words for screen readers of a page."""
    return _joined((run for run in words if not run.hidden), root)


def _joined(words: Iterable[Any], root: str) -> SafeString:
    parts = []
    for url, group in groupby(words, key=lambda run: run.url):
        text = format_html_join("", "{}", ((_run(run),) for run in group))
        if url.startswith("/"):
            text = format_html('<a href="{}{}">{}</a>', root, url, text)
        elif url:
            text = format_html('<a href="{}" rel="noreferrer">{}</a>', url, text)
        parts.append((text,))
    return format_html_join("", "{}", parts)


def _run(run: Any) -> SafeString:
    if run.hidden:
        return format_html('<span class="kern-sr-only">{}</span>', run.text)
    return format_html("<b>{}</b>", run.text) if run.strong else format_html("{}", run.text)


@register.simple_tag
def drawing(drawings: dict[int, SafeString], chart: Any) -> SafeString:
    """The drawing that was made of a chart."""
    return drawings[id(chart)]
