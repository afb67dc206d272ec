"""The steps in the life of an account, each a page that says what follows before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.password_reset import request_password_reset
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from tracker import access, days, workflow
from tracker.admin.base import acting
from tracker.admin.people import open_work, others_for, person_name, person_with_address, state_of
from tracker.models import Account, Actor, Partner
from tracker.vocabulary import AccountRole

PARTNER_ROLES = {AccountRole.REPORTER, AccountRole.READER}


class PeopleView(View):
    """A page for administrators with a form; subclasses say what it shows and what sending it does."""

    model_admin: Any = None
    form_class: type[forms.Form] = forms.Form
    template_name = "admin/account_step.html"
    title: str | Promise = ""
    explanation: str | Promise = ""
    confirm: str | Promise = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let administrators in."""
        if not access.can_administer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page with its form."""
        return self.show(self.make_form(None))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or show the form again with what is wrong."""
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            told = self.run(form)
        except ValidationError as error:
            refuse(form, error)
            return self.show(form)
        messages.success(request, told)
        return HttpResponseRedirect(self.done_url())

    def make_form(self, data: Any) -> Any:
        """The form, empty or with what was sent."""
        return self.form_class(data)

    def run(self, form: Any) -> str:
        """Do it, through the workflow; return what to tell."""
        raise NotImplementedError

    def done_url(self) -> str:
        """Where one goes on."""
        raise NotImplementedError

    def facts(self) -> dict[str, Any]:
        """What else the page shows."""
        return {}

    def show(self, form: Any, **more: Any) -> HttpResponse:
        """The page."""
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "title": self.title,
            "opts": self.model_admin.opts,
            "explanation": self.explanation,
            "confirm": self.confirm or self.title,
            "form": form,
            "back": self.done_url(),
            "media": self.model_admin.media + form.media,
            **self.facts(),
            **more,
        }
        return TemplateResponse(self.request, self.template_name, context)

    def acting(self) -> Actor:
        """The actor behind whom the signed-in person stands."""
        return acting(self.request)


def refuse(form: Any, error: ValidationError) -> None:
    """Put the sentences of the workflow at their fields."""
    if hasattr(error, "error_dict"):
        for name, found in error.error_dict.items():
            form.add_error(name if name in form.fields else None, found)
    else:
        form.add_error(None, error)


class PartnerChoice(forms.ModelMultipleChoiceField):
    """Organisations by short and long name as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """The chosen ones; a number that no row can have is refused before the database is asked."""
        for key in value if isinstance(value, list | tuple) else ():
            if len(str(key)) > 18:
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, code="invalid_choice", params={"value": str(key)[:20]})
        return super().clean(value)

    def label_from_instance(self, obj: Partner) -> str:
        """Both names, once where they are the same."""
        return obj.name if obj.abbreviation in ("", obj.name) else f"{obj.abbreviation} – {obj.name}"


# --- one account -----------------------------------------------------------------------------------------------------


def address_of(account: Account, step: str = "change") -> str:
    """The address of an account, or of one of its steps."""
    return reverse(f"admin:tracker_account_{step}", args=[account.pk])


@dataclass(frozen=True)
class Step:
    """A step that fits the present state of an account."""

    label: str
    url: str


def steps_for(account: Account, *, signed_in: Any) -> list[Step]:
    """The steps that can be taken with an account as it is now."""
    own = signed_in.pk == account.pk
    set_up = account.has_usable_password()
    found: list[tuple[str, str]] = []
    if account.is_active and account.mandates.in_force(on=days.today()).exists():
        found.append((_("Hand over"), "hand_over"))
    if account.is_active and not set_up:
        found.append((_("Invite once more"), "invite_again"))
        found.append((_("Withdraw the invitation"), "withdraw_invitation"))
    if account.is_active and set_up and not own:
        found.append((_("Send a link for a new password"), "password_link"))
        found.append((_("Reset the second factor"), "reset_factor"))
    if account.is_active and not own:
        found.append((_("Disable"), "disable"))
    if not account.is_active:
        found.append((_("Enable again"), "enable"))
    found.append((_("Hand out the data"), "export"))
    if not own:
        found.append((_("Delete the person"), "erase"))
    return [Step(label, address_of(account, name)) for label, name in found]


class AccountView(PeopleView):
    """A step of one account."""

    @cached_property
    def account(self) -> Account:
        """The account of the address."""
        return get_object_or_404(Account, pk=self.kwargs["pk"])

    def done_url(self) -> str:
        """The account."""
        return address_of(self.account)

    def facts(self) -> dict[str, Any]:
        """Whose account it is."""
        invited = self.account.invitations.order_by("-expires_at").first()
        until = invited.expires_at if invited and not (invited.accepted_at or invited.revoked_at) else None
        return {
            "account": self.account,
            "who": person_with_address(self.account),
            "state": state_of(self.account, invited_until=until),
        }


class AccountChoice(forms.ModelChoiceField):
    """An account by name, mail address and the organisations it acts for."""

    def label_from_instance(self, obj: Account) -> str:
        """Name, address, organisations."""
        partners = ", ".join(str(mandate.partner) for mandate in obj.mandates.all())
        return f"{person_with_address(obj)} ({partners})" if partners else person_with_address(obj)


class HandOverForm(forms.Form):
    """Which organisations go to whom."""

    partners = PartnerChoice(label=gettext_lazy("For which organisations"), queryset=Partner.objects.none())
    after = AccountChoice(label=gettext_lazy("Successor"), queryset=Account.objects.none())

    def __init__(self, data: Any, *, before: Account, partners: QuerySet[Partner]) -> None:
        super().__init__(data, initial={"partners": list(partners)})
        choices: Any = self.fields
        choices["partners"].queryset = partners
        choices["after"].queryset = (
            Account.objects.filter(is_active=True, groups__name__in=PARTNER_ROLES)
            .exclude(pk=before.pk)
            .prefetch_related("mandates__partner")
            .order_by("last_name", "first_name", "email")
            .distinct()
        )


class HandOverView(AccountView):
    """Hand the work of one account over to another."""

    template_name = "admin/account_hand_over.html"
    title = gettext_lazy("Hand over")
    explanation = gettext_lazy(
        "From today on the successor acts for these organisations. Drafts, returned and asked-for reports belong to "
        "the organisation, so they move along; reminders go to the successor. The account itself stays as it is."
    )

    @cached_property
    def partners(self) -> QuerySet[Partner]:
        """The organisations the account acts for today."""
        held = self.account.mandates.in_force(on=days.today()).values("partner")
        return Partner.objects.filter(pk__in=held)

    def make_form(self, data: Any) -> HandOverForm:
        """The form."""
        return HandOverForm(data, before=self.account, partners=self.partners)

    def facts(self) -> dict[str, Any]:
        """The open work of each organisation, and who else acts for it."""
        on = days.today()
        others = others_for(self.partners, self.account, on=on)
        work = [
            {"partner": partner, "lines": lines, "others": others[partner.pk]}
            for partner, lines in open_work(self.partners, on=on)
        ]
        return super().facts() | {"work": work, "invite_url": reverse("admin:tracker_account_add")}

    def run(self, form: Any) -> str:
        """Hand over."""
        data = form.cleaned_data
        workflow.hand_over_all(
            data["partners"], before=self.account, after=data["after"], actor=self.acting(), on=days.today()
        )
        names = ", ".join(map(str, data["partners"]))
        return _("%(name)s acts for %(partners)s from today on.") % {
            "name": person_name(data["after"]),
            "partners": names,
        }


class DisableForm(forms.Form):
    """Asks to be sure where organisations would be left alone."""

    sure = forms.BooleanField(
        label=gettext_lazy("Disable all the same"),
        error_messages={
            "required": gettext_lazy("Hand over first, or tick that the account is to be disabled anyway.")
        },
    )

    def __init__(self, data: Any, *, alone: list[Partner]) -> None:
        super().__init__(data)
        if not alone:
            del self.fields["sure"]


class DisableView(AccountView):
    """Disable an account."""

    template_name = "admin/account_disable.html"
    title = gettext_lazy("Disable the account")
    explanation = gettext_lazy(
        "The person is signed out everywhere at once and cannot sign in any more; reminders stop. Roles and "
        "organisations stay recorded, so that the account can be enabled again."
    )
    confirm = gettext_lazy("Disable")

    @cached_property
    def alone(self) -> list[Partner]:
        """The organisations nobody else reports for."""
        return workflow.left_alone_without(self.account, on=days.today())

    def make_form(self, data: Any) -> DisableForm:
        """The form."""
        return DisableForm(data, alone=self.alone)

    def facts(self) -> dict[str, Any]:
        """Who would have nobody, and why it may not be done at all."""
        refused = ""
        try:
            workflow.check_disabling(self.account, actor=self.acting())
        except ValidationError as error:
            refused = " ".join(error.messages)
        return super().facts() | {
            "alone": self.alone,
            "refused": refused,
            "hand_over_url": address_of(self.account, "hand_over"),
        }

    def run(self, form: Any) -> str:
        """Disable it."""
        workflow.disable_account(self.account, actor=self.acting())
        return _("The account of %s is disabled, its sessions have ended.") % person_name(self.account)


class EnableView(AccountView):
    """Enable an account again."""

    title = gettext_lazy("Enable the account again")
    explanation = gettext_lazy("The person can sign in again, with the roles and organisations named in the account.")
    confirm = gettext_lazy("Enable again")

    def run(self, form: Any) -> str:
        """Enable it."""
        workflow.enable_account(self.account, actor=self.acting())
        return _("The account of %s is enabled again.") % person_name(self.account)


class InviteAgainView(AccountView):
    """Send the invitation once more."""

    title = gettext_lazy("Invite once more")
    explanation = gettext_lazy("A new mail with a new link goes out; the links of earlier mails do not work any more.")
    confirm = gettext_lazy("Send the invitation")

    def run(self, form: Any) -> str:
        """Send it."""
        workflow.invite_again(self.account, actor=self.acting())
        return _("The invitation to %s goes out with the next mails.") % self.account.email


class WithdrawInvitationView(AccountView):
    """Withdraw the open invitation."""

    title = gettext_lazy("Withdraw the invitation")
    explanation = gettext_lazy(
        "The link does not work any more. The account stays, without password, and can be deleted."
    )
    confirm = gettext_lazy("Withdraw")

    def run(self, form: Any) -> str:
        """Withdraw it."""
        workflow.withdraw_invitation(self.account, actor=self.acting())
        return _("The invitation to %s is withdrawn.") % self.account.email


class OthersAccountView(AccountView):
    """A step that nobody takes with the own account: that is what /konto/ is for."""

    def run(self, form: Any) -> str:
        """Refuse it for the own account."""
        if self.account.pk == self.request.user.pk:
            raise ValidationError(_("For your own account, use the page “My account”."))
        return self.run_for_other()

    def run_for_other(self) -> str:
        """Do it; return what to tell."""
        raise NotImplementedError


class ResetFactorView(OthersAccountView):
    """Take the second factors of somebody who lost them."""

    title = gettext_lazy("Reset the second factor")
    explanation = gettext_lazy(
        "App, passkeys and recovery codes of the account are removed and its sessions end. At the next sign-in with "
        "the password a new second factor is set up. Make sure beforehand, by telephone for instance, who is asking."
    )
    confirm = gettext_lazy("Reset")

    def run_for_other(self) -> str:
        """Take them."""
        workflow.reset_second_factor(self.account, actor=self.acting())
        return _("The second factors of %s are gone. The next sign-in leads to their set-up.") % person_name(
            self.account
        )


class PasswordLinkView(OthersAccountView):
    """Have a link for a new password sent."""

    title = gettext_lazy("Send a link for a new password")
    explanation = gettext_lazy(
        "The person gets the same mail as after “Forgotten the password?”. The present password holds until then, and "
        "nobody here learns the new one."
    )
    confirm = gettext_lazy("Send the link")

    def run_for_other(self) -> str:
        """Send it, to an account that is in use."""
        if not self.account.is_active or not self.account.has_usable_password():
            raise ValidationError(_("This account is not in use: invite the person once more, or enable the account."))
        request_password_reset(self.request, self.account.email, [self.account], None)
        workflow.note_password_link(self.account, actor=self.acting())
        return _("The link was sent to %s.") % self.account.email
