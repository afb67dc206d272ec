"""Data for search engines in a page (schema.org, JSON-LD): blocks of data that no browser runs."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Whatever could end the block or begin another one is written as JSON writes it.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


@register.simple_tag
def structured(data: dict[str, Any]) -> SafeString:
    """A block of data."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


@register.simple_tag
def crumbs_data(crumbs: Iterable[tuple[str, str]], here: str, root: str) -> SafeString:
    """The way to a page: labels with their addresses, the page itself without one."""
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "name": html.unescape(strip_tags(str(label))),
            "item": f"{root}{url}" if url else here,
        }
        for place, (label, url) in enumerate(crumbs, start=1)
    ]
    return structured({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})
