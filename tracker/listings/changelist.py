"""One reading of the address of the changes, shared by the page and the files: which are asked for, what is wrong."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import access
from tracker.listings.changes import ChangeQuery
from tracker.listings.fields import DayField, NumberField, Problem, ValuesField, read_query, shorten, wrong
from tracker.models import ActionField, Agreement, Partner
from tracker.pages.words import partner_name

LABELS: dict[str, Promise] = {
    "von": gettext_lazy("From"),
    "bis": gettext_lazy("Until"),
    "vereinbarung": gettext_lazy("Agreement"),
    "handlungsfeld": gettext_lazy("Action field"),
    "partner": gettext_lazy("Partner"),
    "revision": gettext_lazy("Revision"),
    "page": gettext_lazy("Page"),
}


class ChangesForm(forms.Form):
    """The parameters of the changes."""

    von = DayField(required=False)
    bis = DayField(required=False)
    vereinbarung = ValuesField(required=False)
    handlungsfeld = ValuesField(required=False)
    partner = ValuesField(required=False)
    revision = NumberField(required=False)
    page = NumberField(required=False)

    def __init__(self, data: QueryDict, *, choices: dict[str, list[tuple[str, str]]]) -> None:
        super().__init__(data)
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Name days that contradict each other."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("von"), data.get("bis")
        if first and last and first > last:
            self.add_error("bis", wrong(_("The last day lies before the first."), last.isoformat()))
        return data


class ChangeListing:
    """The changes that an address asks for, or what is wrong with the address; three queries for what it may name.

    `own` names parameters that the caller reads itself; they are not unknown.
    """

    def __init__(self, request: HttpRequest, *, own: Collection[str] = ()) -> None:
        self.own = own
        self.data, self._broken = read_query(request)
        self.agreements: list[Agreement] = list(access.public_agreements().newest_first())
        fields = ActionField.objects.filter(agreement__in=self.agreements).select_related("agreement")
        self.action_fields = list(fields.order_by("-agreement__signed_on", "number"))
        self.partners: list[Partner] = list(access.public_partners().order_by("sort_key", "key"))
        self.form = ChangesForm(self.data, choices=self.choices)

    @cached_property
    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """What can be chosen, by parameter."""
        return {
            "vereinbarung": [(item.slug, item.short_title) for item in self.agreements],
            "handlungsfeld": [
                (item.key, f"{item.agreement.short_title}: {item.numbered_title}") for item in self.action_fields
            ],
            "partner": [(item.key, _long_name(item)) for item in self.partners],
        }

    @cached_property
    def problems(self) -> list[Problem]:
        """All that is wrong with the values of the address."""
        if self._broken is not None:
            return [self._broken]
        return [
            Problem(
                name,
                (leaf.params or {}).get("value", ""),
                str(leaf.messages[0]),
                tuple((leaf.params or {}).get("allowed", ())),
            )
            for name, errors in self.form.errors.as_data().items()
            for error in errors
            for leaf in error.error_list
        ]

    @cached_property
    def problems_of_file(self) -> list[Problem]:
        """All that keeps a file from being made: names that do not exist as well."""
        known = tuple(LABELS)
        known_here = {*LABELS, *self.own}
        strangers = [name for name in self.data if name not in known_here and not name.startswith("utm_")][:5]
        words = _("There is no parameter of this name.")
        return [*self.problems, *(Problem(shorten(name), "", words, known) for name in strangers)]

    def given(self, name: str) -> Any:
        """The checked value of a parameter; empty if it was not given or cannot be used."""
        return self.form.cleaned_data.get(name) if self.form.is_valid() or name not in self.form.errors else None

    @property
    def query(self) -> ChangeQuery:
        """Which changes are asked for."""
        return ChangeQuery(
            since=self.given("von"),
            until=self.given("bis"),
            agreements=self.given("vereinbarung") or (),
            action_fields=self.given("handlungsfeld") or (),
            partners=self.given("partner") or (),
            revision=self.given("revision"),
        )

    @property
    def filter_data(self) -> dict[str, Any]:
        """The filters in force as plain data."""
        found: dict[str, Any] = {}
        for name in LABELS:
            value = self.given(name)
            if value and name != "page":
                found[name] = value.isoformat() if isinstance(value, date) else value
        return found

    @property
    def file_query(self) -> str:
        """The query under which a file or feed holds these changes."""
        return urlencode(self.filter_data, doseq=True)


def _long_name(partner: Partner) -> str:
    short = partner_name(partner)
    return short if partner.is_group or short in partner.name else f"{short}, {partner.name}"
