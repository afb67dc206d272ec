"""The newest measured value of the targets on a page; it stands beside the status and never sets it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from tracker.models import Indicator, IndicatorValue
from tracker.vocabulary import Kind


def newest_values(*, on: date, among: Collection[int] | None = None) -> dict[int, IndicatorValue]:
    """For each target that an indicator names its newest value for the whole country up to a day, by its id.

    `among` names the commitments to look at. An indicator recorded for the target itself comes first, then the one with
    the newest value. Three queries.
    """
    own = _links(Indicator.target_commitments.through, among)
    beside = _links(Indicator.commitments.through, among)
    newest: dict[int, IndicatorValue] = {}
    values = IndicatorValue.objects.filter(land__isnull=True, as_of__lte=on)
    if among is not None:
        values = values.filter(
            indicator__in={indicator for ids in (*own.values(), *beside.values()) for indicator in ids}
        )
    for value in values.select_related("indicator").order_by("as_of", "pk"):
        newest[value.indicator_id] = value
    chosen = {
        target: _best(newest, own.get(target, ())) or _best(newest, beside.get(target, ()))
        for target in {*own, *beside}
    }
    return {target: value for target, value in chosen.items() if value is not None}


def _links(through: type, among: Collection[int] | None) -> dict[int, list[int]]:
    """The indicators linked with each target, the first recorded first."""
    links: dict[int, list[int]] = {}
    rows = through.objects.filter(commitment__kind=Kind.TARGET).order_by("indicator_id")  # type: ignore[attr-defined]
    if among is not None:
        rows = rows.filter(commitment__in=among)
    for target, indicator in rows.values_list("commitment_id", "indicator_id"):
        links.setdefault(target, []).append(indicator)
    return links


def _best(newest: dict[int, IndicatorValue], indicators: Iterable[int]) -> IndicatorValue | None:
    """The newest value of these indicators; of equally new ones that of the indicator recorded first."""
    found = [newest[indicator] for indicator in indicators if indicator in newest]
    return max(found, key=lambda value: (value.as_of, -value.indicator_id), default=None)
