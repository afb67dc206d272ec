"""The parameters of the addresses as the schema names them: those of the table come from its own filters."""

from __future__ import annotations

import copy
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter

from tracker.listings.changelist import LABELS
from tracker.listings.fields import DayField, NumberField, ValuesField
from tracker.listings.filters import PAGE_SIZES, CommitmentFilter

TEXT: dict[str, Any] = {"type": "string", "maxLength": 200}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
PAGE: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 999_999_999}


def parameter(name: str, meaning: str | Promise, schema: dict[str, Any]) -> OpenApiParameter:
    """One parameter of a query; a list may be given by repeating it."""
    several = schema.get("type") == "array"
    more: dict[str, Any] = {"style": "form", "explode": True} if several else {}
    return OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=meaning, **more)


def _schema(item: Any) -> dict[str, Any]:
    # A filter keeps the field it made; one made here would know none of the choices that a request adds.
    field = copy.deepcopy(item).field
    choices = [str(key) for key, _label in item.extra.get("choices", ())]
    if isinstance(field, ValuesField):
        return {"type": "array", "items": {"type": "string", **({"enum": choices} if choices else {})}}
    if isinstance(field, DayField):
        return DAY
    if isinstance(field, NumberField):
        return PAGE
    return {"type": "string", "enum": choices} if choices else TEXT


PAGING = [
    parameter("page", _("Page"), PAGE),
    parameter("per_page", _("Rows on a page"), {"type": "string", "enum": [str(size) for size in PAGE_SIZES]}),
]
VERSION = parameter("fassung", _("As published at the end of this day, until yesterday."), DAY)
STATE = parameter("stand", _("State of affairs on this day, as known today."), DAY)
OF_THE_TABLE = [
    *(
        parameter(name, item.label, _schema(item))
        for name, item in CommitmentFilter.base_filters.items()
        if name not in ("page", "per_page", "stand", "fassung")
    ),
    STATE,
    VERSION,
    *PAGING,
]
OF_CHANGES = [
    parameter("von", LABELS["von"], DAY),
    parameter("bis", LABELS["bis"], DAY),
    *(
        parameter(name, LABELS[name], {"type": "array", "items": {"type": "string"}})
        for name in ("vereinbarung", "handlungsfeld", "partner")
    ),
    parameter("revision", LABELS["revision"], PAGE),
    *PAGING,
]
