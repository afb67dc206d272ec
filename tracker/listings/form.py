"""The filter form as it stands on the page: groups of options with their counts, fields for words and days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tracker.listings.facets import Counts
from tracker.listings.fields import Problem, shorten
from tracker.listings.filters import YES, CommitmentFilter
from tracker.listings.summary import OF_THE_RECORD, Summary
from tracker.listings.view import Listing
from tracker.models import Partner
from tracker.pages.words import partner_name
from tracker.vocabulary import Schedule

BOXES, SELECT, DAY, WORDS = "boxes", "select", "day", "words"
FIRST = ("q", "vereinbarung", "status", "frist", "partner")
# Long lists fold up into a select, as long as no more than one value is chosen.
LONG = ("frist", "partner", "zielgruppe", "instrument", "meldung", "land")


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter; `number` is None where nothing can be counted."""

    value: str
    label: str
    id: str
    checked: bool
    number: int | None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter on the page: a group of boxes, a select, or a field."""

    name: str
    label: str
    shape: str
    id: str
    options: list[Option] = field(default_factory=list)
    groups: list[tuple[str, list[Option]]] = field(default_factory=list)
    value: str = ""
    errors: list[str] = field(default_factory=list)
    of_record: bool = False
    label_of_record: str = ""
    first_day: str = ""
    last_day: str = ""
    template: str = ""

    @property
    def anchor(self) -> str:
        """The id of the control that a link to this filter leads to."""
        return self.options[0].id if self.shape == BOXES and self.options else self.id


class FilterFormView:
    """All facets of a listing, those first shown and the rest."""

    def __init__(self, listing: Listing, counts: Counts, summary: Summary) -> None:
        self.listing = listing
        self.filters: CommitmentFilter = listing.filters
        self.counts = counts
        self.summary = summary
        self.is_valid = not listing.problems

    @cached_property
    def first(self) -> list[Facet]:
        """The filters that are always open."""
        return [facet for name in FIRST for facet in self._facets(name)]

    @cached_property
    def more(self) -> list[Facet]:
        """The filters behind "more filters"."""
        names = [
            "handlungsfeld",
            "art",
            "grund",
            *(("bezug", "gemeinsam") if self.filters.values("partner") or self._asked("bezug", "gemeinsam") else ()),
            "rolle",
            "zielgruppe",
            "instrument",
            *(("land",) if self.counts.has_laender or self._asked("land") else ()),
            *(("meldung",) if self._may_ask_for_reports or self._asked("meldung") else ()),
            "verbindlichkeit",
            "pruefbar",
            "beleg",
            "allgemein",
            "teil",
            "faellig_von",
            "faellig_bis",
            "geaendert_seit",
            "stand",
            "fassung",
        ]
        return [facet for name in names for facet in self._facets(name)]

    @property
    def _may_ask_for_reports(self) -> bool:
        """Whether reports can be told apart: some were asked for, and the page speaks of today."""
        return bool(self.counts.selection.sets.by["report"]) and not self.filters.past_day

    def lines(self, problems: Iterable[Problem]) -> list[tuple[str, str, Problem]]:
        """Problems with the name of their filter and where on the page it is; empty where it is not on the page."""
        anchors = {facet.name: facet.anchor for facet in reversed([*self.first, *self.more])}
        filters = self.filters.filters
        return [
            (
                str(filters[item.parameter].label) if item.parameter in filters else item.parameter,
                anchors.get(item.parameter, ""),
                item,
            )
            for item in problems
        ]

    def _asked(self, *names: str) -> bool:
        return any(self.listing.query.getlist(name) for name in names)

    @property
    def more_active(self) -> int:
        """How many values are in force behind "more filters"."""
        named = {facet.name for facet in self.more}
        return sum(
            len(value) if isinstance(value, list) else 1 for name in named if (value := self.filters.given(name))
        )

    @property
    def more_open(self) -> bool:
        """Whether "more filters" must be open, because something in there is wrong."""
        return any(facet.errors for facet in self.more)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form sends along unseen: how the rows are shown."""
        return [(name, value) for name, value in self.listing.pairs() if name in ("sort", "per_page")]

    def _facets(self, name: str) -> list[Facet]:
        if name == "handlungsfeld":
            return self._fields()
        if name == "q":
            return [self._field(name, WORDS, shorten(self.listing.query.get("q", ""), 200))]
        if name in ("faellig_von", "faellig_bis", "geaendert_seit", "stand", "fassung"):
            return [self._day(name)]
        values = self._values(name)
        # One box is enough: left empty, it says no.
        options = self._options(name, values[:1] if name == "gemeinsam" else values)
        several = sum(option.checked for option in options) > 1
        shape = SELECT if name in LONG and not several else BOXES
        groups = self._grouped(options) if name == "partner" and shape == SELECT else []
        return [self._facet(name, str(self.filters.filters[name].label), shape, options, groups=groups)]

    def _field(self, name: str, shape: str, value: str) -> Facet:
        return Facet(
            name=name,
            label=str(self.filters.filters[name].label),
            shape=shape,
            id=f"f-{name}",
            value=value,
            errors=self._errors(name),
            template=f"massnahmen/_facet_{shape}.html",
        )

    def _day(self, name: str) -> Facet:
        given = self.filters.given(name)
        first, last = self._range(name)
        return Facet(
            name=name,
            label=str(self.filters.filters[name].label),
            shape=DAY,
            id=f"f-{name}",
            value=given.isoformat() if given else "",
            errors=self._errors(name),
            first_day=first.isoformat() if first else "",
            last_day=last.isoformat() if last else "",
            template="massnahmen/_facet_day.html",
        )

    def _range(self, name: str) -> tuple[date | None, date | None]:
        """The first and last day that can be asked for; None where any can."""
        today = self.filters.day
        if name == "stand":
            return self.filters.lists.first_signing, today
        if name == "fassung":
            return self.filters.lists.first_published, today - timedelta(days=1)
        return None, None

    def _facet(
        self,
        name: str,
        label: str,
        shape: str,
        options: list[Option],
        *,
        of_record: str = "",
        groups: list | None = None,
    ) -> Facet:
        return Facet(
            name=name,
            label=label,
            shape=shape,
            id=f"f-{name}",
            options=options,
            groups=groups or [],
            errors=self._errors(name),
            of_record=name in OF_THE_RECORD,
            label_of_record=of_record,
            template=f"massnahmen/_facet_{shape}.html",
        )

    def _fields(self) -> list[Facet]:
        """One group of action fields for each agreement that has some."""
        facets = []
        for agreement in self.filters.lists.agreements:
            own = [item for item in self.filters.lists.action_fields if item.agreement_id == agreement.pk]
            if own:
                options = self._options("handlungsfeld", [(item.key, item.numbered_title) for item in own])
                label = str(self.filters.filters["handlungsfeld"].label)
                facets.append(self._facet("handlungsfeld", label, BOXES, options, of_record=agreement.short_title))
        return facets

    def _values(self, name: str) -> list[tuple[str, str]]:
        choices = self.filters.filters[name].extra["choices"]
        return [(str(value), self._label(name, str(value))) for value, _name in choices]

    def _label(self, name: str, value: str) -> str:
        special: dict[str, Promise | str] = {}
        if name == "frist":
            special = {
                Schedule.CLOSED: _("completed within the deadline or without one"),
                Schedule.CLOSED_LATE: _("completed, or made permanent, after the deadline"),
            }
        if name == "gemeinsam":
            special = {YES: _("shown as well")}
        if name == "partner":
            return self._long_name(self._partners[value])
        return str(special.get(value) or self.summary.label(name, value))

    @cached_property
    def _partners(self) -> dict[str, Partner]:
        return {partner.key: partner for partner in self.filters.lists.partners}

    def _long_name(self, partner: Partner) -> str:
        """Short and full name, by the short one the list is sorted; groups are known by the short one."""
        short = partner_name(partner)
        return short if partner.is_group or short in partner.name else f"{short}, {partner.name}"

    def _options(self, name: str, values: Iterable[tuple[str, str]]) -> list[Option]:
        chosen = self._chosen(name)
        numbers = self.counts.of(name) if self.is_valid else Counter()
        return [
            Option(
                value=value,
                label=label,
                id=f"f-{name}-{value}",
                checked=value in chosen,
                number=numbers[value] if self.is_valid else None,
                status=value if name == "status" else "",
            )
            for value, label in values
        ]

    def _chosen(self, name: str) -> list[str]:
        given = self.filters.given(name)
        return given if isinstance(given, list) else [given] if given else []

    def _grouped(self, options: list[Option]) -> list[tuple[str, list[Option]]]:
        """The partners as groups and organisations, each by the alphabet of the names shown."""
        groups = [option for option in options if self._partners[option.value].is_group]
        others = [option for option in options if not self._partners[option.value].is_group]
        return [(_("Groups"), groups), (_("Organisations"), others)]

    def _errors(self, name: str) -> list[str]:
        return [problem.message for problem in self.listing.problems if problem.parameter == name]
