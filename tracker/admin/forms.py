"""The forms of the actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import days, workflow
from tracker.admin.fields import CommitmentField, DayInput
from tracker.admin.linkstates import link_states
from tracker.models import Commitment, Contribution, Partner, StatusReport
from tracker.vocabulary import Confidence, DeadlineBasis, FactBasis, Grade, Kind, Precision, Status

FACT_PRECISIONS = [(item.value, item.label) for item in Precision.of_facts()]
GRADES = [(item.value, item.label) for item in Grade]


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput, **options)


ON_THE_PAGE = gettext_lazy("Public: it stands on the page of the commitment.")


def _reason(help_text: Any = ON_THE_PAGE) -> forms.CharField:
    return _text(gettext_lazy("Reason"), rows=3, help_text=help_text)


def _text(label: Any, *, rows: int = 4, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})
    return forms.CharField(label=label, widget=widget, **options)


def _line(label: Any, *, length: int, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "vTextField"})
    return forms.CharField(label=label, max_length=length, widget=widget, **options)


class EvidenceForm(forms.Form):
    """One link behind a fact."""

    title = _line(gettext_lazy("Title"), length=400)
    publisher = _line(gettext_lazy("Publisher"), length=300)
    url = forms.URLField(
        label=gettext_lazy("Address"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"class": "vURLField"}),
    )
    archive_url = forms.URLField(
        label=gettext_lazy("Archived copy"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"class": "vURLField"}),
    )
    published_on = _day(gettext_lazy("Published on"), required=False, help_text=gettext_lazy("empty if not known"))
    published_precision = forms.ChoiceField(
        label=gettext_lazy("Precision of the publication day"), choices=FACT_PRECISIONS, initial=Precision.DAY
    )
    seen_on = _day(gettext_lazy("Seen on"))

    def data_of(self) -> workflow.EvidenceData:
        """The evidence for the workflow."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}
        return workflow.EvidenceData(**data)


EvidenceRows = forms.formset_factory(EvidenceForm, extra=1, max_num=50, absolute_max=50, can_delete=True)


def evidence_rows(data: Any, report: StatusReport | None = None) -> Any:
    """The rows of evidence: those of a fact that is corrected, and an empty one."""
    if data is not None:
        # Every row may be emptied, so none counts as a stored one.
        data["form-INITIAL_FORMS"] = "0"
        return EvidenceRows(data, form_kwargs={"use_required_attribute": False})
    names = ("title", "publisher", "url", "archive_url", "published_on", "published_precision", "seen_on")
    initial = [{name: getattr(item, name) for name in names} for item in report.evidence.all()] if report else []
    rows = EvidenceRows(initial=initial, form_kwargs={"use_required_attribute": False})
    known = link_states(item["url"] for item in initial)
    for row in rows:
        row.fields["url"].help_text = known.get(row.initial.get("url", ""), "")
    return rows


def evidence_of(rows: Any) -> list[workflow.EvidenceData]:
    """The evidence that was filled in and not ticked to go."""
    return [row.data_of() for row in rows if row.cleaned_data.get("title") and not row.cleaned_data.get("DELETE")]


class FactForm(forms.Form):
    """A researched fact on one commitment."""

    contribution = forms.ModelChoiceField(
        label=gettext_lazy("Speaks for"),
        queryset=Contribution.objects.none(),
        required=False,
        empty_label=gettext_lazy("the commitment as a whole"),
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        help_text=gettext_lazy("Leave it empty for a fact from which no status follows."),
    )
    as_of = _day(
        gettext_lazy("As of"),
        help_text=gettext_lazy(
            "The day the fact is about, not the day of the source. For a month or year any day in it."
        ),
    )
    as_of_precision = forms.ChoiceField(label=gettext_lazy("Precision"), choices=FACT_PRECISIONS, initial=Precision.DAY)
    summary = _text(gettext_lazy("Text"), help_text=gettext_lazy("Public, in plain words: what the source shows."))
    grade = forms.ChoiceField(label=gettext_lazy("Kind of evidence"), choices=GRADES, initial=Grade.DOCUMENT)
    confidence = forms.ChoiceField(
        label=gettext_lazy("Confidence"),
        choices=Confidence.choices,
        help_text=gettext_lazy("“Uncertain” is said on the page."),
    )
    basis = forms.ChoiceField(label=gettext_lazy("Basis"), choices=FactBasis.choices)
    seen_on = _day(gettext_lazy("Seen on"), help_text=gettext_lazy("The day on which you saw the source."))
    editor_note = _text(
        gettext_lazy("Note for the editors"), rows=2, required=False, help_text=gettext_lazy("never public")
    )

    def __init__(self, *args: Any, commitment: Commitment, report: StatusReport | None = None, **kwargs: Any) -> None:
        if report is not None:
            names = [name for name in self.base_fields if hasattr(report, name)]
            kwargs.setdefault("initial", {name: getattr(report, name) for name in names})
        super().__init__(*args, **kwargs)
        self.fields["contribution"].queryset = commitment.contributions.select_related("partner", "commitment")  # type: ignore[attr-defined]
        self.fields["contribution"].label_from_instance = lambda part: str(part.partner)  # type: ignore[attr-defined]
        self.fields["status"].choices = [("", _("leaves the status as it is")), *statuses_of(commitment.kind)]  # type: ignore[attr-defined]
        if report is not None:
            del self.fields["contribution"]  # a correction speaks for the same part
        self.fields["seen_on"].initial = days.today()

    def fact(self, rows: Any) -> workflow.FactData:
        """The fact for the workflow."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("contribution", "reason")}
        return workflow.FactData(**data, evidence=evidence_of(rows))


def statuses_of(kind: str) -> Iterable[tuple[str, Any]]:
    """The statuses a fact on this kind of commitment may have."""
    if kind == Kind.POSITION:
        return []
    wanted = [item for item in Status.reportable() if kind == Kind.TARGET or item is not Status.MISSED]
    return [(item.value, item.label_for(kind)) for item in wanted]


class CorrectFactForm(FactForm):
    """A fact with what it should say, and the public reason."""

    reason = _reason(gettext_lazy("Public: it stands beside the withdrawn fact."))


class ReasonForm(forms.Form):
    """Nothing but the public reason."""

    reason = _reason()


class DropForm(forms.Form):
    """A commitment is no longer pursued."""

    reason = _reason()
    as_of = _day(gettext_lazy("As of"), help_text=gettext_lazy("The day on which it was given up, as far as known."))
    as_of_precision = forms.ChoiceField(label=gettext_lazy("Precision"), choices=FACT_PRECISIONS, initial=Precision.DAY)
    grade = forms.ChoiceField(label=gettext_lazy("Kind of evidence"), choices=GRADES, initial=Grade.DOCUMENT)


class DeadlineForm(forms.Form):
    """A new deadline with its words and the reason; the earlier one is kept."""

    due_on = _day(
        gettext_lazy("New deadline"),
        required=False,
        help_text=gettext_lazy("Last day that satisfies the words. Empty: no deadline any more."),
    )
    wording = _line(
        gettext_lazy("Words of the deadline"),
        length=200,
        required=False,
        help_text=gettext_lazy("As decided, for example “by the end of 2027”."),
    )
    precision = forms.ChoiceField(label=gettext_lazy("Precision"), choices=Precision.choices, initial=Precision.DAY)
    basis = forms.ChoiceField(label=gettext_lazy("Basis"), choices=DeadlineBasis.choices)
    reason = _reason()


class WordingForm(forms.Form):
    """The texts of a commitment, corrected in public."""

    title = _line(gettext_lazy("Title"), length=200)
    description = _text(gettext_lazy("Plain description"), rows=6)
    wording = _text(
        gettext_lazy("Official wording"),
        rows=6,
        required=False,
        help_text=gettext_lazy("Letter by letter as in the signed text."),
    )
    reason = _reason()


class ReporterForm(forms.Form):
    """Who reports for contributions."""

    reporter = forms.ModelChoiceField(
        label=gettext_lazy("Reports"),
        queryset=Partner.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody named"),
        help_text=gettext_lazy("An organisation, never a group."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reporter"].queryset = Partner.objects.exclude(kind="group")  # type: ignore[attr-defined]
        self.fields["reporter"].label_from_instance = partner_label  # type: ignore[attr-defined]


def partner_label(partner: Partner) -> str:
    """A partner in a list: short name and name."""
    return f"{partner} – {partner.name}" if str(partner) != partner.name else partner.name


class SplitForm(forms.Form):
    """The partners among whom a joint contribution is split."""

    partners = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Contributions of these partners"),
        queryset=Partner.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each gets a contribution of its own, in the same role. The joint one goes."),
    )
    others = forms.BooleanField(
        label=gettext_lazy("Offer all partners, not only the members of the group"), required=False
    )
    reason = _text(gettext_lazy("Reason"), rows=2, required=False, help_text=gettext_lazy("Public, if you give one."))

    def __init__(self, *args: Any, members: Any, everybody: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wide = self.is_bound and self.data.get("others")
        self.fields["partners"].queryset = everybody if wide else members  # type: ignore[attr-defined]
        self.fields["partners"].label_from_instance = partner_label  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """Which commitment a fact is about."""

    commitment = CommitmentField(label=gettext_lazy("Commitment"))


def check_evidence(form: forms.Form, rows: Any) -> None:
    """Evidence and its kind belong together: neither stands without the other."""
    grade, found = form.cleaned_data.get("grade"), evidence_of(rows)
    if found and grade == Grade.NONE:
        form.add_error("grade", _("Say what kind of evidence the source is."))
    if not found and grade and grade != Grade.NONE:
        form.add_error("grade", _("Name the source below, or choose “no evidence”."))
