"""The forms of reporting rounds: open one, extend it, set when it is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import access, days
from tracker.admin.fields import DayInput
from tracker.models import Agreement, Contribution, ReportingRound
from tracker.vocabulary import Kind, Reporting, Status


class MomentInput(forms.DateTimeInput):
    """A moment, by the browser's own control."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def moment_field(**options: Any) -> forms.DateTimeField:
    """A moment in Berlin time."""
    return forms.DateTimeField(widget=MomentInput, label=gettext_lazy("Publish on … at …"), **options)


def reason_field(help_text: Any) -> forms.CharField:
    """A reason in a few lines."""
    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
    return forms.CharField(label=gettext_lazy("Reason"), widget=widget, help_text=help_text)


class WhichAgreementForm(forms.Form):
    """For which agreement a round is opened."""

    vereinbarung = forms.ModelChoiceField(
        label=gettext_lazy("Agreement"),
        queryset=Agreement.objects.none(),
        to_field_name="slug",
        help_text=gettext_lazy("Only published agreements: partners report on what everybody can read."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vereinbarung"].queryset = Agreement.objects.published().order_by("-signed_on")  # type: ignore[attr-defined]


class OpenRoundForm(forms.Form):
    """Name and days of a round."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Public, for example “Reports for the first half of 2027”."),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("From"), widget=DayInput, help_text=gettext_lazy("The partners are asked at once.")
    )
    due_on = forms.DateField(
        label=gettext_lazy("Due on"), widget=DayInput, help_text=gettext_lazy("The last day in time.")
    )
    publish_at = moment_field(
        required=False,
        help_text=gettext_lazy("Empty: every accepted report at once. Otherwise all of them together, then."),
    )
    is_closing = forms.BooleanField(
        label=gettext_lazy("Closing round after the term: nobody is asked again later"), required=False
    )
    common_reason = forms.CharField(
        label=gettext_lazy("Reason for all that are left out without a reason of their own"),
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Public, for example “This round asks for the first action field only”."),
    )

    def clean(self) -> dict[str, Any]:
        """A round begins with its opening and runs forward."""
        data = super().clean() or {}
        start, due = data.get("starts_on"), data.get("due_on")
        if start and start > days.today():
            self.add_error("starts_on", _("The round begins when it is opened; its first day cannot lie ahead."))
        if start and due and due < start:
            self.add_error("due_on", _("The round ends before it begins."))
        if due and due < days.today():
            self.add_error("due_on", _("The day on which the reports are due lies in the past."))
        _in_future(self, data)
        return data


def _in_future(form: forms.Form, data: dict[str, Any]) -> None:
    if data.get("publish_at") and data["publish_at"] <= timezone.now():
        form.add_error("publish_at", _("The moment lies in the past."))


class PublicationForm(forms.Form):
    """When something becomes public; empty for no set time."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    publish_at = moment_field(required=False, help_text=gettext_lazy("Empty: no set time. Berlin time."))

    def clean(self) -> dict[str, Any]:
        """Nothing is set for the past."""
        data = super().clean() or {}
        _in_future(self, data)
        return data


class ExtendForm(forms.Form):
    """A later due day, with the public reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    due_on = forms.DateField(label=gettext_lazy("New due day"), widget=DayInput)
    reason = reason_field(gettext_lazy("Public: it stands with the round."))


class CloseForm(forms.Form):
    """Nothing but the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CancelForm(forms.Form):
    """Why a round is taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = reason_field(gettext_lazy("Public: it stands in the list of changes."))


# --- which contributions are asked for -------------------------------------------------------------------------------


@dataclass
class Candidate:
    """A contribution that a round may ask for: whether it does, or why not."""

    part: Contribution
    why_not: str = ""
    ticked: bool = False
    reason: str = ""
    error: str = ""
    shown: bool = True

    @property
    def needs_reason(self) -> bool:
        """Whether leaving it out has to be explained: it is required and nothing is said to be over."""
        return self.part.required and not self.why_not


class Selection:
    """The contributions of an agreement with the ticks and reasons that were sent, or those to begin with."""

    def __init__(self, agreement: Agreement, data: QueryDict | None = None) -> None:
        self.data = data
        self.elsewhere = list(
            ReportingRound.objects.opened().filter(agreement=agreement, closed_at__isnull=True).order_by("starts_on")
        )
        rows = (
            access.public_contributions()
            .filter(commitment__agreement=agreement)
            .exclude(commitment__kind=Kind.POSITION)
            .exclude(rounds__in=self.elsewhere)
            .select_related("commitment__action_field", "commitment__agreement", "partner", "reporter")
            .order_by("commitment__sort_key", "position", "pk")
        )
        self.candidates = [self._candidate(part) for part in rows]
        self.filter = SelectionFilter(data, candidates=self.candidates)
        for one in self.candidates:
            one.shown = self.filter.shows(one)

    def _candidate(self, part: Contribution) -> Candidate:
        one = Candidate(part, why_not=over(part))
        if self.data is None:
            one.ticked = one.needs_reason
        else:
            one.ticked = str(part.pk) in self.data.getlist("ask")
            one.reason = self.data.get(f"reason-{part.pk}", "").strip()
        return one

    @property
    def orphans(self) -> list[Candidate]:
        """Required contributions for which nobody reports."""
        return [one for one in self.candidates if one.needs_reason and one.part.reporter_id is None]

    def tick_shown(self, value: bool) -> None:
        """Tick or untick all that the filter shows."""
        for one in self.candidates:
            if one.shown:
                one.ticked = value

    def check(self, common_reason: str) -> bool:
        """Whether each required contribution has somebody who reports or is left out with a reason; else says where."""
        for one in self.candidates:
            if one.ticked and one.part.reporter_id is None:
                one.error = _("Nobody reports for this contribution. Name an organisation, or leave it out.")
            elif not one.ticked and one.needs_reason and not (one.reason or common_reason.strip()):
                one.error = _("Say why nobody is asked for this contribution.")
            if one.error:
                one.shown = True
        return not any(one.error for one in self.candidates)

    @property
    def errors(self) -> list[Candidate]:
        """Those that something is wrong with."""
        return [one for one in self.candidates if one.error]

    def asked(self) -> list[Contribution]:
        """The contributions the round asks for."""
        return [one.part for one in self.candidates if one.ticked]

    def excluded(self, common_reason: str) -> dict[Contribution, str]:
        """Those it leaves out, each with its reason."""
        return {
            one.part: one.reason or common_reason.strip()
            for one in self.candidates
            if not one.ticked and (one.reason or one.needs_reason)
        }


def over(part: Contribution) -> str:
    """Why nothing more is expected of a contribution; empty if something is."""
    if part.reporting_base == Reporting.FINAL:
        return str(Reporting.FINAL.label)
    if part.commitment.status == Status.DROPPED:
        return str(Status.DROPPED.label)
    return ""


@dataclass
class SelectionFilter:
    """Which of the candidates the page shows; the others keep their ticks."""

    data: QueryDict | None
    candidates: Iterable[Candidate]
    fields: list[tuple[str, str, list[tuple[str, str]], str]] = field(init=False)

    def __post_init__(self) -> None:
        chapters, partners, kinds = {}, {}, {}
        for one in self.candidates:
            item = one.part.commitment
            if item.action_field is not None:
                chapters[str(item.action_field_id)] = str(item.action_field)
            partners[str(one.part.partner_id)] = str(one.part.partner)
            if one.part.reporter is not None:
                partners[str(one.part.reporter_id)] = str(one.part.reporter)
            kinds[item.kind] = str(Kind(item.kind).label)
        self.fields = [
            ("f_feld", _("Action field"), list(chapters.items()), self._value("f_feld", chapters)),
            ("f_partner", _("Partner"), sorted(partners.items(), key=_label), self._value("f_partner", partners)),
            ("f_art", _("Kind"), list(kinds.items()), self._value("f_art", kinds)),
            (
                "f_meldung",
                _("Reporting organisation"),
                [("ohne", _("not named"))],
                self._value("f_meldung", {"ohne": ""}),
            ),
        ]

    def _value(self, name: str, known: dict[str, str]) -> str:
        value = self.data.get(name, "") if self.data is not None else ""
        return value if value in known else ""

    def shows(self, one: Candidate) -> bool:
        """Whether a candidate passes all chosen values."""
        feld, partner, kind, reporter = (value for _name, _label, _choices, value in self.fields)
        item = one.part.commitment
        return (
            (not feld or str(item.action_field_id) == feld)
            and (not partner or partner in (str(one.part.partner_id), str(one.part.reporter_id)))
            and (not kind or item.kind == kind)
            and (not reporter or one.part.reporter_id is None)
        )


def _label(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


def first_values(today: date) -> dict[str, Any]:
    """What the form of a new round begins with."""
    return {"starts_on": today}


def local(value: datetime | None) -> datetime | None:
    """A moment in Berlin time, as its control shows it."""
    return timezone.localtime(value, days.BERLIN) if value else None
