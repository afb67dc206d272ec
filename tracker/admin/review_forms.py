"""The forms of the review: filters of the queue, accept, return, decide on wishes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.admin.forms import GRADES, DeadlineForm, WordingForm, statuses_of
from tracker.models import Agreement, Partner, ReportingRound, StatusReport, Wish
from tracker.vocabulary import Kind, Precision, ReportField, WishKind


def _area(label: Any, *, rows: int = 3, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})
    return forms.CharField(label=label, widget=widget, **options)


class QueueFilter(forms.Form):
    """Which reports of a list are shown."""

    vereinbarung = forms.ModelChoiceField(
        label=gettext_lazy("Agreement"),
        queryset=Agreement.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("all"),
    )
    runde = forms.ModelChoiceField(
        label=gettext_lazy("Reporting round"),
        queryset=ReportingRound.objects.none(),
        required=False,
        empty_label=gettext_lazy("all"),
    )
    partner = forms.ModelChoiceField(
        label=gettext_lazy("Partner"),
        queryset=Partner.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=gettext_lazy("all"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vereinbarung"].queryset = Agreement.objects.order_by("-signed_on")  # type: ignore[attr-defined]
        self.fields["runde"].queryset = ReportingRound.objects.opened().order_by("-starts_on")  # type: ignore[attr-defined]
        self.fields["partner"].queryset = Partner.objects.filter(  # type: ignore[attr-defined]
            contributions__reports__isnull=False
        ).distinct()

    def wanted(self) -> dict[str, Any]:
        """The conditions for the query; a value that does not exist is told at its field and leaves the list whole."""
        columns = {"vereinbarung": "commitment__agreement", "runde": "round", "partner": "contribution__partner"}
        self.is_valid()
        found = {columns[name]: value for name, value in self.cleaned_data.items() if value}
        return found


class AcceptForm(forms.Form):
    """Accept a report: the status as assessed, the kind of evidence, the public note where they differ."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    assessed_status = forms.ChoiceField(
        label=gettext_lazy("Status as assessed"),
        help_text=gettext_lazy("Preset: as reported. Another one is published only after the hearing period."),
    )
    grade = forms.ChoiceField(
        label=gettext_lazy("Kind of evidence"),
        choices=GRADES,
        help_text=gettext_lazy("Preset: the best among the evidence of the report."),
    )
    assessment_note = _area(
        gettext_lazy("Public note on the assessment"),
        required=False,
        help_text=gettext_lazy("Needed only if the status is assessed differently. It stands beside the report."),
    )

    def __init__(self, *args: Any, report: StatusReport, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {"version": report.version, "assessed_status": report.status, "grade": report.grade}
        )
        super().__init__(*args, **kwargs)
        self.report = report
        if report.commitment.kind == Kind.TARGET:
            # A target is assessed as a whole by a researched fact; reports on its parts set no status.
            del self.fields["assessed_status"], self.fields["assessment_note"]
        else:
            self.fields["assessed_status"].choices = list(statuses_of(report.commitment.kind))  # type: ignore[attr-defined]

    @property
    def differs(self) -> bool:
        """Whether the reviewer assesses the status differently."""
        chosen = self.cleaned_data.get("assessed_status", "")
        return bool(chosen) and chosen != self.report.status

    def clean(self) -> dict[str, Any]:
        """A different status needs its public note."""
        data = super().clean() or {}
        if self.differs and not data.get("assessment_note", "").strip():
            self.add_error("assessment_note", _("Say in public why the status is assessed differently."))
        return data


class ReturnForm(forms.Form):
    """Return a report, with a comment at each field that needs one."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: StatusReport, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": report.version})
        super().__init__(*args, **{"auto_id": "id_return_%s", **kwargs})
        for item in ReportField:
            label = str(item.label)
            self.fields[item.value] = _area(f"{label[:1].upper()}{label[1:]}", rows=2, required=False)

    def comments(self) -> dict[str, str]:
        """What is said at which field."""
        return {item.value: self.cleaned_data[item.value] for item in ReportField if self.cleaned_data[item.value]}


class RevokeForm(forms.Form):
    """Withdraw an accepted report, with the public reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = _area(gettext_lazy("Reason"), help_text=gettext_lazy("Public: it stands beside the withdrawn report."))


class TogetherForm(forms.Form):
    """One reason for several acceptances."""

    reason = _area(gettext_lazy("Reason"), help_text=gettext_lazy("Kept in the protocol with every one of them."))


class _Answered(forms.Form):
    """The answer that the partner reads beside its wish."""

    answer = _area(
        gettext_lazy("Answer to the partner"),
        required=False,
        help_text=gettext_lazy("The partner reads it beside its report. It is not public."),
    )


class GrantDeadlineForm(_Answered, DeadlineForm):
    """The wished deadline, its words and the public reason."""

    field_order = ["due_on", "wording", "precision", "basis", "reason", "answer"]


class GrantWordingForm(_Answered, WordingForm):
    """The corrected texts and the public reason."""

    field_order = ["title", "description", "wording", "reason", "answer"]


class DeclineForm(forms.Form):
    """Why a wish is declined."""

    answer = _area(
        gettext_lazy("Answer to the partner"),
        help_text=gettext_lazy("Why the wish is declined. The partner reads it beside its report; it is not public."),
    )


def wish_arguments(wish: Wish) -> dict[str, Any]:
    """What the form of a wish begins with: the present record, and the day that is wished."""
    item = wish.report.commitment
    if wish.kind == WishKind.WORDING:
        return {"title": item.title, "description": item.description, "wording": item.wording, "reason": wish.text}
    return {
        "due_on": wish.due_on or item.due_on,
        "wording": item.due_wording,
        "precision": Precision.DAY if wish.due_on else item.due_precision or Precision.DAY,
        "basis": item.due_basis or "stated",
        "reason": wish.text,
    }
