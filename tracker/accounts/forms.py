"""The forms of accounts in the look of the site: those of django-allauth with our words, and our own."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as app_forms
from allauth.mfa.webauthn import forms as passkey_forms
from cryptography.fernet import InvalidToken
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tracker.models import Account
from tracker.models.accounts import LANGUAGES
from tracker.pages.forms import KernFormMixin

logger = logging.getLogger(__name__)

PASSWORD = {"autocomplete": "new-password"}


class WordsMixin(KernFormMixin):
    """Gives the fields of django-allauth our labels and hints; placeholders go, for they vanish while one writes."""

    words: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)
            field.help_text = self.hints.get(name, "")


NEW_PASSWORD_WORDS = {"password1": _("New password"), "password2": _("New password once more")}
CODE_ATTRIBUTES = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}


class SignInForm(WordsMixin, account_forms.LoginForm):
    """Mail address and password."""

    words = {"login": _("Mail address"), "password": _("Password")}


class ForgottenPasswordForm(WordsMixin, account_forms.ResetPasswordForm):
    """The address to which a link for a new password goes."""

    words = {"email": _("Mail address")}


class NewPasswordForm(WordsMixin, account_forms.ResetPasswordKeyForm):
    """A new password after the link from the mail."""

    words = NEW_PASSWORD_WORDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = password_validators_help_text_html()


class ChangePasswordForm(WordsMixin, account_forms.ChangePasswordForm):
    """The present password and a new one."""

    words = NEW_PASSWORD_WORDS | {"oldpassword": _("Present password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = password_validators_help_text_html()


class ConfirmPasswordForm(WordsMixin, account_forms.ReauthenticateForm):
    """The password once more, before credentials are changed."""

    words = {"password": _("Password")}


class _CodeMixin(WordsMixin):
    words = {"code": _("Code")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= CODE_ATTRIBUTES  # type: ignore[attr-defined]


class _KnownCodeMixin(_CodeMixin):
    def clean_code(self) -> str:
        """Return a code that holds; where the secret behind it cannot be read any more, none does."""
        try:
            return super().clean_code()  # type: ignore[misc]
        except InvalidToken as error:
            logger.error("A second factor cannot be read: the key it was encrypted with is missing.")
            raise mfa_adapter().validation_error("incorrect_code") from error


class CodeForm(_KnownCodeMixin, mfa_forms.AuthenticateForm):
    """The code of the app, or a recovery code."""

    hints = {"code": _("The six digits your app shows now, or one of your recovery codes.")}


class ConfirmCodeForm(_KnownCodeMixin, mfa_forms.ReauthenticateForm):
    """A code once more, before credentials are changed."""

    hints = CodeForm.hints


class ActivateAppForm(_CodeMixin, app_forms.ActivateTOTPForm):
    """The first code of a newly added app."""

    words = {"code": _("Code from the app")}
    hints = {"code": _("The six digits that the app shows for this site.")}


class AddPasskeyForm(WordsMixin, passkey_forms.AddWebAuthnForm):
    """A new passkey: its name, and whether it may sign in without password."""

    words = {"name": _("Name of the passkey"), "passwordless": _("Sign in with this passkey alone, without password")}
    hints = {
        "name": _("For instance “Laptop in the office”. Only you see it."),
        "passwordless": _("The device then asks for your fingerprint, your face or its PIN."),
    }


class RenamePasskeyForm(WordsMixin, passkey_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    words = {"name": _("Name of the passkey")}


class InvitationForm(KernFormMixin, forms.Form):
    """What an invited person sets: the own name and a password."""

    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    password1 = forms.CharField(label=_("Password"), strip=False, widget=forms.PasswordInput(PASSWORD))
    password2 = forms.CharField(label=_("Password once more"), strip=False, widget=forms.PasswordInput(PASSWORD))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        self.account = account
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = password_validators_help_text_html()

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is too easy to guess, and two that differ."""
        cleaned = super().clean() or {}
        self.account.first_name = cleaned.get("first_name", "")
        self.account.last_name = cleaned.get("last_name", "")
        password = cleaned.get("password1")
        if password:
            try:
                validate_password(password, self.account)
            except ValidationError as error:
                self.add_error("password1", error)
            if "password2" in cleaned and cleaned["password2"] != password:
                self.add_error("password2", _("The two passwords differ."))
        return cleaned


class OwnDataForm(KernFormMixin, forms.Form):
    """What a person may change of the own account."""

    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    language = forms.ChoiceField(label=_("Language of mails"), choices=LANGUAGES, widget=forms.RadioSelect)
