"""What editors do to commitments and agreements: publish, drop, move a deadline, correct texts."""

from __future__ import annotations

from typing import Any

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import workflow
from tracker.admin import forms
from tracker.admin.actions import ActionView, asked_ids, told
from tracker.models import Agreement, Commitment
from tracker.workflow.commitments import CORRECTABLE


class PublishView(ActionView):
    """Publish drafts of one kind, one or many."""

    title = gettext_lazy("Publish")
    explanation = gettext_lazy(
        "From now on everybody can read it. What was published stays in the record: it can be corrected in public, but "
        "not taken back."
    )

    def subjects(self) -> list[Commitment | Agreement]:
        """The chosen records."""
        return self._chosen

    @cached_property
    def _chosen(self) -> list[Any]:
        model = self.model_admin.model
        found = list(model._default_manager.filter(pk__in=asked_ids(self.request)))
        if not found:
            raise Http404
        return found

    def run(self, form: Any, rows: Any) -> str:
        """Publish those that are drafts."""
        return told(workflow.publish(self._chosen, actor=self.acting()))


class CommitmentAction(ActionView):
    """An action on one commitment."""

    @cached_property
    def commitment(self) -> Commitment:
        """The commitment of the address."""
        return get_object_or_404(Commitment.objects.select_related("agreement"), pk=self.kwargs["pk"])

    def subjects(self) -> list[Commitment | Agreement]:
        """The commitment."""
        return [self.commitment]


class DropView(CommitmentAction):
    """Record that a commitment is no longer pursued."""

    title = gettext_lazy("No longer pursued")
    corrects = True
    form_class = forms.DropForm
    explanation = gettext_lazy(
        "The commitment stays in the record, is shown beside the others and no longer counted among those to be "
        "completed. The reason is public."
    )
    confirm = gettext_lazy("Record as no longer pursued")

    def make_rows(self, data: QueryDict | None) -> Any:
        """The evidence."""
        return forms.evidence_rows(data)

    def rows_error(self, form: Any, rows: Any) -> None:
        """Evidence and its kind belong together."""
        forms.check_evidence(form, rows)

    def run(self, form: Any, rows: Any) -> str:
        """Drop it."""
        workflow.drop(self.commitment, actor=self.acting(), evidence=forms.evidence_of(rows), **form.cleaned_data)
        return _("%(code)s is recorded as no longer pursued.") % {"code": self.commitment.code}


class DeadlineView(CommitmentAction):
    """Move a deadline."""

    title = gettext_lazy("Move the deadline")
    corrects = True
    form_class = forms.DeadlineForm
    explanation = gettext_lazy(
        "The earlier deadline is kept and shown beside the new one, with the day of the move and the reason."
    )

    def form_arguments(self) -> dict[str, Any]:
        """The present deadline to begin with."""
        item = self.commitment
        initial = {
            "due_on": item.due_on,
            "wording": item.due_wording,
            "precision": item.due_precision or "day",
            "basis": item.due_basis or "stated",
        }
        return {"initial": initial}

    def run(self, form: Any, rows: Any) -> str:
        """Move it."""
        workflow.move_deadline(self.commitment, actor=self.acting(), **form.cleaned_data)
        return _("The deadline of %(code)s was moved.") % {"code": self.commitment.code}


class WordingView(CommitmentAction):
    """Correct title, description or official wording."""

    title = gettext_lazy("Correct the texts")
    corrects = True
    form_class = forms.WordingForm
    explanation = gettext_lazy("Every text before and after is kept and shown with the reason.")

    def form_arguments(self) -> dict[str, Any]:
        """The present texts to begin with."""
        return {"initial": {name: getattr(self.commitment, name) for name in CORRECTABLE}}

    def run(self, form: Any, rows: Any) -> str:
        """Correct them."""
        texts = {name: form.cleaned_data[name].replace("\r\n", "\n") for name in CORRECTABLE}
        workflow.correct_wording(self.commitment, texts=texts, reason=form.cleaned_data["reason"], actor=self.acting())
        return _("The texts of %(code)s were corrected.") % {"code": self.commitment.code}
