"""The options of the filters: some three hundred on a page, so they are written here instead of node by node.

By the template engine they took half of the time of the table's page. What stays the same of an option in a language
is written once and kept; number and tick are put in.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, npgettext

from tracker.templatetags.tracker_tags import icon, number, record_lang

register = template.Library()


@register.simple_tag
def boxes(facet: Any) -> SafeString:
    """The options of a filter as check boxes, each with the number of its rows."""
    language = get_language() or settings.LANGUAGE_CODE
    parts = []
    for option in facet.options:
        before, after = _box(
            language, facet.name, option.id, option.value, option.label, option.status, facet.of_record
        )
        parts.append(f"{before}{' checked' if option.checked else ''}{after}{_results(language, option.number)}")
    return SafeString("".join(f"{part}</label></div>\n  " for part in parts))


@register.simple_tag
def choices(facet: Any, options: Any) -> SafeString:
    """The options of a filter within a select, each with the number of its rows."""
    lang = record_lang() if facet.of_record else ""
    return SafeString(
        "".join(
            f'<option value="{_escaped(option.value)}"{" selected" if option.checked else ""}{lang}>'
            f"{_escaped(option.label)}{'' if option.number is None else f' ({number(option.number)})'}</option>"
            for option in options
        )
    )


@lru_cache(maxsize=4096)
def _escaped(text: str) -> str:
    return str(escape(text))


@lru_cache(maxsize=4096)
def _box(language: str, name: str, id: str, value: str, label: str, status: str, of_record: bool) -> tuple[str, str]:
    """What stands before and after the tick of a box, up to its number, in a language."""
    before = (
        f'<div class="kern-form-check"><input class="kern-form-check__checkbox" type="checkbox" id="{escape(id)}"'
        f' name="{escape(name)}" value="{escape(value)}"'
    )
    if status:
        words = f'<span class="key st-{escape(status)}">{icon(status)}<span>{escape(label)}</span></span>'
    else:
        words = f"<span{record_lang() if of_record else ''}>{escape(label)}</span>"
    return before, f'><label class="kern-label" for="{escape(id)}">{words}'


@lru_cache(maxsize=4096)
def _results(language: str, count: int | None) -> str:
    """The number of rows behind an option with the word that only screen readers say; nothing where none is known."""
    if count is None:
        return ""
    word = npgettext("filter", "result", "results", count)
    return f'<span class="count">{number(count)}<span class="kern-sr-only"> {escape(word)}</span></span>'
