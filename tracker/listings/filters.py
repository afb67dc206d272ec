"""The filters of the table "Maßnahmen und Ziele" and of its files (design section 5).

`CommitmentFilter` is a django-filter FilterSet: its form reads and checks an address. Values of one parameter are
joined by "or", parameters by "and". Every filter is a condition of its own, so that a facet can leave one out:
`Axis` filters compare one column (or annotation), `Linked` ones look through a relation, the rest is below.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Case, CharField, ExpressionWrapper, F, Q, Value, When
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import access, search
from tracker.listings.fields import ChoiceField, DayField, NumberField, OneValueField, ValuesField, wrong
from tracker.listings.lists import Lists
from tracker.listings.partners import USUAL
from tracker.listings.pastdays import check_state, check_version, choose_one
from tracker.models import Commitment, Contribution
from tracker.models.commitments import CommitmentQuerySet
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
SORTS = {
    "code": gettext_lazy("code"),
    "-code": gettext_lazy("code, last first"),
    "-as_of": gettext_lazy("newest fact"),
    "as_of": gettext_lazy("oldest fact"),
    "due_on": gettext_lazy("deadline"),
    "-due_on": gettext_lazy("latest deadline"),
}
# Parameters that choose how rows are shown, not which.
SHOWING = ("sort", "page", "per_page")


NOBODY_ASKED = Case(
    When(kind=Kind.POSITION, then=Value(None, output_field=CharField())),
    default=Value(Reporting.NOT_ASKED.value),
    output_field=CharField(),
)


class Axis(django_filters.Filter):
    """Compares one column; many axes are counted together (`facets.GROUPS`).

    `past` columns are read from the status period where a past day is asked for.
    """

    field_class = ValuesField

    def __init__(self, column: str, *, past: bool = False, truth: bool = False, **options: Any) -> None:
        super().__init__(column, **options)
        self.past = past
        self.truth = truth

    def expression(self, at: str) -> str:
        """The column to read, of today ("") or of the joined period ("period__")."""
        return f"{at}{self.field_name}" if self.past else self.field_name

    def stored(self, value: str) -> Any:
        """What the column holds for a value of the address."""
        return value == YES if self.truth else value

    def value(self, stored: Any) -> str:
        """The value of the address for what the column holds."""
        return (YES if stored else NO) if self.truth else str(stored)

    def condition(self, values: list[str], at: str) -> Q:
        """The rows with one of these values."""
        return Q(**{f"{self.expression(at)}__in": [self.stored(value) for value in values]})


class Linked(django_filters.Filter):
    """Looks through a many-to-many relation: at least one of the values is there."""

    field_class = ValuesField

    def __init__(self, relation: str, key: str, **options: Any) -> None:
        super().__init__(relation, **options)
        self.key = key

    @property
    def link(self) -> Any:
        """The model between commitments and values."""
        return getattr(Commitment, self.field_name).through

    @property
    def target(self) -> str:
        """The path from the link to the key of a value."""
        return f"{getattr(Commitment, self.field_name).field.m2m_reverse_field_name()}__{self.key}"

    def condition(self, values: list[str], at: str) -> Q:
        """The rows linked with one of these values."""
        rows = self.link.objects.filter(**{f"{self.target}__in": values})
        return Q(pk__in=rows.values("commitment"))


class Values(django_filters.Filter):
    """Any number of values that only mean something together with other parameters."""

    field_class = ValuesField


class One(django_filters.Filter):
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
    status = Axis("status", past=True, choices=_options(Status), label=gettext_lazy("Status"))
    grund = Axis(
        "unknown_reason", past=True, choices=_options(UnknownReason), label=gettext_lazy("Why the status is not known")
    )
    frist = Axis("schedule_state", choices=_options(Schedule), label=gettext_lazy("Deadline"))
    meldung = Axis("reporting_state", choices=_options(Reporting.public_members()), label=gettext_lazy("Report"))
    handlungsfeld = Axis("action_field__key", label=gettext_lazy("Action field"))
    partner = Values(label=gettext_lazy("Partner"))
    bezug = Values(choices=_options(Relation), label=gettext_lazy("How the partner is involved"))
    gemeinsam = One(ChoiceField, choices=YES_NO, label=gettext_lazy("Commitments of all partners together"))
    rolle = Values(choices=_options(Role), label=gettext_lazy("Role"))
    land = Linked("lands", "code", label=gettext_lazy("Land"))
    zielgruppe = Linked("target_groups", "key", label=gettext_lazy("Target group"))
    instrument = Linked("instruments", "key", label=gettext_lazy("Instrument"))
    verbindlichkeit = Axis("modality", choices=_options(Modality), label=gettext_lazy("Bindingness"))
    pruefbar = Axis("verifiable", choices=_options(Verifiability), label=gettext_lazy("Verifiability"))
    allgemein = Axis("general_aim", truth=True, choices=YES_NO, label=gettext_lazy("General aim"))
    teil = Axis("is_part", truth=True, choices=YES_NO, label=gettext_lazy("Part of another measure"))
    beleg = Axis("evidence_grade", past=True, choices=_options(Grade), label=gettext_lazy("Evidence grade"))
    faellig_von = One(DayField, label=gettext_lazy("Deadline from"))
    faellig_bis = One(DayField, label=gettext_lazy("Deadline until"))
    geaendert_seit = One(DayField, label=gettext_lazy("Changed since"))
    vereinbarung = Axis("agreement__slug", label=gettext_lazy("Agreement"))
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
        for item in self.filters.values():
            # A filter keeps the field it was once asked for, and hands it on to its copies, with the choices of then.
            item.__dict__.pop("_field", None)
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
        return self.form.cleaned_data.get(name) if self.form.is_bound and not self.form.errors.get(name) else None

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
        """The past day whose published version is asked for; `PastRows` has the rows then."""
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

    @property
    def at(self) -> str:
        """Where standing columns are read: "" for today, "period__" for a past day. The only switch between the two."""
        return "period__" if self.past_day else ""

    @property
    def axes(self) -> dict[str, Axis]:
        """The filters that are counted together."""
        past = self.past_day is not None
        found = {name: item for name, item in self.filters.items() if isinstance(item, Axis)}
        return {name: item for name, item in found.items() if not (past and name == "meldung")}

    @property
    def linked(self) -> dict[str, Linked]:
        """The filters that look through a relation."""
        return {name: item for name, item in self.filters.items() if isinstance(item, Linked)}

    @cached_property
    def relations(self) -> frozenset[Relation]:
        """The ways in which the chosen partners may be tied to a commitment."""
        chosen = [Relation(value) for value in self.values("bezug")] or USUAL
        joint = [Relation.JOINT] if self.given("gemeinsam") == YES else []
        return frozenset([*chosen, *joint])

    @cached_property
    def chosen_partners(self) -> list[int]:
        """The ids of the chosen partners, in the order of the address."""
        ids = {partner.key: partner.pk for partner in self.lists.partners}
        return [ids[key] for key in self.values("partner")]

    def contributions(self) -> Q | None:
        """What must hold for a contribution by which a commitment is in the table; None if nothing is asked."""
        parts: list[Q] = []
        if self.chosen_partners:
            parts.append(self.lists.net.condition(self.chosen_partners, self.relations))
        if self.values("rolle"):
            parts.append(Q(role__in=self.values("rolle")))
        return Q(*parts) if parts else None

    @cached_property
    def anybody_asked(self) -> bool:
        """Whether a report was ever asked for or given; looking it up for every commitment is dear."""
        return Contribution.objects.exclude(reporting_base=Reporting.NOT_ASKED).exists()

    def base(self, *, annotate: Collection[str] = ()) -> CommitmentQuerySet:
        """The public commitments of the day, with the annotations that these axes need."""
        rows: CommitmentQuerySet = self.queryset
        if self.past_day:
            rows = rows.standing_on(self.past_day)
        if "frist" in annotate:
            rows = rows.with_schedule(on=self.on, at=self.at)
        if "meldung" in annotate and self.anybody_asked:
            rows = rows.with_reporting(on=self.on, public=True)
        elif "meldung" in annotate:
            rows = rows.annotate(reporting_state=NOBODY_ASKED)
        if "teil" in annotate:
            is_part = ExpressionWrapper(Q(part_of__isnull=False), output_field=BooleanField())
            rows = rows.annotate(is_part=is_part)
        return rows

    def rows(self, *, skip: Collection[str] = (), annotate: Collection[str] | None = None) -> CommitmentQuerySet:
        """The commitments that all filters let through, those in `skip` ("contributions" among them) left out."""
        used = [name for name in self.axes if self.values(name) and name not in skip]
        rows = self.base(annotate={*used, *(annotate or ())})
        if self.given("q"):
            rows = search.matching(rows, self.given("q"))
        for name in used:
            rows = rows.filter(self.axes[name].condition(self.values(name), self.at))
        for name, item in self.linked.items():
            if self.values(name) and name not in skip:
                rows = rows.filter(item.condition(self.values(name), self.at))
        for name, lookup in (
            ("faellig_von", "due_on__gte"),
            ("faellig_bis", "due_on__lte"),
            ("geaendert_seit", "changed_on__gte"),
        ):
            if self.given(name):
                rows = rows.filter(**{lookup: self.given(name)})
        contributions = None if "contributions" in skip else self.contributions()
        if contributions is not None:
            rows = rows.filter(pk__in=Contribution.objects.filter(contributions).values("commitment"))
        return rows

    def ordered(self) -> CommitmentQuerySet:
        """The rows in the order asked for; empty values last, then by code."""
        sort = self.given("sort") or "code"
        column = {"code": "sort_key", "as_of": f"{self.at}newest_fact_on", "due_on": "due_on"}[sort.removeprefix("-")]
        first = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
        if column == "sort_key":
            return self.rows().order_by(f"-{column}" if sort.startswith("-") else column)
        return self.rows().order_by(first, "sort_key")

    def filter_queryset(self, queryset: Any) -> Any:
        """The rows of this filter, for those who use it as any other FilterSet."""
        return self.ordered()

    def errors_of(self, name: str) -> list[ValidationError]:
        """The errors of one parameter, each with its value and the allowed ones."""
        return [leaf for error in self.form.errors.as_data().get(name, []) for leaf in error.error_list]
