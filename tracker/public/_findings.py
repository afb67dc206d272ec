"""Interim results and lessons: each with the figures beside it, and the one page on which it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from tracker import access
from tracker.archive import know
from tracker.models import Event, Finding, Indicator, IndicatorValue, Network
from tracker.public._series import Series, series


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with the indicators that name it, where these have values for the whole country."""

    finding: Finding
    numbers: list[Series]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with the findings it names; the address of a finding is empty where no page shows it."""

    event: Event
    findings: list[tuple[Finding, str]]


def with_everything() -> QuerySet[Finding]:
    """The public findings with all that is shown of them."""
    values = IndicatorValue.objects.filter(land__isnull=True).order_by("as_of").prefetch_related("sources")
    indicators = Indicator.objects.order_by("name").prefetch_related(Prefetch("values", queryset=values))
    return (
        access.public_findings()
        .order_by("key")
        .prefetch_related("partners", "facts__sources", Prefetch("indicators", queryset=indicators))
    )


def known_by(findings: Iterable[Finding], day: date) -> list[Finding]:
    """Findings loaded by `with_everything` with what is told of days until this one; left out if nothing else is."""
    found = []
    for finding in findings:
        facts = list(finding.facts.all())
        known = [fact for fact in facts if fact.as_of <= day]
        if facts and not known:
            continue
        know(finding, "facts", known)
        for indicator in finding.indicators.all():
            know(indicator, "values", [value for value in indicator.values.all() if value.as_of <= day])
        found.append(finding)
    return found


def shown(findings: Iterable[Finding]) -> list[Shown]:
    """Findings loaded by `with_everything` as they are shown."""
    return [
        Shown(
            finding,
            [
                series(indicator, list(indicator.values.all()))
                for indicator in finding.indicators.all()
                if indicator.values.all()
            ],
        )
        for finding in findings
    ]


def happenings(events: Iterable[Event]) -> list[Happening]:
    """Events loaded with their findings, each finding with its address."""
    loaded = list(events)
    places = _places() if any(event.findings.all() for event in loaded) else {}
    return [
        Happening(event, [(finding, places.get(finding.pk, "")) for finding in event.findings.all()])
        for event in loaded
    ]


def _places() -> dict[int, str]:
    """Where each finding stands: with its agreement, else with the first network of a partner of its."""
    places: dict[int, str] = {}
    networks = Network.objects.filter(same_as__isnull=True, partner__findings__isnull=False)
    rows = networks.values_list("partner__findings", "partner__findings__key", "land__code")
    for pk, key, code in sorted(rows, key=lambda row: (row[2] is None, row[2] or "", row[1])):
        address = reverse("public:land", args=[code]) if code else reverse("public:laender")
        places.setdefault(pk, f"{address}#{key}")
    agreed = access.public_findings().filter(agreement__isnull=False)
    for pk, key, slug in agreed.values_list("pk", "key", "agreement__slug"):
        places[pk] = f"{reverse('public:agreement', args=[slug])}#{key}"
    return places
