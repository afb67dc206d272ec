"""What is public of all agreements, partners and indicators, in their order: for the interface and the files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import translation

from tracker import access, snapshots
from tracker.archive import Archive
from tracker.listings.columns import BY_NAME
from tracker.models import Indicator, IndicatorValue, PublicVersion
from tracker.site import site
from tracker.snapshots import iso, number


@dataclass(frozen=True, slots=True)
class Register:
    """All agreements or all partners: their name in files, their pages and keys.

    `rows` are those of today in order, of a day those there were by then; `until` leaves out of one what began or
    happened after a day.
    """

    name: str
    kind: str
    page_name: str
    key_name: str
    rows: Callable[[date | None], Any]
    until: Callable[[dict[str, Any], date], dict[str, Any]]


def _agreements(day: date | None) -> Any:
    rows = access.public_agreements().newest_first()
    return rows.signed_by(day) if day else rows


def _begun(rows: list[dict[str, Any]], name: str, day: date) -> list[dict[str, Any]]:
    """The rows whose day, where they have one, lies no later than this one."""
    return [row for row in rows if row[name] is None or row[name] <= day.isoformat()]


AGREEMENTS = Register(
    "agreements",
    PublicVersion.AGREEMENT,
    "public:agreement",
    "slug",
    _agreements,
    lambda payload, day: {**payload, "events": _begun(payload["events"], "day", day)},
)
PARTNERS = Register(
    "partners",
    PublicVersion.PARTNER,
    "public:partner",
    "key",
    lambda day: access.public_partners().order_by("sort_key", "key"),
    lambda payload, day: {**payload, **{name: _begun(payload[name], "start", day) for name in ("names", "groups")}},
)


def published(
    register: Register, past: Mapping[str, date] | None = None, keys: list[str] | None = None
) -> list[dict[str, Any]]:
    """What is public of all in a register or of those with these keys: now, or of a day by its parameter."""
    stand, fassung = ((past or {}).get(name) for name in ("stand", "fassung"))
    order = list(register.rows(stand).values_list("pk", register.key_name))
    if fassung is None:
        wanted = {key: pk for pk, key in order if keys is None or key in keys}
        found = snapshots.take(register.kind, wanted.values())
    else:
        found = {
            item.key: item.payload
            for item in Archive(fassung).versions(register.kind).order_by("key")
            if not item.redacted_at and (keys is None or item.key in keys)
        }
    if stand is not None:
        found = {key: register.until(payload, stand) for key, payload in found.items()}
    places = {key: place for place, (_pk, key) in enumerate(order)}
    known = sorted(found, key=lambda key: (places.get(key, len(places)), key))
    with translation.override(settings.LANGUAGE_CODE):
        return [
            {**_in_order(register, found[key]), "url": site().url + reverse(register.page_name, args=[key])}
            for key in known
        ]


def _in_order(register: Register, payload: dict[str, Any]) -> dict[str, Any]:
    """The fields as they are described; PostgreSQL gives back a stored version with its keys in an order of its own."""
    described = (column.name for column in BY_NAME[register.name])
    return {name: payload[name] for name in (*described, *payload) if name in payload}


# Indicators, which have no versions -----------------------------------------------------------------------------------


def indicators() -> Any:
    """All indicators with the commitments beside which they stand."""
    shown = access.public_commitments().only("pk", "code", "sort_key").order_by("sort_key")
    return Indicator.objects.order_by("topic", "name", "key").prefetch_related(
        Prefetch("commitments", shown), Prefetch("target_commitments", shown)
    )


def indicators_with_values() -> Any:
    """All indicators with their values, too."""
    values = IndicatorValue.objects.select_related("land").prefetch_related("sources")
    return indicators().prefetch_related(Prefetch("values", values))


def indicator_data(item: Indicator) -> dict[str, Any]:
    """What is public of an indicator, but its values."""
    baseline = item.baseline_value is not None
    beside = [*item.commitments.all(), *item.target_commitments.all()]
    return {
        "key": item.key,
        "name": item.name,
        "topic": item.topic,
        "unit": item.unit,
        "definition": item.definition,
        "direction": item.direction,
        "reference_date": item.reference_date or None,
        "source_organisation": item.source_organisation,
        "baseline": {
            "period": item.baseline_period,
            "value": number(item.baseline_value),
            "reason": item.baseline_reason,
        }
        if baseline
        else None,
        "target": {
            "operator": item.target_operator,
            "value": number(item.target_value),
            "level": item.target_level or None,
            "due_on": iso(item.target_due_on),
            "due_precision": item.target_due_precision,
        }
        if item.target_operator
        else None,
        "data_gap": item.data_gap,
        "comparable": not item.never_draw,
        "commitments": sorted({commitment.code for commitment in beside}),
    }


def value_data(item: IndicatorValue) -> dict[str, Any]:
    """What is public of a value of an indicator."""
    return {
        "land": item.land.code if item.land else None,
        "as_of": iso(item.as_of),
        "as_of_precision": item.as_of_precision,
        "value": number(item.value),
        "rounded": item.rounded,
        "basis": item.basis,
        "formula": item.formula or None,
        "reference": item.reference or None,
        "break_before": item.break_before,
        "break_note": item.break_note or None,
        "sources": [
            {"title": source.title, "publisher": source.publisher, "url": source.url or None}
            for source in item.sources.all()
        ],
    }
