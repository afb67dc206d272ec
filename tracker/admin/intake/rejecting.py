"""The small forms beside the draft: why words are no commitment, and where a proposal is split."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import workflow
from tracker.models import Proposal
from tracker.vocabulary import RejectGround

AROUND = 40


class RejectForm(forms.Form):
    """Why the words of a proposal are no commitment of their own."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Why it is no commitment"),
        choices=RejectGround.choices,
        help_text=gettext_lazy("Public: it stands beside the words once the text is published."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason in words"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    use_required_attribute = False


class SplitForm(forms.Form):
    """Where the words of a proposal are cut in two."""

    use_required_attribute = False

    at = forms.ChoiceField(label=gettext_lazy("The second part begins with"))

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = workflow.split_places(proposal)
        whole = proposal.text.text
        words = [(place, " ".join(whole[place : min(place + AROUND, proposal.end)].split())) for place in places]
        field: Any = self.fields["at"]
        field.choices = [(str(place), _("“%s …”") % begin) for place, begin in words]
        self.has_places = bool(places)
