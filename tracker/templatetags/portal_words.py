"""Words of the reporting area in templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from tracker.vocabulary import ReportField

register = template.Library()


@register.filter
def of(found: Mapping[str, list[str]], name: str) -> list[str]:
    """What a mapping holds under a name; empty if nothing."""
    return found.get(name, []) if found else []


@register.filter
def report_field(name: str) -> str:
    """The label of a field of a report, first letter large."""
    label = str(ReportField(name).label)
    return label[:1].upper() + label[1:]
