"""Inviting somebody to an account, with a preview of the message that goes out."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import workflow
from tracker.admin.account_actions import PARTNER_ROLES, PartnerChoice, PeopleView, address_of, refuse
from tracker.admin.people import RolesField
from tracker.models import Account, OutboxMail, Partner
from tracker.models.accounts import LANGUAGES
from tracker.notify.compose import Letter, compose
from tracker.vocabulary import AccountRole, NoticeKind, PartnerKind

LINE = {"class": "vTextField"}


class InviteForm(forms.Form):
    """Whom to invite, as what, for which organisations."""

    email = forms.EmailField(label=gettext_lazy("Mail address"), max_length=254, widget=forms.EmailInput(LINE))
    first_name = forms.CharField(
        label=gettext_lazy("First name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(LINE),
        help_text=gettext_lazy("Both names may stay empty: the person is asked for them when setting up the account."),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Last name"), max_length=150, required=False, widget=forms.TextInput(LINE)
    )
    roles = RolesField()
    partners = PartnerChoice(
        label=gettext_lazy("Acts for"),
        queryset=Partner.objects.exclude(kind=PartnerKind.GROUP),
        required=False,
        help_text=gettext_lazy("Needed for the partner roles, and for them only."),
    )
    is_deputy = forms.BooleanField(
        label=gettext_lazy("As deputy: is reminded only after the first person"), required=False
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the mails"), choices=LANGUAGES, initial="de")

    def clean(self) -> dict[str, Any]:
        """Partner roles and organisations belong together."""
        cleaned = super().clean() or {}
        partner_role = bool(PARTNER_ROLES & set(cleaned.get("roles", [])))
        partners = cleaned.get("partners")
        if partner_role and partners is not None and not partners:
            self.add_error("partners", _("Name at least one organisation; a partner role alone shows nothing."))
        if partners and "roles" in cleaned and not partner_role:
            self.add_error("roles", _("Choose a partner role as well: only with one somebody acts for organisations."))
        return cleaned


class InviteView(PeopleView):
    """Invite somebody: the form, the mail as it will go out, confirmation."""

    form_class = InviteForm
    template_name = "admin/account_invite.html"
    title = gettext_lazy("Invite somebody")
    explanation = gettext_lazy(
        "The person gets a mail with a link, chooses a password and sets up a second factor. Nobody else ever knows it."
    )
    confirm = gettext_lazy("Send the invitation")
    made: Account | None = None

    def make_form(self, data: Any) -> InviteForm:
        """The form; an organisation may be named in the address."""
        asked = self.request.GET.get("partner", "")
        initial = {"partners": [asked], "roles": [AccountRole.REPORTER.value]} if asked.isdecimal() else {}
        return InviteForm(data, initial=initial)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the mail first; send it when confirmed."""
        step = request.POST.get("_step")
        if step == "confirm":
            return super().post(request, *args, **kwargs)
        form = self.make_form(request.POST)
        if step == "edit":
            form.errors.clear()
            return self.show(form)
        if not form.is_valid():
            return self.show(form)
        try:
            letter = self._tried(form)
        except ValidationError as error:
            refuse(form, error)
            return self.show(form)
        data = form.cleaned_data
        return self.show(
            form,
            letter=letter,
            to=data["email"].lower(),
            roles=[AccountRole(role) for role in data["roles"]],
            named=data["partners"],
        )

    def _tried(self, form: Any) -> Letter:
        """The mail as it will go out, by inviting and taking it back."""
        with transaction.atomic():
            try:
                account = self._invite(form)
                mail = OutboxMail.objects.filter(recipient=account, kind=NoticeKind.INVITATION).order_by("-pk")[:1]
                letter = compose(list(mail))
            finally:
                transaction.set_rollback(True)
        # The link is the invited person's alone, and this one was never made.
        link = _("personal-link")
        text = re.sub(r"/einladung/\S+", f"/einladung/{link}/", letter.text)
        return Letter(subject=letter.subject, text=text, html="")

    def _invite(self, form: Any) -> Account:
        data = form.cleaned_data
        invitation = workflow.invite(
            email=data["email"],
            first_name=data["first_name"],
            last_name=data["last_name"],
            roles=[AccountRole(role) for role in data["roles"]],
            partners=data["partners"],
            is_deputy=data["is_deputy"],
            language=data["language"],
            actor=self.acting(),
        )
        return invitation.account

    def run(self, form: Any) -> str:
        """Invite."""
        self.made = self._invite(form)
        return _("The invitation to %s goes out with the next mails.") % self.made.email

    def done_url(self) -> str:
        """The new account; before that, the list."""
        return address_of(self.made) if self.made else reverse("admin:tracker_account_changelist")
