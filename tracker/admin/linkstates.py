"""How an address of the record was found when it was tried last, in words and as a badge."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import CheckedLink, link_key
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import LinkState


def state_badge(link: CheckedLink) -> SafeString:
    """The state as a badge; what needs somebody stands out by its words and its frame, not by colour alone."""
    state = link.state
    return format_html('<span class="link-state link-state--{}">{}</span>', state.value, state.label)


def state_sentence(link: CheckedLink) -> str:
    """What is known of an address: since when it fails and why, where it has moved, when it could last be reached."""
    parts = []
    if link.fault:
        parts.append(str(link.get_fault_display()))
    if link.state == LinkState.FAILING and link.failing_since:
        parts.append(_("Failing since %s.") % day_text(days.berlin_day(link.failing_since)))
    if link.is_moved:
        parts.append(_("It leads for good to %s") % link.target)
    if link.ok_at:
        parts.append(_("Last reached on %s.") % day_text(days.berlin_day(link.ok_at)))
    return " ".join(parts)


def link_states(urls: Iterable[str]) -> dict[str, SafeString]:
    """Badge and sentence for addresses, by address, in one query; nothing for those nobody has tried."""
    keys = [link_key(url) for url in urls if url]
    rows = CheckedLink.objects.filter(key__in=keys, tried_at__isnull=False) if keys else []
    return {
        row.url: format_html(
            '{} {} <a href="{}">{}</a>',
            state_badge(row),
            state_sentence(row),
            reverse("admin:tracker_checkedlink_change", args=[row.pk]),
            _("See this link"),
        )
        for row in rows
    }
