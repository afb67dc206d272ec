"""Accounts: who can sign in, in which roles, for which organisations. For administrators only.

Nobody sets a password here: people are invited by mail, and choose it themselves.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tracker import days, workflow
from tracker.admin import account_actions as actions
from tracker.admin import account_persons
from tracker.admin.account_invite import InviteView
from tracker.admin.account_lists import FactorFilter, RoleFilter, StateFilter
from tracker.admin.base import RecordAdmin, acting
from tracker.admin.lists import FoldedSearch
from tracker.admin.people import RolesField, person_name, state_of
from tracker.admin.rights import AdministratorsOnly
from tracker.admin.rows import RecordTable, _NamedRows
from tracker.admin.site import editors
from tracker.models import Account, Actor, Invitation, Mandate, Partner
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import AccountRole, PartnerKind


class AccountForm(forms.ModelForm):
    """Name, mail address, language and roles of an account."""

    actor: Actor
    roles = RolesField()

    class Meta:
        model = Account
        fields = ["first_name", "last_name", "email", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.initial["roles"] = [role.value for role in workflow.roles_of(self.instance)]

    def clean_email(self) -> str:
        """The address in small letters, as it is stored; one that another account has is refused."""
        address = str(self.cleaned_data["email"]).strip().lower()
        if Account.objects.filter(email__iexact=address).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is already an account with this mail address."))
        return address

    def clean(self) -> dict[str, Any]:
        """Refuse roles with which nobody could keep the accounts any more."""
        cleaned = super().clean() or {}
        if "roles" in cleaned:
            try:
                workflow.check_roles(self.instance, cleaned["roles"], actor=self.actor)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned


class MandateRows(_NamedRows):
    """The mandates of an account: an organisation stands there once without end."""

    def clean(self) -> None:
        """Refuse the same organisation twice."""
        super().clean()
        seen = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if not data or data.get("DELETE") or data.get("end") or not data.get("partner"):
                continue
            if data["partner"] in seen:
                raise ValidationError(_("The same organisation stands here twice: %s") % data["partner"])
            seen.add(data["partner"])


class MandateTable(AdministratorsOnly, RecordTable):
    """For which organisations an account acts."""

    model = Mandate
    formset = MandateRows
    verbose_name = gettext_lazy("organisation")
    verbose_name_plural = gettext_lazy("acts for")
    fields = ["partner", "is_deputy", "start", "end"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Organisations only: a group does not report."""
        if db_field.name == "partner":
            kwargs["queryset"] = Partner.objects.exclude(kind=PartnerKind.GROUP)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Account, site=editors)
class AccountAdmin(AdministratorsOnly, FoldedSearch, RecordAdmin):
    """Who can sign in."""

    form = AccountForm
    change_form_template = "admin/account_form.html"
    change_list_template = "admin/account_list.html"
    list_display = ["name", "email", "roles_told", "organisations", "state", "factor", "last_sign_in"]
    list_display_links = ["name"]
    list_filter = [StateFilter, RoleFilter, FactorFilter]
    folded_fields = ("first_name", "last_name", "email", "mandates__partner__abbreviation", "mandates__partner__name")
    ordering = ["last_name", "first_name", "email"]
    inlines = [MandateTable]
    readonly_fields = ["state", "factor", "last_sign_in", "invitations_told"]
    fieldsets = [
        (None, {"fields": ["state", "last_sign_in", "factor", "invitations_told"]}),
        (gettext_lazy("Person"), {"fields": [("first_name", "last_name"), "email", "language"]}),
        (gettext_lazy("What the account may do"), {"fields": ["roles"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The accounts with all that a line says of them, in a fixed number of queries."""
        mandates = Mandate.objects.in_force(on=days.today()).select_related("partner")
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        invited = Invitation.objects.open(at=timezone.now()).filter(account=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .prefetch_related("groups", Prefetch("mandates", queryset=mandates, to_attr="mandates_now"))
            .annotate(
                has_app=Exists(factors.filter(type=Authenticator.Type.TOTP)),
                has_passkey=Exists(factors.filter(type=Authenticator.Type.WEBAUTHN)),
                invited_until=Subquery(invited.order_by("-expires_at").values("expires_at")[:1]),
            )
        )

    def get_urls(self) -> list[Any]:
        """The addresses of the steps, before those of the admin."""
        steps = {
            "uebergabe": ("hand_over", actions.HandOverView),
            "sperren": ("disable", actions.DisableView),
            "freigeben": ("enable", actions.EnableView),
            "neu-einladen": ("invite_again", actions.InviteAgainView),
            "einladung-zurueckziehen": ("withdraw_invitation", actions.WithdrawInvitationView),
            "zweiter-faktor": ("reset_factor", actions.ResetFactorView),
            "passwort-link": ("password_link", actions.PasswordLinkView),
            "daten": ("export", account_persons.ExportView),
            "person-loeschen": ("erase", account_persons.EraseView),
        }
        own = [
            path(
                f"<int:pk>/{word}/",
                self.admin_site.admin_view(view.as_view(model_admin=self)),
                name=f"tracker_account_{name}",
            )
            for word, (name, view) in steps.items()
        ]
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """An account is made by inviting somebody."""
        return InviteView.as_view(model_admin=self)(request)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, which knows who sends it."""
        kwargs["fields"] = ["first_name", "last_name", "email", "language", "roles"]
        form_class = super().get_form(request, obj, change=change, **kwargs)
        return type(form_class.__name__, (form_class,), {"actor": acting(request)})

    def save_model(self, request: HttpRequest, obj: Account, form: Any, change: bool) -> None:
        """Change the account through the workflow, which tells the protocol."""
        data = form.cleaned_data
        actor = acting(request)
        names = ("first_name", "last_name", "email", "language")
        workflow.edit_account(obj, actor=actor, **{name: data[name] for name in names})
        workflow.set_roles(obj, [AccountRole(role) for role in data["roles"]], actor=actor)
        obj.refresh_from_db()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Give, change and take mandates through the workflow."""
        actor = acting(request)
        formset.save(commit=False)
        for row in formset.deleted_objects:
            workflow.take_mandate(row, actor=actor)
        for row, names in formset.changed_objects:
            if "partner" in names:
                workflow.take_mandate(Mandate.objects.get(pk=row.pk), actor=actor)
                formset.new_objects.append(row)
            else:
                workflow.change_mandate(row, actor=actor, is_deputy=row.is_deputy, start=row.start, end=row.end)
        for row in formset.new_objects:
            workflow.give_mandate(
                form.instance, row.partner, actor=actor, is_deputy=row.is_deputy, start=row.start, end=row.end
            )

    def after_save(self, request: HttpRequest, form: Any, formsets: Any, *, created: bool) -> None:
        """Say what the account still lacks, and which organisations nobody reports for any more."""
        account = form.instance
        roles = set(workflow.roles_of(Account.objects.get(pk=account.pk)))
        partner_roles = {AccountRole.REPORTER, AccountRole.READER}
        on = days.today()
        if roles & partner_roles and not Mandate.objects.in_force(on=on).filter(account=account).exists():
            text = _("The account has a partner role but acts for no organisation at present, so it sees nothing.")
            self.message_user(request, text, messages.WARNING)
        alone = workflow.orphaned_partners(on=on)
        touched = {row.partner_id for row in Mandate.objects.filter(account=account)}
        touched |= {row.partner_id for formset in formsets for row in formset.deleted_objects}
        names = ", ".join(str(partner) for partner in alone if partner.pk in touched)
        if names:
            self.message_user(request, _("Nobody can report for %s now.") % names, messages.WARNING)

    def refusal(self, obj: Account) -> str:
        """An account in use stays; a disabled one may go, the protocol keeps its pseudonym."""
        return workflow.erasing_refused(obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with an account, in words: the lists of those things are nobody's business."""
        told = [
            person_name(account)
            + " – "
            + _("with its mandates, invitations, second factors and mail that was not sent yet")
            for account in objs
        ]
        return told, {}, set(), []

    def delete_model(self, request: HttpRequest, obj: Account) -> None:
        """Erase the person; what it did stays in the protocol under a pseudonym."""
        workflow.erase_account(obj, actor=acting(request))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list."""
        return super().changelist_view(request, {**(extra_context or {}), "title": _("Accounts")})

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """The form, with the steps that fit the state of the account."""
        account = Account.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        if account is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if "_saveasnew" in request.POST:
            # An account is made by inviting somebody, never by copying another one.
            raise PermissionDenied
        steps = actions.steps_for(account, signed_in=request.user)
        extra = {
            "steps": steps,
            "title": _("Account: %s") % person_name(account),
            "show_save_and_add_another": False,
            "show_delete": not workflow.erasing_refused(account),
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **extra})

    @admin.display(description=gettext_lazy("name"), ordering="last_name")
    def name(self, obj: Account) -> str:
        """The name, or the mail address while there is none."""
        return person_name(obj)

    @admin.display(description=gettext_lazy("roles"))
    def roles_told(self, obj: Account) -> str:
        """The roles in words."""
        return ", ".join(str(role.label) for role in workflow.roles_of(obj))

    @admin.display(description=gettext_lazy("acts for"))
    def organisations(self, obj: Account) -> str:
        """The organisations today, deputies marked."""
        return ", ".join(
            _("%s (deputy)") % mandate.partner if mandate.is_deputy else str(mandate.partner)
            for mandate in obj.mandates_now  # type: ignore[attr-defined]
        )

    @admin.display(description=pgettext_lazy("account", "state"))
    def state(self, obj: Account) -> str:
        """Whether it is in use, invited or disabled."""
        return state_of(obj, invited_until=obj.invited_until)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("second factor"))
    def factor(self, obj: Account) -> str:
        """Which second factors there are."""
        kinds = [_("app")] if obj.has_app else []  # type: ignore[attr-defined]
        kinds += [_("passkey")] if obj.has_passkey else []  # type: ignore[attr-defined]
        return ", ".join(kinds) or _("none")

    @admin.display(description=gettext_lazy("last sign-in"), ordering="last_login")
    def last_sign_in(self, obj: Account) -> str:
        """The day, or that there was none."""
        return day_text(days.berlin_day(obj.last_login)) if obj.last_login else _("never")

    @admin.display(description=gettext_lazy("invitations"))
    def invitations_told(self, obj: Account) -> SafeString:
        """Every invitation with what became of it."""
        lines = [(_told(invitation),) for invitation in obj.invitations.all()[:10]]
        return format_html_join("", "<p class='told'>{}</p>", lines or [("–",)])


def _told(invitation: Invitation) -> str:
    sent = day_text(days.berlin_day(invitation.created_at))
    if invitation.accepted_at:
        fate = _("taken up on %s") % day_text(days.berlin_day(invitation.accepted_at))
    elif invitation.revoked_at:
        fate = _("withdrawn on %s") % day_text(days.berlin_day(invitation.revoked_at))
    elif invitation.expires_at <= timezone.now():
        fate = _("ran out on %s") % day_text(days.berlin_day(invitation.expires_at))
    else:
        fate = _("open until %s") % day_text(days.berlin_day(invitation.expires_at))
    return _("sent on %(day)s, %(fate)s") % {"day": sent, "fate": fate}
