"""Who acts for an organisation: its mandates on one page, for administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Max, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import days, workflow
from tracker.admin.account_actions import PARTNER_ROLES, AccountChoice, PeopleView
from tracker.admin.fields import DayInput
from tracker.admin.people import person_name, state_of, with_part
from tracker.models import Account, Mandate, Partner
from tracker.vocabulary import PartnerKind


class MandateForm(forms.Form):
    """An account that is to act for the organisation."""

    account = AccountChoice(label=gettext_lazy("Account"), queryset=Account.objects.none())
    is_deputy = forms.BooleanField(
        label=gettext_lazy("As deputy: is reminded only after the first person"), required=False
    )
    start = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput)
    end = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DayInput)

    def __init__(self, data: Any, *, partner: Partner) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["account"].queryset = (
            Account.objects.filter(is_active=True, groups__name__in=PARTNER_ROLES)
            .exclude(pk__in=Mandate.objects.filter(partner=partner, end__isnull=True).values("account"))
            .prefetch_related("mandates__partner")
            .order_by("last_name", "first_name", "email")
            .distinct()
        )


class PartnerPeopleView(PeopleView):
    """The people of an organisation."""

    template_name = "admin/partner_people.html"
    title = gettext_lazy("Who acts for it")
    explanation = gettext_lazy("Mandates are changed and ended in the account of the person.")
    confirm = gettext_lazy("Add")

    @cached_property
    def partner(self) -> Partner:
        """The organisation of the address; a group has no people."""
        return get_object_or_404(Partner.objects.exclude(kind=PartnerKind.GROUP), pk=self.kwargs["pk"])

    def make_form(self, data: Any) -> MandateForm:
        """The form."""
        return MandateForm(data, partner=self.partner)

    def done_url(self) -> str:
        """This page again."""
        return reverse("admin:tracker_partner_people", args=[self.partner.pk])

    def facts(self) -> dict[str, Any]:
        """The mandates with the state of their accounts, in a fixed number of queries."""
        now = timezone.now()
        mandates = (
            Mandate.objects.filter(partner=self.partner)
            .select_related("account")
            .prefetch_related("account__groups")
            .annotate(
                invited_until=Max(
                    "account__invitations__expires_at",
                    filter=Q(
                        account__invitations__accepted_at__isnull=True,
                        account__invitations__revoked_at__isnull=True,
                        account__invitations__expires_at__gt=now,
                    ),
                )
            )
            .order_by("end", "is_deputy", "pk")
        )
        rows = [
            {
                "mandate": mandate,
                "account": mandate.account,
                "name": with_part(mandate),
                "roles": ", ".join(str(role.label) for role in workflow.roles_of(mandate.account)),
                "state": state_of(mandate.account, invited_until=mandate.invited_until),
            }
            for mandate in mandates
        ]
        return {
            "title": _("Who acts for %s") % self.partner,
            "who": self.partner.name,
            "rows": rows,
            "can_report": workflow.reporting_mandates(on=days.today()).filter(partner=self.partner).exists(),
            "invite_url": f"{reverse('admin:tracker_account_add')}?partner={self.partner.pk}",
            "back": reverse("admin:tracker_partner_change", args=[self.partner.pk]),
        }

    def run(self, form: Any) -> str:
        """Give the mandate."""
        data = form.cleaned_data
        workflow.give_mandate(
            data["account"],
            self.partner,
            actor=self.acting(),
            is_deputy=data["is_deputy"],
            start=data["start"],
            end=data["end"],
        )
        return _("%(name)s acts for %(partner)s.") % {"name": person_name(data["account"]), "partner": self.partner}
