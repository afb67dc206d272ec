"""The filters of the table "Maßnahmen und Ziele" and of its files (design section 5).

`CommitmentFilter` is a django-filter FilterSet: its form reads and checks an address. Values of one parameter are
joined by "or", parameters by "and". What the address chooses is found in sets (`selection.Selection`).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import access
from tracker.listings.fields import ChoiceField, DayField, NumberField, OneValueField, ValuesField, wrong
from tracker.listings.lists import Lists
from tracker.listings.partners import USUAL
from tracker.listings.pastdays import check_state, check_version, choose_one
from tracker.models import Commitment
from tracker.site import site
from tracker.vocabulary import (
    Grade,
    Kind,
    Modality,
    Relation,
    Reporting,
    Role,
    Schedule,
    Status,
    UnknownReason,
    Verifiability,
)

YES, NO = "ja", "nein"
YES_NO = [(YES, gettext_lazy("yes")), (NO, gettext_lazy("no"))]
PAGE_SIZES = (25, 50, 100)
# The order of who chooses none: the best match for the words searched for, else by code.
BY_RANK = "rank"
SORTS = {
    BY_RANK: gettext_lazy("best match, without a search by code"),
    "code": gettext_lazy("code"),
    "-code": gettext_lazy("code, last first"),
    "-as_of": gettext_lazy("newest fact"),
    "as_of": gettext_lazy("oldest fact"),
    "due_on": gettext_lazy("deadline"),
    "-due_on": gettext_lazy("latest deadline"),
}
# Parameters that choose how rows are shown, not which.
SHOWING = ("sort", "page", "per_page")


class Copied(django_filters.Filter):
    """A filter that is copied for each address: its options for the choices of the moment, not what they name."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        twin = copy.copy(self)
        twin.extra = dict(self.extra)
        # A filter keeps the field it was once asked for, with the choices of then.
        twin.__dict__.pop("_field", None)
        return twin


class Axis(Copied):
    """Chooses by what a commitment is in one dimension of the sets (`tracker.bitsets`); many values are joined by "or".

    `truth` axes say yes or no. The schedule and the state of reports are dimensions of a day.
    """

    field_class = ValuesField

    def __init__(self, dimension: str, *, truth: bool = False, **options: Any) -> None:
        super().__init__(dimension, **options)
        self.truth = truth

    @property
    def dimension(self) -> str:
        """The dimension it chooses in."""
        return str(self.field_name)

    def stored(self, value: str) -> Any:
        """What the sets know a value of the address by."""
        return value == YES if self.truth else value


class Values(Copied):
    """Any number of values that only mean something together with other parameters."""

    field_class = ValuesField


class One(Copied):
    """A single value; the field says which."""

    field_class: type[OneValueField] = OneValueField

    def __init__(self, field_class: type[OneValueField] = OneValueField, **options: Any) -> None:
        super().__init__("", **options)
        self.field_class = field_class


class FilterForm(forms.Form):
    """The form of the filters; here stands what no field can say alone."""

    def clean(self) -> dict[str, Any]:
        """Name parameters that contradict each other or mean nothing without another."""
        data = super().clean() or self.cleaned_data
        if not data.get("partner") and "partner" not in self.errors:
            for name in ("bezug", "gemeinsam"):
                if data.get(name) and data[name] != NO:
                    value = data[name] if isinstance(data[name], str) else ", ".join(data[name])
                    self.add_error(name, wrong(_("This works only together with a partner."), value))
        first, last = data.get("faellig_von"), data.get("faellig_bis")
        if first and last and first > last:
            self.add_error("faellig_bis", wrong(_("The last day lies before the first."), last.isoformat()))
        if data.get("stand") and data.get("fassung"):
            self.add_error("fassung", wrong(choose_one(), data["fassung"].isoformat()))
        if data.get("stand") and data.get("meldung"):
            message = _("How reports stood on a past day is not known; leave out one of the two.")
            self.add_error("meldung", wrong(message, ", ".join(data["meldung"])))
        return data


def _options(members: Iterable[Any]) -> list[tuple[str, str | Promise]]:
    return [(member.value, member.label) for member in members]


class CommitmentFilter(django_filters.FilterSet):
    """All parameters of the table, in the order in which a sentence names them."""

    q = One(label=gettext_lazy("Search"))
    art = Axis("kind", choices=_options(Kind), label=gettext_lazy("Kind"))
    status = Axis("status", choices=_options(Status), label=gettext_lazy("Status"))
    grund = Axis("unknown_reason", choices=_options(UnknownReason), label=gettext_lazy("Why the status is not known"))
    frist = Axis("schedule", choices=_options(Schedule), label=gettext_lazy("Deadline"))
    meldung = Axis("reporting", choices=_options(Reporting.public_members()), label=gettext_lazy("Report"))
    handlungsfeld = Axis("action_field", label=gettext_lazy("Action field"))
    partner = Values(label=gettext_lazy("Partner"))
    bezug = Values(choices=_options(Relation), label=gettext_lazy("How the partner is involved"))
    gemeinsam = One(ChoiceField, choices=YES_NO, label=gettext_lazy("Commitments of all partners together"))
    rolle = Values(choices=_options(Role), label=gettext_lazy("Role"))
    land = Axis("land", label=gettext_lazy("Land"))
    zielgruppe = Axis("target_group", label=gettext_lazy("Target group"))
    instrument = Axis("instrument", label=gettext_lazy("Instrument"))
    verbindlichkeit = Axis("modality", choices=_options(Modality), label=gettext_lazy("Bindingness"))
    pruefbar = Axis("verifiable", choices=_options(Verifiability), label=gettext_lazy("Verifiability"))
    allgemein = Axis("general_aim", truth=True, choices=YES_NO, label=gettext_lazy("General aim"))
    teil = Axis("is_part", truth=True, choices=YES_NO, label=gettext_lazy("Part of another measure"))
    beleg = Axis("evidence_grade", choices=_options(Grade), label=gettext_lazy("Evidence grade"))
    faellig_von = One(DayField, label=gettext_lazy("Deadline from"))
    faellig_bis = One(DayField, label=gettext_lazy("Deadline until"))
    geaendert_seit = One(DayField, label=gettext_lazy("Changed since"))
    vereinbarung = Axis("agreement", label=gettext_lazy("Agreement"))
    stand = One(DayField, label=gettext_lazy("State of affairs on"))
    fassung = One(DayField, label=gettext_lazy("As published on"))
    sort = One(ChoiceField, choices=list(SORTS.items()), label=gettext_lazy("Order"))
    page = One(NumberField, label=gettext_lazy("Page"))
    per_page = One(ChoiceField, label=gettext_lazy("Rows on a page"))

    class Meta:
        model = Commitment
        form = FilterForm
        fields: list[str] = []

    def __init__(self, data: Any = None, *, lists: Lists | None = None, day: date, **options: Any) -> None:
        super().__init__(data, queryset=access.public_commitments(), **options)
        self.lists = lists or Lists.load()
        self.day = day
        offered: dict[str, list[tuple[str, str | Promise]]] = {
            "vereinbarung": [(item.slug, item.short_title) for item in self.lists.agreements],
            "handlungsfeld": [(item.key, item.numbered_title) for item in self.lists.action_fields],
            "partner": [(item.key, str(item)) for item in self.lists.partners],
            "land": [(item.code, item.name) for item in self.lists.lands],
            "zielgruppe": [(item.key, item.name) for item in self.lists.target_groups],
            "instrument": [(item.key, item.name) for item in self.lists.instruments],
            "per_page": [(str(size), str(size)) for size in sorted({*PAGE_SIZES, site().per_page})],
        }
        for name, choices in offered.items():
            self.filters[name].extra["choices"] = choices
        self.filters["stand"].extra["check"] = lambda day: check_state(day, self.lists.first_signing, today=self.day)
        self.filters["fassung"].extra["check"] = lambda day: check_version(day, today=self.day)

    def given(self, name: str) -> Any:
        """The checked value of a parameter; empty if it was not given or cannot be used."""
        return self._cleaned.get(name)

    @cached_property
    def _cleaned(self) -> dict[str, Any]:
        """The values of all parameters that can be used."""
        form = self.form
        if not form.is_bound:
            return {}
        wrong_ones = form.errors
        return {name: value for name, value in form.cleaned_data.items() if name not in wrong_ones}

    def offered(self, name: str) -> list[str]:
        """All values that a parameter may have."""
        return [str(value) for value, _label in self.filters[name].extra["choices"]]

    def values(self, name: str) -> list[str]:
        """The checked values of a parameter that can be given several times."""
        return self.given(name) or []

    @cached_property
    def past_day(self) -> date | None:
        """The past day that is asked for, None for today."""
        day: date | None = self.given("stand")
        return day

    @cached_property
    def version_day(self) -> date | None:
        """The past day whose published version is asked for."""
        day: date | None = self.given("fassung")
        return day

    @property
    def past_query(self) -> str:
        """What a link to the page of one row must carry to stay on the past day; empty for today."""
        if self.version_day:
            return f"?fassung={self.version_day.isoformat()}"
        return f"?stand={self.past_day.isoformat()}" if self.past_day else ""

    @property
    def on(self) -> date:
        """The day for which schedules are computed."""
        return self.past_day or self.version_day or self.day

    @cached_property
    def axes(self) -> dict[str, Axis]:
        """The filters that choose by a dimension; how reports stood on a past day is not known, only as published."""
        found = {name: item for name, item in self.filters.items() if isinstance(item, Axis)}
        return {name: item for name, item in found.items() if not (self.past_day and name == "meldung")}

    @cached_property
    def relations(self) -> frozenset[Relation]:
        """The ways in which the chosen partners may be tied to a commitment."""
        chosen = [Relation(value) for value in self.values("bezug")] or USUAL
        joint = [Relation.JOINT] if self.given("gemeinsam") == YES else []
        return frozenset([*chosen, *joint])

    @cached_property
    def chosen_partners(self) -> list[int]:
        """The ids of the chosen partners, in the order of the address."""
        return [self.lists.ids["partner"][key] for key in self.values("partner")]

    @property
    def order(self) -> tuple[str, bool]:
        """What rows are ordered by, and whether backwards: a dimension of days, the rank, or empty for their codes."""
        sort: str = self.given("sort") or BY_RANK
        if sort == BY_RANK:
            return BY_RANK if self.given("q") else "", False
        return {"code": "", "as_of": "newest_fact_on", "due_on": "due_on"}[sort.removeprefix("-")], sort.startswith("-")

    def errors_of(self, name: str) -> list[ValidationError]:
        """The errors of one parameter, each with its value and the allowed ones."""
        return [leaf for error in self.form.errors.as_data().get(name, []) for leaf in error.error_list]
