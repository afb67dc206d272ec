"""The draft of a commitment beside a proposal: what the rules read out of the words, as a form to be mended."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import workflow
from tracker.admin.fields import CommitmentField, CommitmentsField, DayInput, InstrumentsField, PartnersField
from tracker.models import ActionField, Instrument, Land, OfficialText, Partner, Proposal, TargetGroup
from tracker.models.commitments import CODE_VALIDATOR
from tracker.vocabulary import DeadlineBasis, Kind, Modality, Precision, QuantityKind, Verifiability

RELATED = ("target_groups", "instruments", "lands", "continues")
TITLE_LENGTH = 120
EMPTY = [("", "–")]


def _line(label: Any, *, length: int, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, widget=forms.TextInput(attrs={"class": "vTextField"}), **options
    )


def _text(label: Any, rows: int, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})
    return forms.CharField(label=label, widget=widget, **options)


class DraftForm(forms.Form):
    """A commitment as it may be made of some words. The wording itself is taken from the text and cannot be typed."""

    use_required_attribute = False

    code = _line(gettext_lazy("Code"), length=40, validators=[CODE_VALIDATOR])
    title = _line(gettext_lazy("Title"), length=200, help_text=gettext_lazy("In plain words, as in all tables."))
    description = _text(gettext_lazy("Plain description"), 3)
    leads = PartnersField(label=gettext_lazy("Responsible"), required=False)
    supporting = PartnersField(label=gettext_lazy("Supporting"), required=False)
    action_field = forms.ModelChoiceField(
        label=gettext_lazy("Action field"), queryset=ActionField.objects.none(), required=False, empty_label="–"
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    modality = forms.ChoiceField(label=gettext_lazy("Bindingness"), choices=Modality.choices)
    due_on = forms.DateField(
        label=gettext_lazy("Deadline"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("The last day that satisfies the words."),
    )
    due_wording = _line(gettext_lazy("Words of the deadline"), length=200, required=False)
    due_precision = forms.ChoiceField(
        label=gettext_lazy("Precision of the deadline"), choices=[*EMPTY, *Precision.choices], required=False
    )
    due_basis = forms.ChoiceField(
        label=gettext_lazy("Basis of the deadline"), choices=[*EMPTY, *DeadlineBasis.choices], required=False
    )
    due_start = forms.DateField(label=gettext_lazy("Period from"), required=False, widget=DayInput)
    verifiable = forms.ChoiceField(label=gettext_lazy("Verifiability"), choices=Verifiability.choices)
    verifiable_reason = _line(gettext_lazy("Reason for the verifiability"), length=400, required=False)
    general_aim = forms.BooleanField(label=gettext_lazy("General aim"), required=False)
    continues = CommitmentsField(label=gettext_lazy("Continues"), required=False)
    part_of = CommitmentField(label=gettext_lazy("Part of"), required=False)
    quantity_value = forms.DecimalField(
        label=gettext_lazy("Quantity"), max_digits=18, decimal_places=3, required=False, localize=True
    )
    quantity_unit = _line(gettext_lazy("Unit"), length=120, required=False)
    quantity_text = _line(gettext_lazy("Quantity in words"), length=200, required=False)
    quantity_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of quantity"), choices=[*EMPTY, *QuantityKind.choices], required=False
    )
    target_groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Target groups"), queryset=TargetGroup.objects.all(), required=False
    )
    instruments = InstrumentsField(label=gettext_lazy("Instruments"), required=False)
    lands = forms.ModelMultipleChoiceField(label=gettext_lazy("Länder"), queryset=Land.objects.all(), required=False)
    involved = _text(
        gettext_lazy("Others involved"), 2, required=False, help_text=gettext_lazy("One per line, in the words used.")
    )

    first = ("title", "description", "leads", "supporting", "action_field", "kind", "modality")
    deadline = ("due_on", "due_wording", "due_precision", "due_basis", "due_start")
    relations = ("continues", "part_of")
    rest = (
        "code",
        "verifiable",
        "verifiable_reason",
        "general_aim",
        "quantity_value",
        "quantity_unit",
        "quantity_text",
        "quantity_kind",
        "target_groups",
        "instruments",
        "lands",
        "involved",
    )

    def __init__(self, *args: Any, text: OfficialText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text
        fields: Any = self.fields["action_field"]
        fields.queryset = ActionField.objects.filter(agreement=text.agreement_id).select_related("agreement")

    def group(self, names: Iterable[str]) -> list[Any]:
        """These fields of the form, for the page."""
        return [self[name] for name in names]

    @property
    def groups(self) -> list[tuple[Any, list[Any], bool]]:
        """The fields in groups: heading, fields, whether the group stands open."""
        deadline = self.group(self.deadline)
        return [
            (_("Commitment"), self.group(self.first), True),
            (_("Deadline"), deadline, any(field.value() or field.errors for field in deadline)),
            (_("Belongs to"), self.group(self.relations), any(self[name].errors for name in self.relations)),
            (_("More"), self.group(self.rest), any(self[name].errors for name in self.rest)),
        ]

    def clean(self) -> dict[str, Any]:
        """Code and parent belong to the agreement; a deadline has its words, precision and basis."""
        data = super().clean() or {}
        agreement = self.text.agreement
        code, parent = data.get("code"), data.get("part_of")
        if code and not code.startswith(f"{agreement.code_prefix}-"):
            self.add_error("code", _("Codes of this agreement begin with %s-.") % agreement.code_prefix)
        if parent and parent.agreement_id != agreement.pk:
            self.add_error("part_of", _("This commitment belongs to another agreement."))
        if data.get("due_on"):
            for name in ("due_wording", "due_precision", "due_basis"):
                if not data.get(name):
                    self.add_error(name, _("A deadline needs its words, its precision and its basis."))
        if data.get("due_on") and data.get("due_start") and data["due_on"] < data["due_start"]:
            self.add_error("due_start", _("The deadline ends before it begins."))
        return data

    def draft(self) -> workflow.DraftData:
        """What the workflow makes the commitment of."""
        data = dict(self.cleaned_data)
        leads, supporting = data.pop("leads"), data.pop("supporting")
        related = {name: list(data.pop(name)) for name in RELATED}
        if data["kind"] == Kind.POSITION:
            data["status"] = None
        return workflow.DraftData(
            columns=data, leads=leads, supporting=supporting, related=related, edited=self.has_changed()
        )


def initial(proposal: Proposal, *, field: ActionField | None) -> dict[str, Any]:
    """What the form of a proposal begins with: what the rules read out of its words, and a code that is free."""
    quote, said = workflow.quote_of(proposal), dict(proposal.data)
    deadline = said.get("deadline") or {}
    leads = list(Partner.objects.filter(key__in=said.get("partners") or []))
    named = said.get("participants") or []
    supporting = [item for item in Partner.objects.filter(key__in=named) if item not in leads]
    known = {item.key for item in [*leads, *supporting]}
    quantity = next(iter(said.get("quantities") or []), None) or {}
    due_on = _day(deadline.get("end"))
    found: dict[str, Any] = {
        "code": workflow.next_code(proposal.text.agreement, field),
        "title": _title(quote),
        "description": quote,
        "leads": leads,
        "supporting": supporting,
        "action_field": field,
        "kind": said.get("kind") or Kind.MEASURE,
        "modality": said.get("modality") if said.get("modality") in Modality.values else Modality.COMMITMENT,
        "verifiable": Verifiability.YES if due_on or quantity else Verifiability.PARTLY,
        "involved": "\n".join(word for word in named if word not in known),
        "target_groups": list(TargetGroup.objects.filter(key__in=said.get("target_groups") or [])),
        "instruments": _instruments(said.get("instruments") or []),
        "lands": list(Land.objects.filter(code__in=said.get("laender") or [])),
    }
    if due_on:
        found |= {
            "due_on": due_on,
            "due_start": _day(deadline.get("start")),
            "due_wording": str(deadline.get("wording") or "")[:200],
            "due_precision": deadline.get("precision") or Precision.DAY,
            "due_basis": deadline.get("basis") or DeadlineBasis.STATED,
        }
        if found["due_start"] and found["due_start"] > due_on:
            found["due_start"] = None
    elif deadline.get("recurring"):
        found |= {"due_wording": str(deadline.get("wording") or "")[:200], "due_precision": Precision.RECURRING}
    if quantity:
        found["quantity_text"] = str(quantity.get("wording") or "")[:200]
        found["quantity_value"] = quantity.get("value")
        found["quantity_unit"] = str(quantity.get("unit") or "")[:120]
    return found


def _instruments(words: list[str]) -> list[Instrument]:
    """The recorded instruments that the words name by key or name; others are left to the editors."""
    wanted = {word.casefold() for word in words}
    return [item for item in Instrument.objects.all() if {item.key, item.name.casefold()} & wanted] if wanted else []


def _title(quote: str) -> str:
    """The beginning of the words as a title to begin with."""
    plain = re.sub(r"^[•–\-\d.)\s]+", "", quote).rstrip(".;:")
    short = Truncator(plain).chars(TITLE_LENGTH)
    return short[:1].upper() + short[1:]


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        return None
