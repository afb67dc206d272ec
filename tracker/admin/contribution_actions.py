"""What editors do to contributions, one or many: name who reports, split joint ones."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker import workflow
from tracker.admin import forms
from tracker.admin.actions import ActionView, asked_ids, told
from tracker.models import Agreement, Commitment, Contribution, Partner
from tracker.vocabulary import ActorRole, ChangeReason


class ContributionAction(ActionView):
    """An action on the contributions named in the address."""

    @cached_property
    def contributions(self) -> list[Contribution]:
        """The chosen contributions; 404 if none of them is there."""
        found = Contribution.objects.filter(pk__in=asked_ids(self.request)).select_related("commitment", "partner")
        chosen = list(found.order_by("commitment__sort_key", "position"))
        if not chosen:
            raise Http404
        return chosen

    @cached_property
    def _commitments(self) -> list[Commitment | Agreement]:
        return list({part.commitment_id: part.commitment for part in self.contributions}.values())

    def subjects(self) -> list[Commitment | Agreement]:
        """The commitments they belong to."""
        return self._commitments


class ReporterView(ContributionAction):
    """Name the organisation that reports for contributions."""

    title = gettext_lazy("Name the reporting organisation")
    form_class = forms.ReporterForm
    explanation = gettext_lazy("The organisation is named in public and is asked for reports in rounds to come.")

    def run(self, form: Any, rows: Any) -> str:
        """Name it."""
        reporter: Partner | None = form.cleaned_data["reporter"]
        return told(workflow.name_reporter(self.contributions, reporter, actor=self.acting()))


class SplitView(ContributionAction):
    """Split joint contributions among partners."""

    title = gettext_lazy("Split joint contributions")
    form_class = forms.SplitForm
    explanation = gettext_lazy(
        "The joint contribution is replaced by one for each partner you tick. It cannot be split any more once "
        "somebody was asked for it or reported on it."
    )
    confirm = gettext_lazy("Split")

    def form_arguments(self) -> dict[str, Any]:
        """The members of the groups, and all partners for those who ask for them."""
        return {"members": self._members(), "everybody": Partner.objects.all()}

    def _members(self) -> QuerySet[Partner]:
        groups = {part.partner_id for part in self.contributions}
        members = Partner.objects.filter(groups__group__in=groups).distinct()
        return members if members.exists() else Partner.objects.all()

    def run(self, form: Any, rows: Any) -> str:
        """Split each of them, all or none."""
        count = 0
        partners = list(form.cleaned_data["partners"])
        with workflow.public_change(
            actor=self.acting(), role=ActorRole.EDITOR, reason=ChangeReason.SPLIT, note=form.cleaned_data["reason"]
        ):
            for part in self.contributions:
                try:
                    workflow.split_contribution(part, partners, actor=self.acting(), reason=form.cleaned_data["reason"])
                except ValidationError as error:
                    text = "; ".join(error.messages)
                    raise ValidationError(f"{part.commitment.code}, {part.partner}: {text}") from error
                count += 1
        return ngettext("%d contribution was split.", "%d contributions were split.", count) % count

    def rows_error(self, form: Any, rows: Any) -> None:
        """A group is not split into itself."""
        groups = {part.partner_id for part in self.contributions}
        if any(partner.pk in groups for partner in form.cleaned_data["partners"]):
            form.add_error("partners", _("A joint contribution is not split into itself."))
