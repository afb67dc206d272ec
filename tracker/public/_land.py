"""What the pages of the Länder show: their own alliances and networks, events and figures; nothing of it is counted."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker import access
from tracker.models import (
    AllianceStage,
    AllianceTarget,
    Commitment,
    Event,
    Indicator,
    IndicatorValue,
    Land,
    LandAlliance,
    Network,
)
from tracker.models.commitments import CommitmentQuerySet
from tracker.public._common import find, span
from tracker.public._findings import Happening, happenings, shown
from tracker.public._findings import Shown as ShownFinding
from tracker.public._findings import with_everything as with_findings
from tracker.public._series import Series, series
from tracker.templatetags.tracker_tags import day_text, number

# The order in which the tiles are written: the order one sees.
NORTH_TO_SOUTH = ["sh", "hb", "hh", "mv", "nw", "ni", "st", "bb", "be", "rp", "he", "th", "sn", "sl", "bw", "by"]


@dataclass(frozen=True, slots=True)
class Tile:
    """One Land in the grid; `place` is the end of its code, by which the sheet of styles places it."""

    land: Land
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of an alliance with its term in words."""

    stage: AllianceStage
    when: str
    term: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A number an alliance set itself, with its day and whether it was reached."""

    target: AllianceTarget
    text: str
    due: str
    reached: str


@dataclass(frozen=True, slots=True)
class Alliance:
    """An alliance of a Land with everything in words."""

    alliance: LandAlliance
    founded: str
    goals: list[str]
    partners: list[str]
    stages: list[Stage]
    numbers: list[Goal]


@dataclass(frozen=True, slots=True)
class Shown:
    """A training network or agency with everything in words."""

    network: Network
    time: str
    partners: list[str]
    supporters: list[str]
    phases: list[str]
    findings: list[ShownFinding]


def tiles() -> list[Tile]:
    """The Länder as the grid shows them: written north to south."""
    laender = Land.objects.annotate(
        n_alliances=Count("alliances", distinct=True), n_networks=Count("networks", distinct=True)
    )
    by_place = {land.code.rpartition("-")[2].lower(): land for land in laender}
    ordered = [place for place in NORTH_TO_SOUTH if place in by_place]
    rest = sorted(set(by_place) - set(ordered))
    return [Tile(by_place[place], place, _tile_words(by_place[place])) for place in [*ordered, *rest]]


def _tile_words(land: Land) -> str:
    alliances: int = land.n_alliances  # type: ignore[attr-defined]
    networks: int = land.n_networks  # type: ignore[attr-defined]
    words = [ngettext("%d alliance", "%d alliances", alliances) % alliances] if alliances else []
    if networks:
        words.append(ngettext("%d network", "%d networks", networks) % networks)
    return ", ".join(words) or _("nothing recorded")


def load(code: str) -> Land | None:
    """The Land with this code and all that its page shows."""
    stages = AllianceStage.objects.order_by("position", "pk").prefetch_related("sources")
    alliances = (
        LandAlliance.objects.order_by("position", "key")
        .select_related("predecessor")
        .prefetch_related("sources", "targets__sources", Prefetch("stages", queryset=stages))
    )
    return find(
        Land.objects.select_related("partner").prefetch_related(
            "sources",
            Prefetch("alliances", queryset=alliances),
            Prefetch("networks", queryset=_networks()),
            Prefetch("events", queryset=_events()),
        ),
        code=code,
    )


def _networks() -> QuerySet[Network]:
    return (
        Network.objects.order_by("position", "key")
        .select_related("partner", "same_as__land")
        .prefetch_related(
            "sources",
            "results__sources",
            "phases__sources",
            Prefetch("partner__findings", queryset=with_findings()),
        )
    )


def _events() -> QuerySet[Event]:
    return access.public_events().prefetch_related(
        "sources",
        "partners",
        Prefetch("findings", queryset=access.public_findings()),
        Prefetch("commitments", queryset=_public(), to_attr="named"),
    )


def _public() -> CommitmentQuerySet:
    return access.public_commitments().select_related("agreement").order_by("sort_key")


def alliances(land: Land) -> list[Alliance]:
    """The alliances of a Land in their order."""
    return [
        Alliance(
            alliance=item,
            founded=day_text(item.founded_on, item.founded_precision),
            goals=_lines(item.goals),
            partners=_lines(item.partner_names),
            stages=[_stage(stage) for stage in item.stages.all()],
            numbers=[_goal(target) for target in item.targets.all()],
        )
        for item in land.alliances.all()
    ]


def _stage(stage: AllianceStage) -> Stage:
    signed = day_text(stage.signed_on, stage.signed_precision)
    term = span(stage.term_start, stage.term_end, stage.term_start_precision, stage.term_end_precision)
    when = signed or day_text(stage.term_start, stage.term_start_precision) or _("day not known")
    words = []
    if signed:
        words.append(_("signed: %s") % signed)
    if term and term != when:
        words.append(_("term: %s") % term)
    return Stage(stage, when, ", ".join(words))


def _goal(target: AllianceTarget) -> Goal:
    return Goal(
        target=target,
        text=f"{number(target.value)} {target.unit}",
        due=day_text(target.due_on, target.due_precision),
        reached=day_text(target.reached_on, target.reached_precision),
    )


def networks(land: Land | None) -> list[Shown]:
    """The networks of a Land; without a Land the national structures."""
    found = land.networks.all() if land else _networks().filter(land__isnull=True)
    return [_shown(network) for network in found]


def _shown(network: Network) -> Shown:
    return Shown(
        network=network,
        time=span(network.started_on, network.ended_on, network.started_precision, network.ended_precision),
        partners=_lines(network.partner_names),
        supporters=_lines(network.supporter_names),
        phases=[
            _("Phase %(number)d: %(time)s")
            % {
                "number": phase.number,
                "time": span(phase.start, phase.end, phase.start_precision, phase.end_precision) or _("day not known"),
            }
            for phase in network.phases.all()
        ],
        findings=shown(network.partner.findings.all()) if network.partner and not network.same_as else [],
    )


def events(land: Land) -> list[Happening]:
    """The events of a Land in the order of their days."""
    return happenings(land.events.all())  # type: ignore[attr-defined]


def events_without_land() -> list[Happening]:
    """Events around the alliances that belong to no agreement and to no Land."""
    return happenings(_events().filter(agreement__isnull=True, lands__isnull=True))


def numbers(land: Land) -> list[Series]:
    """The indicators that have values for this Land, with these values only."""
    values = IndicatorValue.objects.filter(land=land).order_by("as_of").prefetch_related("sources")
    indicators = (
        Indicator.objects.filter(values__land=land)
        .distinct()
        .order_by("topic", "name")
        .prefetch_related(Prefetch("values", queryset=values))
    )
    return [series(indicator, list(indicator.values.all())) for indicator in indicators]


def named_in(land: Land) -> list[Commitment]:
    """The commitments that name this Land; the agreements so far name none."""
    return list(_public().filter(lands=land))


def any_named() -> bool:
    """Whether any commitment names a single Land."""
    return access.public_commitments().filter(lands__isnull=False).exists()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
